"""/mychecks: what somebody was told and what holds now, and their own questions that are still open."""

import pytest

from bot.application import ShynBa
from bot.sandbox import Message, Person, Telegram
from tests.handlers.rumours import WATER, ask, crowd

POSTS = {
    "kk": "Қазақстан Ресеймен соғысқа дайындалып жатыр",
    "ru": "Казахстан готовится к войне с Россией",
    "en": "Kazakhstan is preparing for war with Russia",
}
THEN = {"kk": ": ❌ Жалған", "ru": ": ❌ Неправда", "en": ": ❌ False"}
NOW = {
    "kk": "Жауап өзгерді. Қазір: ✅ Рас",
    "ru": "Ответ изменился. Сейчас: ✅ Правда",
    "en": "The answer has changed. Now: ✅ True",
}
GONE = {
    "kk": "Бұл жауап енді күшінде емес.",
    "ru": "Этот ответ больше не действует.",
    "en": "This answer is no longer valid.",
}
FOLLOWED = {
    "kk": ("🔔 Жауап шықса, хабарлаймын. Шықпаса, оны да жазамын.", "Хабарлауды сұрамағансыз."),
    "ru": (
        "🔔 Сообщу, когда будет ответ. Если его не будет, тоже напишу, срок — ",
        "Вы не просили сообщить об ответе.",
    ),
    "en": (
        "🔔 I will tell you when there is an answer, and if there is none, I will tell you that.",
        "You have not asked to be told.",
    ),
}
QUESTIONS = {
    "kk": "Алматыда су құбырына у қосылды, дүйсенбіге дейін ішпеңіздер",
    "ru": WATER,
    "en": "The tap water in Almaty has been poisoned, do not drink it until Monday",
}


async def _opens(person: Person) -> Message:
    person.says("/mychecks")
    return await person.reads()


async def _corrects(owner: Person, line: str) -> None:
    owner.says(f"/edit tdl-war\n{line}")
    await owner.presses(await owner.reads(), "✅ Save the correction")
    await owner.reads()


@pytest.mark.parametrize("language", POSTS)
async def test_a_verdict_that_has_changed_since_is_shown_with_what_holds_now(
    bot: ShynBa, telegram: Telegram, owner: Person, language: str
) -> None:
    reader = telegram.person(5000, language_code=language)
    await ask(reader, POSTS[language])
    before = (await _opens(reader)).text
    assert THEN[language] in before
    assert NOW[language] not in before
    await _corrects(owner, "verdict: true")
    card = await _opens(reader)
    assert THEN[language] in card.text
    assert NOW[language] in card.text
    await reader.presses(card, 0)
    shown = await reader.reads()
    assert shown.text.startswith(NOW[language].rpartition(": ")[2])
    async with bot.store.begin() as transaction:
        assert await transaction.checks.count_readers("tdl-war", unlike=None) == 1, (
            "a correction is owed again"
        )


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("language", POSTS)
async def test_an_answer_that_was_withdrawn_cannot_be_opened(
    telegram: Telegram, owner: Person, language: str
) -> None:
    reader = telegram.person(5000, language_code=language)
    await ask(reader, POSTS[language])
    opened = await _opens(reader)
    owner.says("/retire tdl-war")
    await owner.presses(await owner.reads(), "Yes, retire it")
    await owner.reads()
    card = await _opens(reader)
    assert GONE[language] in card.text
    assert len(card.labels) == 1
    assert (await reader.presses(opened, 0))["show_alert"]


@pytest.mark.parametrize("language", QUESTIONS)
async def test_open_questions_say_who_is_told_and_one_press_stops_it(
    bot: ShynBa, telegram: Telegram, language: str
) -> None:
    reader = telegram.person(5000, language_code=language)
    await reader.presses(await ask(reader, QUESTIONS[language]), 0)
    await reader.reads()
    card = await _opens(reader)
    await reader.presses(card, -1)
    questions = await reader.reads()
    followed, quiet = FOLLOWED[language]
    assert QUESTIONS[language] in questions.text
    assert followed in questions.text
    await reader.presses(questions, 0)
    stopped = await reader.reads()
    assert quiet in stopped.text
    assert len(stopped.labels) == 1
    async with bot.store.begin() as transaction:
        (kept,) = await transaction.inquiries.waiting(after=0, limit=9)
        assert kept.chat_id is None
    await reader.presses(stopped, 0)
    assert (await reader.reads()).text == card.text


@pytest.mark.usefixtures("bot")
async def test_pages_go_back_to_the_first_answer_and_question(telegram: Telegram) -> None:
    (reader,) = crowd(telegram, 1)
    for number in range(7):
        await ask(reader, POSTS["en"])
        await ask(reader, f"{QUESTIONS['en']} {number}")
    first = await _opens(reader)
    assert first.text.count("❌ ") == 5
    await reader.presses(first, "Older »" if "Older »" in first.labels else "Раньше »")
    second = await reader.reads()
    assert second.text.count("❌ ") == 2
    await reader.presses(second, -1)
    questions = await reader.reads()
    assert [str(number) in questions.text for number in range(1, 6)] == [True] * 5
    assert "Monday 1" not in questions.text


@pytest.mark.usefixtures("bot")
async def test_nobody_sees_or_stops_what_another_asked(citizen: Person, telegram: Telegram) -> None:
    await citizen.presses(await ask(citizen, WATER), 0)
    await citizen.reads()
    stranger = telegram.person(9, language_code="ru")
    card = await _opens(stranger)
    await stranger.presses(card, -1)
    questions = await stranger.reads()
    assert WATER not in questions.text
    for part in ("1", "", "x", "9" * 30):
        assert (await stranger.presses(questions, 0, data=f"v1:myfollow:{part}"))["show_alert"]
