"""/mydata, /forget and /privacy: all that is stored about somebody, shown, erased and explained."""

import json
from typing import Any

import pytest

from bot.application import ShynBa, pseudonym
from bot.sandbox import Message, Person, Telegram
from knowledge.store import Store
from knowledge.store.schema import metadata
from tests.conftest import KEY
from tests.handlers.rumours import ask, group
from tests.handlers.test_export import content
from tests.handlers.test_own_checks import POSTS, QUESTIONS
from tests.knowledge.store.samples import rows

COUNTED = {
    "kk": ("• таңдаған тіліңіз", "• 2 жауап туралы жазба", "• жауабын күткен 1 сұрақ"),
    "ru": ("• выбранный вами язык", "• записи о 2 ответах", "• 1 ваш вопрос"),
    "en": ("• the language you have chosen", "• notes of 2 answers", "• 1 question of yours"),
}
NOTHING = {
    "kk": "Сіз туралы ештеңе сақталмаған.",
    "ru": "О вас ничего не хранится.",
    "en": "Nothing is stored about you.",
}
YES = {"kk": "Иә, бәрін өшіру", "ru": "Да, стереть всё", "en": "Yes, erase everything"}
DONE = {"kk": "✅ Өшірілді.", "ru": "✅ Стёрто.", "en": "✅ Erased."}
DAYS = {"kk": "365 күн", "ru": "365 дней", "en": "365 days"}


async def _uses_the_bot(person: Person, language: str) -> None:
    person.says("/language")
    await person.presses(await person.reads(), list(POSTS).index(language))
    await person.reads()
    await ask(person, POSTS[language])
    await person.presses(await ask(person, f"{QUESTIONS[language]} +7 701 234 56 78"), 0)
    await person.reads()


async def _forgets(person: Person, choice: str | int = 0) -> Message:
    person.says("/forget")
    await person.presses(await person.reads(), choice)
    return await person.reads()


async def _words_about(store: Store, person: Person) -> list[str]:
    """Every stored value that names the person, with where it stands."""
    names = (pseudonym(KEY.encode(), person.id), str(person.id))
    held = [(table.name, row) for table in metadata.sorted_tables for row in await rows(store, table)]
    return [f"{name}: {row}" for name, row in held if any(mark in str(row) for mark in names)]


@pytest.mark.parametrize("language", POSTS)
async def test_everything_is_shown_in_words_and_as_a_file(
    bot: ShynBa, telegram: Telegram, language: str
) -> None:
    reader = telegram.person(1_234_567_890, language_code="ru")
    await _uses_the_bot(reader, language)
    reader.says("/mydata")
    shown = await reader.reads()
    assert all(line in shown["caption"] for line in COUNTED[language])
    stored: dict[str, list[dict[str, Any]]] = json.loads(content(telegram, shown))
    assert [row["language"] for row in stored["people"]] == [language]
    assert [row["rebuttal"] for row in stored["checks"] if row["verdict"]] == ["tdl-war"]
    (question,) = stored["inquiries"]
    assert question["text"] == f"{QUESTIONS[language]} [📞]"
    assert question["chat_id"] == reader.id
    assert shown["document"]["file_name"].endswith(".json")


@pytest.mark.parametrize("language", POSTS)
async def test_after_forget_no_row_names_the_person_and_the_bot_begins_anew(
    bot: ShynBa, telegram: Telegram, language: str
) -> None:
    reader = telegram.person(1_234_567_890, language_code=language)
    await _uses_the_bot(reader, language)
    await group(bot)
    assert await _words_about(bot.store, reader)
    done = await _forgets(reader, YES[language])
    assert done.text.startswith(DONE[language])
    await bot.settled()
    assert await _words_about(bot.store, reader) == []
    reader.says("/mydata")
    assert (await reader.reads()).text == NOTHING[language]
    assert (await ask(reader, POSTS[language])).buttons, "a post is answered as ever"


async def test_who_thinks_again_keeps_everything(bot: ShynBa, citizen: Person) -> None:
    await _uses_the_bot(citizen, "ru")
    await group(bot)
    await bot.settled()
    before = await _words_about(bot.store, citizen)
    kept = await _forgets(citizen, "Нет, оставить")
    assert kept.text == "Ничего не изменилось."
    await bot.settled()
    assert await _words_about(bot.store, citizen) == before


async def test_a_moderator_leaves_the_team_and_their_deeds_stay(
    bot: ShynBa, moderator: Person, owner: Person
) -> None:
    moderator.says("/synonym слово = смысл")
    await moderator.reads()
    moderator.says("/forget")
    question = await moderator.reads()
    assert "you leave the bot’s team" in question.text
    assert "has to be known who changed" in question.text
    await moderator.presses(question, YES["en"])
    assert "has to be known who changed" in (await moderator.reads()).text
    moderator.says("/queue")
    assert "only for moderators" in (await moderator.reads()).text
    assert {command["command"] for command in moderator.menu()} >= {"mydata", "forget"}
    assert "queue" not in {command["command"] for command in moderator.menu()}
    owner.says("/log")
    log = (await owner.reads()).text
    assert "left the team of their own accord" in log
    assert "added a synonym: слово = смысл" in log


async def test_who_was_forgotten_is_not_told_of_an_answer_and_others_are(
    bot: ShynBa, citizen: Person, owner: Person, telegram: Telegram
) -> None:
    other = telegram.person(5000, language_code="en")
    for person in (citizen, other):
        await person.presses(await ask(person, QUESTIONS["ru"]), 0)
        await person.reads()
    await group(bot)
    await _forgets(citizen)
    owner.says("/answer 1 tdl-border")
    await owner.presses(await owner.reads(), "✅ Answer")
    await owner.reads()
    bot.telling.wake()
    await bot.telling.idle.wait()
    await bot.settled()
    assert "Появился ответ" in (await other.reads()).text
    assert not citizen.unread()


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("language", POSTS)
async def test_privacy_says_the_real_numbers_and_leads_on(telegram: Telegram, language: str) -> None:
    reader = telegram.person(5000, language_code=language)
    reader.starts()
    await reader.presses(await reader.reads(), -1)
    told = await reader.reads()
    assert DAYS[language] in told.text
    assert len(told.text) < 2000
    await reader.presses(told, 0)
    assert (await reader.reads()).text == NOTHING[language]
    await reader.presses(told, 1)
    assert (await reader.reads()).labels[0] == YES[language]


@pytest.mark.usefixtures("bot")
async def test_a_forged_choice_erases_nothing(citizen: Person) -> None:
    citizen.says("/forget")
    card = await citizen.reads()
    assert (await citizen.presses(card, 0, data="v1:forget:everybody"))["show_alert"]
