"""What is promised to who follows a question is kept: word in time, once, and moderators who are reminded."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.application import ShynBa, open_bot
from bot.pace import UNLIMITED
from bot.sandbox import Message, Person, Telegram
from bot.settings import Settings
from knowledge.store.schema import inquiries
from tests.clock import Time
from tests.handlers.rumours import PENSION, WATER, WATER_AGAIN, ask, crowd, group
from tests.handlers.test_own_checks import QUESTIONS
from tests.knowledge.store.samples import rows

DAY = timedelta(days=1)
OFFERED = {
    "kk": "14 күн ішінде шықпаса, оны да жазамын.",
    "ru": "Если за 14 дней его не будет, тоже напишу.",
    "en": "If there is none within 14 days, I will tell you that, too.",
}
CLOSED = {
    "kk": ("🔍 Тексере алмадық", "14 күн ішінде"),
    "ru": ("🔍 Проверить не удалось", "За 14 дней"),
    "en": ("🔍 We could not check this", "In 14 days"),
}
DISMISSED = {
    "kk": "🔍 Мұны тексермейміз",
    "ru": "🔍 Проверять это не будем",
    "en": "🔍 This will not be checked",
}
REMINDED = {
    "kk": "⏳ Бұл қауесеттердің жауабын күтіп жүргендер бар",
    "ru": "⏳ Эти слухи ждут ответа",
    "en": "⏳ People wait for an answer to these rumours",
}


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
async def bot(settings: Settings, clock: Time) -> AsyncIterator[ShynBa]:
    async with open_bot(settings, clock, limits=UNLIMITED) as bot, bot.serving():
        yield bot


async def _follows(person: Person, text: str) -> Message:
    await person.presses(await ask(person, text), 0)
    return await person.reads()


async def _kept(bot: ShynBa) -> None:
    """Wait until nothing of what was promised is due any more."""
    bot.promises.wake()
    await bot.promises.idle.wait()
    await bot.settled()


@pytest.mark.parametrize("language", QUESTIONS)
async def test_the_offer_says_how_long_and_then_word_comes_once_and_the_chat_is_forgotten(
    bot: ShynBa, clock: Time, telegram: Telegram, language: str
) -> None:
    reader = telegram.person(5000, language_code=language)
    answer = await ask(reader, QUESTIONS[language])
    assert OFFERED[language] in answer.text
    await reader.presses(answer, 0)
    await reader.reads()
    await group(bot)
    clock.now += 14 * DAY - timedelta(hours=1)
    await _kept(bot)
    assert not reader.unread()
    clock.now += timedelta(hours=1)
    await _kept(bot)
    told = await reader.reads()
    assert all(words in told.text for words in CLOSED[language])
    assert QUESTIONS[language] in told.text
    (question,) = await rows(bot.store, inquiries)
    assert (question["chat_id"], question["closes_at"], question["settled_at"]) == (None, None, None)
    clock.now += 14 * DAY
    await _kept(bot)
    assert not reader.unread()


async def test_who_follows_in_two_wordings_reads_one_letter(
    bot: ShynBa, clock: Time, telegram: Telegram
) -> None:
    (reader,) = crowd(telegram, 1)
    for text in (WATER, WATER_AGAIN):
        await _follows(reader, text)
    await group(bot, "Алматы")
    clock.now += 14 * DAY
    await _kept(bot)
    await reader.reads()
    assert not reader.unread()


async def test_who_follows_again_is_told_again(bot: ShynBa, clock: Time, telegram: Telegram) -> None:
    (reader,) = crowd(telegram, 1)
    for _ in range(2):
        await _follows(reader, WATER)
        clock.now += 14 * DAY
        await _kept(bot)
        assert CLOSED["ru"][0] in (await reader.reads()).text


async def test_who_no_longer_follows_or_was_answered_reads_nothing(
    bot: ShynBa, clock: Time, telegram: Telegram, owner: Person
) -> None:
    quiet, told = crowd(telegram, 2)
    await quiet.presses(await _follows(quiet, PENSION), 0)
    await quiet.reads()
    await _follows(told, WATER)
    await group(bot)
    (asked,) = [row for row in await rows(bot.store, inquiries) if row["text"] == WATER]
    owner.says(f"/answer {asked['rumour_id']} tdl-war")
    await owner.presses(await owner.reads(), "✅ Answer")
    await told.reads()
    clock.now += 14 * DAY
    await _kept(bot)
    assert not quiet.unread()
    assert not told.unread()


@pytest.mark.parametrize("language", QUESTIONS)
async def test_a_dismissal_is_told_to_who_follows(
    bot: ShynBa, telegram: Telegram, owner: Person, language: str
) -> None:
    reader = telegram.person(5000, language_code=language)
    await _follows(reader, QUESTIONS[language])
    await group(bot)
    owner.says("/dismiss 1 это шутка")
    await owner.reads()
    await _kept(bot)
    assert DISMISSED[language] in (await reader.reads()).text
    (question,) = await rows(bot.store, inquiries)
    assert question["chat_id"] is None


@pytest.mark.parametrize("language", REMINDED)
async def test_moderators_are_reminded_at_half_the_time_once_and_open_the_card(
    bot: ShynBa, clock: Time, telegram: Telegram, owner: Person, language: str
) -> None:
    owner.says("/language")
    await owner.presses(await owner.reads(), list(REMINDED).index(language))
    await owner.reads()
    for reader in crowd(telegram, 2):
        await _follows(reader, WATER)
    await group(bot)
    clock.now += 7 * DAY - timedelta(hours=1)
    await _kept(bot)
    assert not owner.unread()
    clock.now += timedelta(hours=2)
    await _kept(bot)
    reminder = await owner.reads()
    assert REMINDED[language] in reminder.text
    assert WATER in reminder.text
    await owner.presses(reminder, 0)
    assert WATER in (await owner.reads()).text
    clock.now += 2 * DAY
    await _kept(bot)
    assert not owner.unread()


async def test_reminders_come_at_most_daily_and_list_five(
    bot: ShynBa, clock: Time, telegram: Telegram, owner: Person
) -> None:
    owner.starts()
    await owner.reads()
    for reader, letter in zip(crowd(telegram, 7), "abcdefg", strict=True):
        # Eight words: fewer would be waited for more to come, which this clock never lets end.
        await _follows(reader, " ".join(letter * length for length in range(5, 13)))
    await group(bot)
    clock.now += 8 * DAY
    await _kept(bot)
    assert len((await owner.reads()).labels) == 5
    await _kept(bot)
    assert not owner.unread()
    clock.now += DAY
    await _kept(bot)
    assert len((await owner.reads()).labels) == 2
