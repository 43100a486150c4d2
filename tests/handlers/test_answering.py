"""Answering a rumour: with a rebuttal that is there or one written for it; who follows is told once."""

import asyncio

import pytest

from bot.application import ShynBa
from bot.sandbox import Message, Person, Telegram
from tests.conftest import BY_POLLING_AND_WEBHOOK, StartBot
from tests.handlers.rumours import WATER, WATER_AGAIN, ask, crowd, deeds, group

TOLD = {
    "kk": ("🔔 Сұрағыңызға жауап бар", "❌ Жалған"),
    "ru": ("🔔 Появился ответ", "❌ Неправда"),
    "en": ("🔔 There is an answer now", "❌ False"),
}


async def _card(person: Person) -> Message:
    person.says("/queue")
    await person.presses(await person.reads(), "No. 1")
    return await person.reads()


async def _follows(person: Person, text: str) -> Message:
    answer = await ask(person, text)
    await person.presses(answer, 0)
    return await person.reads()


async def _all_told(bot: ShynBa) -> None:
    bot.telling.wake()
    await bot.telling.idle.wait()
    await bot.settled()


@pytest.fixture
async def card(bot: ShynBa, citizen: Person, moderator: Person) -> Message:
    """The card of a rumour that a citizen follows."""
    await _follows(citizen, WATER)
    await group(bot)
    return await _card(moderator)


@BY_POLLING_AND_WEBHOOK
async def test_who_follows_is_told_once_in_their_language_and_nobody_else(
    bot: ShynBa, moderator: Person, telegram: Telegram
) -> None:
    readers = {}
    for number, language in enumerate(TOLD):
        person = readers[language] = telegram.person(5000 + number, language_code=language)
        person.says("/language")
        await person.presses(await person.reads(), number)
        await person.reads()
        for text in (WATER, WATER_AGAIN):
            await _follows(person, text)
    (quiet,) = crowd(telegram, 1, first=6000)
    await ask(quiet, WATER)
    await group(bot, "воду")
    moderator.replies(await _card(moderator), "/answer TDL-war")
    question = await moderator.reads()
    assert question.text.startswith("Answer rumour No. 1 with this? People who will be told: 3.")
    assert "❌ False" in question.text
    await moderator.presses(question, "✅ Answer")
    done = await moderator.reads()
    assert done.text.startswith("📨 Rumour No. 1 is answered. People who will be told: 3.")
    assert "✅ Answered with tdl-war" in done.text
    for language, person in readers.items():
        told = await person.reads()
        assert told.text.startswith(TOLD[language][0])
        assert WATER[:40] in told.text or WATER_AGAIN[:40] in told.text
        assert TOLD[language][1] in told.text
        assert told.buttons[0]["url"]
    await _all_told(bot)
    assert not any(person.unread() for person in (*readers.values(), quiet))
    async with bot.store.begin() as transaction:
        kept = await transaction.inquiries.of_rumour(1, limit=99)
    assert {inquiry.chat_id for inquiry in kept} == {None}, "no chat is known once nothing is owed"


async def test_nearest_rebuttals_are_offered_with_their_likeness(
    bot: ShynBa, moderator: Person, citizen: Person
) -> None:
    suggestion = await ask(citizen, "Казахстан закроет границу с Россией уже завтра, сообщили в чате")
    await citizen.presses(suggestion, "Нет, о другом")
    await citizen.reads()
    await group(bot)
    card = await _card(moderator)
    assert "Nearest rebuttals\ntdl-border · ❌ False · " in card.text
    await moderator.presses(card, "💬 Answer: tdl-border")
    question = await moderator.reads()
    assert "✅ Answer" in question.labels
    await moderator.presses(question, "« Back")
    assert (await moderator.reads()).text == card.text
    assert await deeds(bot) == []


@pytest.mark.usefixtures("card")
@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("", "/answer tdl-war"),
        ("tdl-war", "/answer tdl-war"),
        ("1", "/answer tdl-war"),
        ("1 no-such", "There is no rebuttal “no-such”"),
        ("1 <b>x</b>", "There is no rebuttal “<b>x</b>”"),
        (f"1 {'x' * 300}", "There is no rebuttal"),
        ("99 tdl-war", "Rumour No. 99 is no more"),
    ],
)
async def test_a_command_that_names_no_rumour_or_no_rebuttal_is_refused(
    bot: ShynBa, moderator: Person, words: str, refusal: str
) -> None:
    moderator.says(f"/answer {words}")
    assert refusal in (await moderator.reads()).text
    assert await deeds(bot) == []


async def test_a_rebuttal_out_of_service_answers_nothing(
    bot: ShynBa, card: Message, moderator: Person
) -> None:
    moderator.replies(card, "/answer tdl-war")
    question = await moderator.reads()
    moderator.says("/retire tdl-war")
    await moderator.presses(await moderator.reads(), "Yes, retire it")
    toast = await moderator.presses(question, "✅ Answer")
    assert toast["text"] == "tdl-war is not published at the moment."
    assert await deeds(bot) == []


async def test_of_two_who_answer_at_once_one_wins_and_nobody_is_told_twice(
    bot: ShynBa, card: Message, moderator: Person, owner: Person, citizen: Person
) -> None:
    moderator.replies(card, "/answer tdl-war")
    owner.replies(await _card(owner), "/answer tdl-border")
    questions = [await moderator.reads(), await owner.reads()]
    toasts = await asyncio.gather(
        moderator.presses(questions[0], "✅ Answer"), owner.presses(questions[1], "✅ Answer")
    )
    (told,) = [toast["text"] for toast in toasts if toast["show_alert"]]
    assert told.startswith("Rumour No. 1 has been answered already")
    assert (await citizen.reads()).text.startswith("🔔 Появился ответ")
    await _all_told(bot)
    assert not citizen.unread()
    assert len(await deeds(bot)) == 1


@pytest.mark.usefixtures("card")
async def test_who_presses_after_the_answer_reads_it_at_once(
    bot: ShynBa, moderator: Person, telegram: Telegram
) -> None:
    (late,) = crowd(telegram, 1, first=6000)
    asked = await ask(late, WATER)
    await group(bot)
    async with bot.store.begin() as transaction:
        assert await transaction.rumours.answer(1, "m", "tdl-war", now=bot.worker._clock())
    await late.presses(asked, 0)
    assert "❌ Неправда" in (await late.reads()).text


async def test_an_answer_is_sent_though_the_bot_stopped_before_it_was(
    start_bot: StartBot, owner: Person, citizen: Person
) -> None:
    async with start_bot() as bot:
        await _follows(citizen, WATER)
        await group(bot)
        owner.replies(await _card(owner), "/answer tdl-war")
        question = await owner.reads()
    async with start_bot():
        await owner.presses(question, "✅ Answer")
        assert (await citizen.reads()).text.startswith("🔔 Появился ответ")
