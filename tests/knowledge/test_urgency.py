"""Tests of knowledge/urgency.py: demand, reach and growth in one number that needs no clock to sort by."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.urgency import CHANNEL, COLD, HALF_LIFE, heat, urgency

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
moments = st.integers(-20_000, 30_000).map(lambda hours: NOW + hours * HOUR)


def test_urgency_counts_those_who_ask_now() -> None:
    assert urgency(heat([NOW] * 3), NOW) == pytest.approx(3)
    assert urgency(heat([NOW - HALF_LIFE] * 3), NOW) == pytest.approx(1.5)


def test_a_channel_is_worth_several_askers() -> None:
    assert urgency(heat([NOW], [NOW]), NOW) == pytest.approx(1 + CHANNEL)


def test_nobody_is_cold() -> None:
    assert heat([]) == COLD
    assert urgency(COLD, NOW) < 1e-9


def test_what_grows_overtakes_what_was_large() -> None:
    large = heat([NOW - timedelta(days=5)] * 100)
    growing = heat([NOW - minute * HOUR / 60 for minute in range(10)])
    assert growing > large


@given(st.lists(moments), st.lists(moments), st.timedeltas(timedelta(0), timedelta(days=400)))
def test_the_order_does_not_change_while_time_passes(
    one: list[datetime], other: list[datetime], passed: timedelta
) -> None:
    before = datetime(2030, 1, 1, tzinfo=UTC)
    warmer, cooler = sorted((heat(one), heat(other)), reverse=True)
    assert urgency(warmer, before) >= urgency(cooler, before)
    assert urgency(warmer, before + passed) >= urgency(cooler, before + passed)


def test_the_order_in_which_people_asked_does_not_matter() -> None:
    asked = [NOW, NOW - HOUR, NOW - 30 * HOUR]
    assert len({round(heat(order), 9) for order in permutations(asked)}) == 1


@given(st.lists(moments), moments)
def test_one_more_who_asks_never_cools(asked: list[datetime], one: datetime) -> None:
    assert heat([*asked, one]) >= heat(asked)
