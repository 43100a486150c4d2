"""The digest: to moderators what waits, to the channel what is public, once for each time that it is due."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.application import ShynBa, open_bot
from bot.pace import UNLIMITED
from bot.sandbox import Group, Message, Person, Telegram
from bot.settings import Settings
from handlers.moderator.digest import TOP, for_moderators
from handlers.public_digest import for_channel
from handlers.texts import Html, texts, unmarked
from knowledge.figures import AskedRebuttal, AskedRumour, News
from knowledge.models import Claim, Language, Origin, Rebuttal, RumourState, Source, Verdict
from knowledge.periods import Period, Schedule
from tests.clock import Time
from tests.conftest import CITIZEN
from tests.handlers.rumours import WATER, ask, group

WAR = "Казахстан готовится к войне с Россией"
WEEKLY = Schedule(0, time(9))
# Friday at noon, and the Monday after it at nine, in Kazakhstan.
FRIDAY = datetime(2026, 11, 20, 7, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 4, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@pytest.fixture
def clock() -> Time:
    return Time(FRIDAY)


@pytest.fixture
def channel(telegram: Telegram) -> Group:
    return telegram.group("Shyn ba? news")


@pytest.fixture
def settings(settings: Settings, channel: Group) -> Settings:
    return settings.model_copy(update={"digest": WEEKLY, "digest_channel": channel.id})


@asynccontextmanager
async def running(settings: Settings, clock: Time) -> AsyncIterator[ShynBa]:
    async with open_bot(settings, clock=clock, limits=UNLIMITED) as bot, bot.serving():
        yield bot


async def _looked(bot: ShynBa) -> None:
    """Wait until the bot has looked whether a digest is due, and sent what is."""
    bot.digests.wake()
    await bot.digests.idle.wait()
    await bot.settled()


async def _new(person: Person, chat: Group | None = None) -> list[Message]:
    """All that was not read yet, which is read then."""
    return [await person.reads(chat=chat) for _ in person.unread(chat)]


async def _a_week(bot: ShynBa, owner: Person, citizen: Person) -> None:
    """A known claim is checked, and something new is asked."""
    owner.starts()
    await owner.reads()
    await ask(citizen, WAR)
    await ask(citizen, WATER)
    await group(bot)
    await _looked(bot)
    assert not await _new(owner)


async def test_it_goes_to_the_moderators_and_its_public_part_to_the_channel(
    settings: Settings, clock: Time, owner: Person, citizen: Person, channel: Group
) -> None:
    async with running(settings, clock) as bot:
        await _a_week(bot, owner, citizen)
        clock.now = MONDAY
        await _looked(bot)
        told, picture = await owner.reads(), await owner.reads()
        (public,) = await _new(owner, channel)
    assert told.text.startswith("🗞 Дайджест: 16–22 нояб. 2026")
    assert f"• № 1: «{WATER}» — 1 человек" in told.text
    assert "tdl-war" in told.text
    assert "Проверки: 2" in picture["caption"]
    assert "• ❌ Жалған: «Қазақстан" in public.text
    assert "• ❌ Неправда: «" in public.text
    assert WATER not in public.text
    assert "Ждёт ответа" not in public.text


async def test_it_is_sent_once_also_across_restarts(
    settings: Settings, clock: Time, owner: Person, citizen: Person, channel: Group
) -> None:
    async with running(settings, clock) as bot:
        await _a_week(bot, owner, citizen)
        clock.now = MONDAY
        await _looked(bot)
        await _looked(bot)
    clock.now = MONDAY + DAY
    async with running(settings, clock) as bot:
        await _looked(bot)
        assert len(await _new(owner)) == 2
        assert len(await _new(owner, channel)) == 1
        clock.now = MONDAY + WEEK
        await _looked(bot)
        assert "23–29 нояб." in (await _new(owner))[0].text


async def test_one_that_was_missed_comes_late_and_only_the_last_of_several(
    settings: Settings, clock: Time, owner: Person, citizen: Person
) -> None:
    async with running(settings, clock) as bot:
        await _a_week(bot, owner, citizen)
    clock.now = MONDAY + 2 * WEEK + 2 * DAY
    async with running(settings, clock) as bot:
        await _looked(bot)
        told, _ = await _new(owner)
        assert "30 нояб. – 6 дек. 2026" in told.text
        await _looked(bot)
        assert not await _new(owner)


async def test_who_sets_a_schedule_waits_for_its_first_time(
    settings: Settings, clock: Time, owner: Person, citizen: Person
) -> None:
    async with running(settings, clock) as bot:
        await _a_week(bot, owner, citizen)
    daily = settings.model_copy(update={"digest": Schedule(None, time(18))})
    clock.now = MONDAY  # nine o'clock: the old schedule would be due
    async with running(daily, clock) as bot:
        await _looked(bot)
        assert not await _new(owner)
        clock.now = MONDAY + timedelta(hours=9)
        await _looked(bot)
        assert (await _new(owner))[0].text.startswith("🗞 Дайджест: 22 нояб. 2026")


async def test_two_processes_at_once_write_one(
    settings: Settings, clock: Time, owner: Person, citizen: Person, channel: Group, postgresql_url: str
) -> None:
    shared = settings.model_copy(update={"database_url": postgresql_url})
    async with running(shared, clock) as bot:
        await _a_week(bot, owner, citizen)
        clock.now = MONDAY
        async with open_bot(shared, clock=clock, limits=UNLIMITED) as other:
            # As when the lead changes hands: the old leader does not know yet that it is none any more.
            done = [await each.digests.batch() for each in (bot, other)]
            assert done == [1, 0]
            await _looked(bot)
        assert len(await _new(owner)) == 2
        assert len(await _new(owner, channel)) == 1


async def test_a_quiet_week_is_not_told_in_the_channel(
    settings: Settings, clock: Time, owner: Person, channel: Group
) -> None:
    async with running(settings, clock) as bot:
        owner.starts()
        await owner.reads()
        await _looked(bot)
        # The rebuttals that the store began with are news of the first week, not of the second.
        clock.now = MONDAY + WEEK
        await _looked(bot)
        assert "Проверок: 0. Спросили: 0 человек." in (await _new(owner))[0].text
        assert not await _new(owner, channel)


async def test_the_command_shows_both_before(
    settings: Settings, clock: Time, owner: Person, citizen: Person, channel: Group
) -> None:
    async with running(settings, clock) as bot:
        await _a_week(bot, owner, citizen)
        clock.now = MONDAY - DAY
        owner.says("/digest")
        told, public = await owner.reads(), await owner.reads()
        assert told.text.startswith("🗞 Digest: Nov 15")
        assert told.text.endswith("The next one will be sent on 23 Nov 2026, 09:00.")
        assert public.text.startswith("👁 What the channel will read:")
        assert "«Шын ба?»" in public.text
        assert not await _new(owner, channel)
        clock.now = MONDAY
        await _looked(bot)
        assert len(await _new(owner, channel)) == 1


async def test_without_a_schedule_nothing_is_sent_and_the_command_says_so(
    settings: Settings, clock: Time, owner: Person, channel: Group
) -> None:
    off = settings.model_copy(update={"digest": None, "digest_channel": None})
    async with running(off, clock):
        owner.starts()
        await owner.reads()
        owner.says("/digest")
        assert (await owner.reads()).text.endswith("It is not sent by itself: DIGEST is not set.")
        assert not await _new(owner)
        assert not await _new(owner, channel)


async def test_the_digest_is_for_moderators_only(settings: Settings, clock: Time, telegram: Telegram) -> None:
    async with running(settings, clock):
        citizen = telegram.person(CITIZEN, "Citizen", language_code="ru")
        citizen.says("/digest")
        assert str(CITIZEN) in (await citizen.reads()).text


LEARNED = "сосед написал, что банк всем платит"
LONG = AskedRebuttal(
    Rebuttal(
        id="a-very-long-id-" * 4,
        verdict=Verdict.MISLEADING,
        claims=(Claim(LEARNED, Language.RU, Origin.LEARNED), Claim("Ұзақ сөз <b> " * 60, Language.RU)),
        summary={Language.RU: "Нет."},
        source=Source("Министерство & Ко " * 20, 'https://example.kz/?a="1"&b=<2>'),
    ),
    10**9,
)
FULL = News(
    period=Period(date(2025, 12, 28), date(2026, 1, 3)),
    checks=10**9,
    persons=10**9,
    waiting=10**9,
    rumours=[AskedRumour(10**9, "слух <i> & " * 200, RumourState.OPEN, 10**9)] * TOP,
    published=[LONG] * TOP,
    told=[replace(LONG, rebuttal=replace(LONG.rebuttal, id=f"other-{number}")) for number in range(TOP)],
)


@pytest.mark.parametrize(
    "said", [*(for_moderators(FULL, texts(language)) for language in Language), for_channel(FULL) or Html()]
)
def test_the_longest_digest_fits_and_what_people_wrote_is_no_html(said: Html) -> None:
    assert len(unmarked(said).encode("utf-16-le")) // 2 <= 4096
    assert "<b> " not in said
    assert "<i>" not in said
    assert LEARNED not in said


def test_a_source_is_linked_whatever_is_in_its_address() -> None:
    assert '<a href="https://example.kz/?a=&quot;1&quot;&amp;b=&lt;2&gt;">Министерство &amp; Ко' in (
        for_channel(FULL) or ""
    )
