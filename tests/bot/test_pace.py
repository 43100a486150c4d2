"""Tests of bot/pace.py: a server that counts for itself never sees more than Telegram allows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pace import CHATS_OF_A_FLOOD, TELEGRAM, Limits, Pace

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CITIZEN, OTHER, GROUP = 11, 12, -13


@dataclass(frozen=True)
class Wish:
    """A message that somebody wants to be sent, and how the network will treat it: milliseconds."""

    chat: int
    broadcast: bool
    there: int
    back: int
    pause: int


WISHES = st.lists(
    st.builds(
        Wish,
        chat=st.sampled_from([CITIZEN, OTHER, GROUP, GROUP - 1]),
        broadcast=st.booleans(),
        there=st.integers(0, 3000),
        back=st.integers(0, 3000),
        pause=st.integers(0, 2000),
    ),
    max_size=60,
)


def millis(number: int) -> timedelta:
    return timedelta(milliseconds=number)


def sent(pace: Pace, wishes: Sequence[Wish]) -> list[tuple[datetime, Wish]]:
    """Send each wish as early as the pace allows, one by one; when the server saw it."""
    now, seen = NOW, []
    for wish in wishes:
        now += millis(wish.pause)
        while wish.chat in pace.waiting(now) or (wish.broadcast and not pace.broadcasts(now)):
            opens = pace.opens_at(now)
            assert opens is not None, "whoever waits can learn until when"
            assert opens > now, "else the sender would turn in circles"
            now = opens
        pace.start(wish.chat, broadcast=wish.broadcast)
        seen.append((now + millis(wish.there), wish))
        now += millis(wish.there + wish.back)
        pace.end(wish.chat, now, broadcast=wish.broadcast)
    return seen


def busiest(moments: Sequence[datetime], window: timedelta) -> int:
    """The most that fell into any span of that length."""
    return max((sum(start <= at < start + window for at in moments) for start in moments), default=0)


@given(WISHES)
def test_no_chat_ever_gets_more_than_its_burst_and_one_a_second(wishes: list[Wish]) -> None:
    by_chat = defaultdict(list)
    for moment, wish in sent(Pace(), wishes):
        by_chat[wish.chat].append(moment)
    for moments in by_chat.values():
        for seconds in (1, 5, 30):
            assert busiest(moments, seconds * SECOND) <= TELEGRAM.chat_burst + seconds


@given(WISHES)
def test_no_group_ever_gets_more_than_its_share_of_a_minute(wishes: list[Wish]) -> None:
    limits = replace(TELEGRAM, group=4)
    by_chat = defaultdict(list)
    for moment, wish in sent(Pace(limits), wishes):
        by_chat[wish.chat].append(moment)
    assert all(busiest(by_chat[chat], limits.group_window) <= 4 for chat in (GROUP, GROUP - 1))


@given(WISHES)
def test_broadcasts_never_exceed_their_rate_over_all_chats(wishes: list[Wish]) -> None:
    limits = replace(TELEGRAM, broadcast=3, broadcast_window=10 * SECOND)
    moments = [moment for moment, wish in sent(Pace(limits), wishes) if wish.broadcast]
    assert busiest(moments, limits.broadcast_window) <= 3


@given(st.lists(st.integers(0, 3000), min_size=40, max_size=40), st.integers(1, 8))
def test_broadcasts_that_overtake_each_other_on_their_way_stay_within_the_rate(
    ways: list[int], in_flight: int
) -> None:
    limits = replace(TELEGRAM, broadcast=5)
    pace, now, seen = Pace(limits), NOW, []
    under_way: list[tuple[datetime, int]] = []  # when it ends, which chat
    for chat, way in enumerate(ways, 1):
        while not pace.broadcasts(now) or len(under_way) == in_flight:
            ends = [end for end, _ in under_way]
            opens = pace.opens_at(now) if len(under_way) < in_flight else None
            now = min([*ends, *([opens] if opens else [])])
            for end, ended in [each for each in under_way if each[0] <= now]:
                pace.end(ended, now, broadcast=True)
                under_way.remove((end, ended))
        pace.start(chat, broadcast=True)
        seen.append(now + millis(way) / 2)
        under_way.append((now + millis(way), chat))
    assert busiest(seen, limits.broadcast_window) <= 5


def send(pace: Pace, chat: int, now: datetime, *, broadcast: bool = False) -> None:
    pace.start(chat, broadcast=broadcast)
    pace.end(chat, now, broadcast=broadcast)


def test_a_chat_takes_a_short_burst_and_then_one_a_second() -> None:
    pace = Pace()
    for _ in range(TELEGRAM.chat_burst):
        assert CITIZEN not in pace.waiting(NOW)
        send(pace, CITIZEN, NOW)
    assert pace.waiting(NOW) == {CITIZEN: NOW + SECOND}
    assert pace.opens_at(NOW) == NOW + SECOND
    assert pace.waiting(NOW + SECOND) == {}


def test_a_chat_that_was_quiet_may_burst_again() -> None:
    pace = Pace()
    for _ in range(TELEGRAM.chat_burst):
        send(pace, CITIZEN, NOW)
    later = NOW + TELEGRAM.chat_burst * SECOND
    for _ in range(TELEGRAM.chat_burst):
        assert CITIZEN not in pace.waiting(later)
        send(pace, CITIZEN, later)
    assert CITIZEN in pace.waiting(later)


def test_one_chat_that_must_wait_holds_up_no_other() -> None:
    pace = Pace()
    pace.pause(CITIZEN, NOW + 30 * SECOND, NOW, broadcast=False)
    assert pace.waiting(NOW) == {CITIZEN: NOW + 30 * SECOND}
    assert pace.all_wait_until(NOW) is None
    assert pace.waiting(NOW + 30 * SECOND) == {}


def test_several_chats_that_must_wait_at_once_make_all_wait() -> None:
    """Telegram's answer does not say whether the chat or the bot is too fast."""
    pace = Pace()
    for chat in range(1, CHATS_OF_A_FLOOD + 1):
        assert pace.all_wait_until(NOW) is None
        pace.pause(chat, NOW + chat * SECOND, NOW, broadcast=False)
    assert pace.all_wait_until(NOW) == NOW + CHATS_OF_A_FLOOD * SECOND
    assert pace.opens_at(NOW) == NOW + CHATS_OF_A_FLOOD * SECOND
    assert pace.all_wait_until(NOW + CHATS_OF_A_FLOOD * SECOND) is None


def test_pauses_that_are_over_make_nobody_wait() -> None:
    pace = Pace()
    for chat in range(1, 2 * CHATS_OF_A_FLOOD):
        now = NOW + chat * SECOND
        pace.pause(chat, now + SECOND, now, broadcast=False)
        assert pace.all_wait_until(now) is None


def test_a_broadcast_that_was_too_fast_stops_broadcasts_and_not_answers() -> None:
    pace = Pace()
    pace.pause(CITIZEN, NOW + 5 * SECOND, NOW, broadcast=True)
    assert pace.broadcasts(NOW) == 0
    assert OTHER not in pace.waiting(NOW)
    assert pace.broadcasts(NOW + 5 * SECOND) == TELEGRAM.broadcast


@pytest.mark.parametrize("limits", [TELEGRAM, replace(TELEGRAM, group=1)])
def test_chats_that_are_free_again_are_forgotten(limits: Limits) -> None:
    pace = Pace(limits)
    for chat in range(-500, 500):
        send(pace, chat, NOW)
    assert pace.waiting(NOW + timedelta(hours=1)) == {}
    assert not pace._full_at
    assert not pace._groups
