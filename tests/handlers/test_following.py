"""A post that nobody has checked is kept for the moderators, and its sender may ask to be told."""

import pytest

from bot.application import ShynBa
from bot.sandbox import Person, Telegram
from handlers.citizen.asking import storable
from knowledge.models import Inquiry, Language
from tests.conftest import BY_POLLING_AND_WEBHOOK, StartBot
from tests.handlers.rumours import WATER, ask

TELL_ME = {
    "kk": ("🔔 Маған хабарла", "🔕 Хабарламай-ақ қой"),
    "ru": ("🔔 Сообщить, когда ответят", "🔕 Не сообщать"),
    "en": ("🔔 Tell me when there is an answer", "🔕 No need to tell me"),
}
POSTS = {
    "kk": "Алматыда су құбырына у қосылды, дүйсенбіге дейін ішпеңіздер",
    "ru": WATER,
    "en": "The tap water in Almaty has been poisoned, do not drink it until Monday",
}


async def _inquiries(bot: ShynBa) -> tuple[Inquiry, ...]:
    async with bot.store.begin() as transaction:
        return await transaction.inquiries.waiting(after=0, limit=100)


@BY_POLLING_AND_WEBHOOK
@pytest.mark.parametrize("language", POSTS)
async def test_a_post_that_nobody_checked_is_kept_without_a_chat(
    bot: ShynBa, citizen: Person, language: str
) -> None:
    answer = await ask(citizen, POSTS[language], channel="Жаңалықтар +7 701 111 22 33")
    assert answer.labels == [TELL_ME[language][0]]
    (kept,) = await _inquiries(bot)
    assert (kept.text, kept.language, kept.chat_id) == (POSTS[language], Language(language), None)
    assert kept.channel == "Жаңалықтар [📞]"
    assert str(citizen.id) not in kept.person


@pytest.mark.parametrize("language", POSTS)
async def test_who_wants_to_be_told_presses_and_may_think_again(
    bot: ShynBa, citizen: Person, language: str
) -> None:
    on, off = TELL_ME[language]
    toast = await citizen.presses(await ask(citizen, POSTS[language]), on)
    assert toast["text"]
    changed = await citizen.reads()
    assert changed.labels == [off]
    assert [kept.chat_id for kept in await _inquiries(bot)] == [citizen.id]
    again = await ask(citizen, POSTS[language])
    assert again.labels == [off], "who sends it again still follows"
    await citizen.presses(changed, off)
    assert (await citizen.reads()).labels == [on]
    assert [kept.chat_id for kept in await _inquiries(bot)] == [None]


async def test_what_leads_to_a_person_is_masked(bot: ShynBa, citizen: Person) -> None:
    await ask(citizen, "Звоните 8 777 123 45 67, пишите на aigul@mail.kz: воду в Алматы отравили")
    (kept,) = await _inquiries(bot)
    assert kept.text == "Звоните [📞], пишите на [✉️]: воду в Алматы отравили"


def test_what_cannot_be_masked_is_not_stored(caplog: pytest.LogCaptureFixture) -> None:
    def fails(text: str) -> str:
        raise ValueError(text)

    assert storable(WATER, fails) is None
    assert WATER not in caplog.text
    assert "ValueError" in caplog.text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("text", ["сәлем", "ок, рахмет", "🔥🔥🔥", "https://example.com/news/123"])
async def test_greetings_and_links_are_no_questions(bot: ShynBa, citizen: Person, text: str) -> None:
    assert not (await ask(citizen, text)).buttons
    assert await _inquiries(bot) == ()


async def test_a_name_of_a_person_is_never_kept(bot: ShynBa, citizen: Person, telegram: Telegram) -> None:
    citizen.forwards(WATER, user="Айгуль Нурланова")
    await citizen.reads()
    telegram.person(8).forwards(WATER, hidden="Нурлан Т.")
    await telegram.person(8).reads()
    assert [kept.channel for kept in await _inquiries(bot)] == [None, None]


async def test_a_public_channel_is_known_by_its_name(
    bot: ShynBa, citizen: Person, telegram: Telegram
) -> None:
    channel = {"id": -1005, "type": "channel", "title": "Новости", "username": "news_kz"}
    group = {"id": -1006, "type": "supergroup", "title": "Соседи, дом 5"}
    for number, origin in enumerate(
        (
            {"type": "channel", "chat": channel, "message_id": 1, "date": 1},
            {"type": "chat", "sender_chat": group, "date": 1},
        )
    ):
        post = citizen.says(f"{WATER} {number}")
        await citizen.reads()
        again = {**post, "message_id": 900 + number, "text": f"{WATER} снова {number}"}
        telegram.push({"message": {**again, "forward_origin": origin}})
        await citizen.reads()
    found = [kept.channel for kept in await _inquiries(bot) if "снова" in kept.text]
    assert found == ["@news_kz", None]


async def test_what_the_bot_said_itself_is_not_a_question(
    bot: ShynBa, citizen: Person, telegram: Telegram
) -> None:
    answer = await ask(citizen, WATER)
    origin = {"type": "user", "sender_user": answer["from"], "date": 1}
    asked = answer["reply_to_message"] | {"message_id": 900, "text": answer.text}
    telegram.push({"message": asked | {"forward_origin": origin}})
    assert not (await citizen.reads()).buttons
    assert [kept.text for kept in await _inquiries(bot)] == [WATER]


async def test_a_suggestion_that_is_declined_becomes_a_question(bot: ShynBa, citizen: Person) -> None:
    post = "Казахстан закроет границу с Россией уже завтра, сообщили в чате водителей"
    suggestion = await ask(citizen, post)
    await citizen.presses(suggestion, "Нет, о другом")
    assert (await citizen.reads()).labels == [TELL_ME["ru"][0]]
    assert [kept.text for kept in await _inquiries(bot)] == [post]


@pytest.mark.parametrize("number", ["", "0", "999", "-1", "abc", "²", "9" * 19, "9" * 40, "1 OR 1=1"])
async def test_a_forged_number_follows_nothing(bot: ShynBa, citizen: Person, number: str) -> None:
    answer = await ask(citizen, WATER)
    toast = await citizen.presses(answer, 0, data=f"v1:follow:{number}")
    assert toast["show_alert"]
    assert [kept.chat_id for kept in await _inquiries(bot)] == [None]


async def test_nobody_follows_the_question_of_another(
    bot: ShynBa, citizen: Person, telegram: Telegram
) -> None:
    answer = await ask(citizen, WATER)
    stranger = telegram.person(9, language_code="ru")
    greeting = await ask(stranger, "сәлем, қалайсыз достар бәрі")
    toast = await stranger.presses(greeting, 0, data=answer.buttons[0]["callback_data"])
    assert toast["show_alert"]
    assert [kept.chat_id for kept in await _inquiries(bot)] == [None, None]


async def test_a_question_is_followed_across_a_restart(start_bot: StartBot, citizen: Person) -> None:
    async with start_bot():
        answer = await ask(citizen, WATER)
    async with start_bot() as bot:
        await citizen.presses(answer, 0)
        assert [kept.chat_id for kept in await _inquiries(bot)] == [citizen.id]
