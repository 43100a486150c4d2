"""Periods: days of Kazakhstan, compared with as much of the days before, and when a digest is due."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from knowledge.periods import Period, Schedule, today

WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))
LATER = datetime(2027, 1, 1, tzinfo=UTC)


def test_a_day_is_from_midnight_to_midnight_in_kazakhstan() -> None:
    since, until = WEEK.span(LATER)
    assert since == datetime(2026, 11, 15, 19, tzinfo=UTC)
    assert until == datetime(2026, 11, 22, 19, tzinfo=UTC)
    assert today(until) == date(2026, 11, 23)
    assert today(until - timedelta(seconds=1)) == date(2026, 11, 22)


def test_a_period_has_all_its_days_and_as_many_before_it() -> None:
    assert [day.day for day in WEEK] == [16, 17, 18, 19, 20, 21, 22]
    assert len(WEEK) == 7
    assert WEEK.before() == Period(date(2026, 11, 9), date(2026, 11, 15))
    assert Period.ending(date(2026, 3, 1), 2) == Period(date(2026, 2, 28), date(2026, 3, 1))
    assert len(Period.ending(date(2026, 3, 1), 1)) == 1


def test_a_day_that_is_not_over_is_compared_with_as_much_of_the_day_before() -> None:
    noon = datetime(2026, 11, 22, 7, tzinfo=UTC)
    day = Period.ending(date(2026, 11, 22), 1)
    assert day.span(noon).until == noon
    assert day.span_before(noon) == tuple(moment - timedelta(days=1) for moment in day.span(noon))


# 23 November 2026 is a Monday; nine o'clock in Kazakhstan is four in UTC.
MONDAY = datetime(2026, 11, 23, 4, tzinfo=UTC)
WEEKLY, DAILY = Schedule(0, time(9)), Schedule(None, time(9))
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("schedule", "now", "due"),
    [
        (WEEKLY, MONDAY - SECOND, MONDAY),
        (WEEKLY, MONDAY, MONDAY + 7 * DAY),
        (WEEKLY, MONDAY + 3 * DAY, MONDAY + 7 * DAY),
        (DAILY, MONDAY - SECOND, MONDAY),
        (DAILY, MONDAY, MONDAY + DAY),
        (Schedule(6, time(0)), MONDAY, datetime(2026, 11, 28, 19, tzinfo=UTC)),
    ],
)
def test_what_is_due_regularly_is_due_next_in_the_future(
    schedule: Schedule, now: datetime, due: datetime
) -> None:
    assert schedule.after(now) == due


def test_a_digest_is_about_whole_days_up_to_yesterday() -> None:
    assert WEEKLY.period(MONDAY) == WEEK
    assert DAILY.period(MONDAY) == Period(WEEK.last, WEEK.last)
