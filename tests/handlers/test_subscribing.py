"""/subscribe: a digest of what is new, once for each time that it is due, in the reader's language."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.application import ShynBa, open_bot
from bot.pace import UNLIMITED
from bot.sandbox import Message, Person, Telegram
from bot.settings import Settings
from handlers.public_digest import for_subscriber
from handlers.texts import texts, unmarked
from knowledge.models import Language
from knowledge.store.schema import outbox, subscriptions
from tests.clock import Time
from tests.handlers.test_digest import FULL
from tests.knowledge.store.samples import rows

WAR = "Казахстан готовится к войне с Россией"
RUMOUR = "Завтра во всём городе отключат горячую воду до самой осени"
# Friday at noon, and the mornings after it, in Kazakhstan.
FRIDAY = datetime(2026, 11, 20, 7, tzinfo=UTC)
SATURDAY, MONDAY = datetime(2026, 11, 21, 4, tzinfo=UTC), datetime(2026, 11, 23, 4, tzinfo=UTC)
DAY = timedelta(days=1)
OFFERS = {
    "kk": ("Күн сайын алу", "Шолу сізге күн сайын келеді.", "Шолуды тоқтату", "Жаңа теріске шығарулар:"),
    "ru": ("Получать каждый день", "Дайджест приходит вам каждый день.", "Больше не присылать дайджест",
           "Новые опровержения:"),
    "en": ("Get it every day", "You get the digest every day.", "Send me no more digests", "New rebuttals:"),
}  # fmt: skip


@pytest.fixture
def clock() -> Time:
    return Time(FRIDAY)


@asynccontextmanager
async def running(settings: Settings, clock: Time) -> AsyncIterator[ShynBa]:
    async with open_bot(settings, clock=clock, limits=UNLIMITED) as bot, bot.serving():
        yield bot


async def _looked(bot: ShynBa) -> None:
    """Wait until the bot has looked whose digest is due, and sent what is."""
    bot.subscriptions.wake()
    await bot.subscriptions.idle.wait()
    await bot.settled()


async def _subscribed(person: Person, button: str = "Получать каждый день") -> Message:
    person.says("/subscribe")
    await person.presses(await person.reads(), button)
    return await person.reads()


@pytest.mark.parametrize("language", OFFERS)
async def test_it_comes_in_the_readers_language_with_a_button_that_ends_it(
    telegram: Telegram, settings: Settings, clock: Time, language: str
) -> None:
    daily, state, stop, new = OFFERS[language]
    aida = telegram.person(7, language_code=language)
    async with running(settings, clock) as bot:
        card = await _subscribed(aida, daily)
        assert card.text.endswith(state)
        assert stop in card.labels
        await _looked(bot)
        assert not aida.unread(), "it is not nine o'clock yet"
        clock.now = SATURDAY
        await _looked(bot)
        told = await aida.reads()
        assert told.text.startswith("🗞")
        assert new in told.text
        assert told.labels == [stop]
        await aida.presses(told, stop)
        assert (await aida.reads()).labels != [stop]
        assert not await rows(bot.store, subscriptions)


async def test_each_is_sent_once_also_across_restarts(
    settings: Settings, clock: Time, citizen: Person
) -> None:
    async with running(settings, clock) as bot:
        await _subscribed(citizen)
        clock.now = SATURDAY
        await _looked(bot)
        await _looked(bot)
    async with running(settings, clock) as bot:
        await _looked(bot)
        assert len(citizen.unread()) == 1


async def test_where_nothing_is_new_nothing_comes(settings: Settings, clock: Time, citizen: Person) -> None:
    async with running(settings, clock) as bot:
        await _subscribed(citizen)
        clock.now = SATURDAY + DAY  # the rebuttals that the store began with were news of Friday
        citizen.says(RUMOUR)
        await citizen.reads()
        await _looked(bot)
        clock.now += DAY
        await _looked(bot)
        assert not citizen.unread(), "a rumour that nobody has checked is no news"
        citizen.says(WAR)
        await citizen.reads()
        clock.now += DAY
        await _looked(bot)
        told = await citizen.reads()
    assert "Чаще всего проверяли" in told.text
    assert RUMOUR not in told.text


async def test_the_weekly_one_comes_on_monday_about_the_week(
    settings: Settings, clock: Time, citizen: Person
) -> None:
    async with running(settings, clock) as bot:
        await _subscribed(citizen, "Получать раз в неделю")
        clock.now = SATURDAY
        await _looked(bot)
        assert not citizen.unread()
        clock.now = MONDAY
        await _looked(bot)
        assert "16–22 нояб. 2026" in (await citizen.reads()).text


async def test_of_several_that_were_missed_the_last_one_comes(
    settings: Settings, clock: Time, citizen: Person
) -> None:
    async with running(settings, clock) as bot:
        await _subscribed(citizen)
    clock.now = MONDAY + 2 * DAY
    async with running(settings, clock) as bot:
        citizen.says(WAR)
        await citizen.reads()
        clock.now += DAY
        await _looked(bot)
        assert "25 нояб. 2026" in (await citizen.reads()).text
        await _looked(bot)
        assert not citizen.unread()


async def test_who_ended_it_below_a_digest_can_have_it_again(
    settings: Settings, clock: Time, citizen: Person
) -> None:
    async with running(settings, clock) as bot:
        await _subscribed(citizen)
        clock.now = SATURDAY
        await _looked(bot)
        told = await citizen.reads()
        await citizen.presses(told, "Больше не присылать дайджест")
        ended = await citizen.reads()
        assert ended.text == told.text
        await citizen.presses(ended, "Снова получать дайджест")
        assert (await citizen.reads()).labels == ["Больше не присылать дайджест"]
        (kept,) = await rows(bot.store, subscriptions)
        assert (kept["frequency"], kept["due_at"]) == ("daily", SATURDAY + DAY)


async def test_a_language_that_was_chosen_since_wins(
    settings: Settings, clock: Time, citizen: Person
) -> None:
    async with running(settings, clock) as bot:
        await _subscribed(citizen)
        citizen.says("/language")
        await citizen.presses(await citizen.reads(), "Қазақша")
        await citizen.reads()
        clock.now = SATURDAY
        await _looked(bot)
        assert "Жаңа теріске шығарулар" in (await citizen.reads()).text


async def test_who_blocked_the_bot_is_forgotten(
    telegram: Telegram, settings: Settings, clock: Time, citizen: Person
) -> None:
    async with running(settings, clock) as bot:
        await _subscribed(citizen)
        telegram.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
        clock.now = SATURDAY
        await _looked(bot)
        assert not await rows(bot.store, subscriptions)


async def test_two_processes_at_once_write_one(
    settings: Settings, clock: Time, citizen: Person, postgresql_url: str
) -> None:
    shared = settings.model_copy(update={"database_url": postgresql_url})
    async with running(shared, clock) as bot:
        await _subscribed(citizen)
        clock.now = SATURDAY
        async with open_bot(shared, clock=clock, limits=UNLIMITED) as other:
            # As when the lead changes hands: the old leader does not know yet that it is none any more.
            assert [await each.subscriptions.batch() for each in (bot, other)] == [1, 0]
        await _looked(bot)
        assert len(citizen.unread()) == 1


async def test_many_are_written_in_portions_and_at_the_pace_of_a_broadcast(
    telegram: Telegram, settings: Settings, clock: Time
) -> None:
    crowd = [telegram.person(100 + number, language_code="kk") for number in range(130)]
    async with running(settings, clock) as bot:
        for person in crowd:
            person.says("/subscribe")
        for person in crowd:
            await person.presses(await person.reads(), 0)
            await person.reads()
        clock.now = SATURDAY
        assert await bot.subscriptions.batch() == 100
        written = [row for row in await rows(bot.store, outbox) if row["key"].startswith("subscription:")]
        assert {row["priority"] for row in written} == {2}
        await _looked(bot)
        assert {len(person.unread()) for person in crowd} == {1}


@pytest.mark.parametrize("data", ["v1:subscribe:hourly", "v1:subscribe:", "v1:subscribed:off:hourly"])
async def test_a_forged_button_is_refused(
    settings: Settings, clock: Time, citizen: Person, data: str
) -> None:
    async with running(settings, clock) as bot:
        citizen.says("/subscribe")
        assert (await citizen.presses(await citizen.reads(), 0, data=data))["show_alert"]
        assert not await rows(bot.store, subscriptions)


@pytest.mark.parametrize("language", Language)
def test_the_longest_digest_fits(language: Language) -> None:
    said = for_subscriber(FULL, texts(language))
    assert said is not None
    assert len(unmarked(said).encode("utf-16-le")) // 2 <= 4096


def test_no_news_are_no_digest() -> None:
    assert for_subscriber(replace(FULL, published=[], told=[]), texts(Language.KK)) is None
