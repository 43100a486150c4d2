"""How much one person may send: the rule, and what they and others see of it."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.application import ShynBa, open_bot
from bot.pace import UNLIMITED
from bot.sandbox import Person, Telegram
from bot.settings import Settings
from handlers.limits import BURST, CALM, EVERY, PAUSES, Allowance
from handlers.texts import texts
from knowledge.models import Language
from knowledge.store.schema import inbox, pauses
from tests.clock import Time
from tests.handlers.rumours import ask, crowd
from tests.handlers.test_own_checks import POSTS
from tests.knowledge.store.samples import rows

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PAUSED = {
    "kk": "⏸ Бір мезгілде тым көп хабарлама келді",
    "ru": "⏸ Слишком много сообщений сразу",
    "en": "⏸ Too many messages at once",
}
THREE = 3


class Start(Protocol):
    def __call__(self) -> AbstractAsyncContextManager[ShynBa]: ...


def test_a_burst_passes_and_then_one_each_so_often() -> None:
    allowance = Allowance()
    assert [allowance.spend("p", 1, NOON) for _ in range(BURST + 1)] == [True] * BURST + [False]
    assert allowance.spend("other", 1, NOON)
    assert allowance.spend("p", 1, NOON + EVERY)
    assert not allowance.spend("p", 1, NOON + EVERY)
    assert allowance.spend("p", BURST, NOON + (BURST + 1) * EVERY)


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(1, 20)), max_size=60))
def test_in_no_span_more_passes_than_a_burst_and_what_the_span_brings(sent: list[tuple[int, int]]) -> None:
    allowance, passed, at = Allowance(), [], NOON
    for seconds, messages in sent:
        at += timedelta(seconds=seconds)
        if allowance.spend("p", messages, at):
            passed.append((at, messages))
    for first, (begin, _) in enumerate(passed):
        total = 0
        for end, messages in passed[first:]:
            total += messages
            assert total <= BURST + (end - begin) / EVERY


def test_who_has_sent_nothing_for_long_is_not_remembered() -> None:
    allowance = Allowance()
    for number in range(100):
        allowance.spend(str(number), 1, NOON)
    allowance.spend("p", 1, NOON + MINUTE)
    assert list(allowance._full_at) == ["p"]


@pytest.fixture
def clock() -> Time:
    return Time(NOON)


@pytest.fixture
def start(settings: Settings, clock: Time) -> Start:
    @asynccontextmanager
    async def started() -> AsyncIterator[ShynBa]:
        allowance = Allowance(burst=THREE)
        async with open_bot(settings, clock, limits=UNLIMITED, allowance=allowance) as bot, bot.serving():
            yield bot

    return started


async def _sends_too_much(person: Person, language: str = "ru") -> str:
    """Send what is answered and one more; return what the bot says to it."""
    for _ in range(THREE):
        await ask(person, POSTS[language])
    return (await ask(person, POSTS[language])).text


async def _all_handled(bot: ShynBa, person: Person) -> None:
    bot.worker.wake()
    await bot.settled()
    assert not person.unread()
    assert {row["state"] for row in await rows(bot.store, inbox)} <= {"done"}


@pytest.mark.parametrize("language", PAUSED)
async def test_the_first_excess_says_when_to_go_on_and_the_next_ones_are_dropped(
    start: Start, clock: Time, telegram: Telegram, language: str
) -> None:
    person = telegram.person(5000, language_code=language)
    async with start() as bot:
        told = await _sends_too_much(person, language)
        assert told.startswith(PAUSED[language])
        assert texts(Language(language)).moment(NOON + MINUTE) in told
        for _ in range(5):
            person.says(POSTS[language])
        await telegram.wait_for(lambda: not telegram.pending)
        await _all_handled(bot, person)
        (other,) = crowd(telegram, 1, first=6000)
        assert (await ask(other, POSTS["ru"])).buttons, "nobody else is held up"
        clock.now += MINUTE
        assert (await ask(person, POSTS[language])).buttons


async def test_who_goes_on_waits_longer_each_time_until_a_calm_day(
    start: Start, clock: Time, telegram: Telegram
) -> None:
    (person,) = crowd(telegram, 1)
    async with start() as bot:
        for times, lasts in enumerate((*PAUSES, PAUSES[-1]), 1):
            await _sends_too_much(person)
            (pause,) = await rows(bot.store, pauses)
            assert (pause["times"], pause["until"] - clock.now) == (times, lasts)
            clock.now = pause["until"]
        clock.now += CALM
        await _sends_too_much(person)
        (pause,) = await rows(bot.store, pauses)
        assert (pause["times"], pause["until"] - clock.now) == (1, PAUSES[0])


async def test_a_pause_holds_for_another_process_which_has_counted_nothing(
    start: Start, telegram: Telegram
) -> None:
    (person,) = crowd(telegram, 1)
    async with start():
        await _sends_too_much(person)
    async with start() as bot:
        person.says(POSTS["ru"])
        await telegram.wait_for(lambda: not telegram.pending)
        await _all_handled(bot, person)


async def test_the_team_may_send_as_much_as_it_likes(start: Start, owner: Person) -> None:
    async with start():
        for _ in range(2 * THREE):
            assert (await ask(owner, POSTS["en"])).buttons


async def test_a_press_too_many_is_answered_above_its_button(start: Start, telegram: Telegram) -> None:
    (person,) = crowd(telegram, 1)
    async with start():
        card = await ask(person, "/language")
        toast = {}
        for _ in range(THREE):
            toast = await person.presses(card, 1)
        assert toast["show_alert"]
        assert toast["text"].startswith(PAUSED["ru"])


async def test_what_is_said_in_a_group_does_not_count(start: Start, telegram: Telegram) -> None:
    (person,) = crowd(telegram, 1)
    group = telegram.group("Соседи", bot_is_admin=True)
    async with start():
        for number in range(2 * THREE):
            person.says(f"обычный разговор {number}", chat=group)
        assert (await ask(person, POSTS["ru"])).buttons
