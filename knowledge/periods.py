"""Spans of days that figures are about, and when something that comes every day or week is due.

Days are those of Kazakhstan, from midnight to midnight (`days.KAZAKHSTAN`), wherever the bot runs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from knowledge.days import KAZAKHSTAN

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Span(NamedTuple):
    """From the moment `since` on, and before `until`."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    @classmethod
    def ending(cls, last: date, days: int) -> "Period":
        """So many days, of which `last` is the last."""
        return cls(last - timedelta(days=days - 1), last)

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=place) for place in range(len(self)))

    def span(self, now: datetime) -> Span:
        """As much of it as is over."""
        return Span(midnight(self.first), min(midnight(self.last + DAY), now))

    def before(self) -> "Period":
        """As many days right before it."""
        return Period.ending(self.first - DAY, len(self))

    def span_before(self, now: datetime) -> Span:
        """As much of the days before as is over of these: half a day is compared with half a day."""
        since, until = self.span(now)
        days = timedelta(days=len(self))
        return Span(since - days, until - days)


def midnight(day: date) -> datetime:
    """The moment at which a day begins."""
    return datetime.combine(day, time(), KAZAKHSTAN)


def today(now: datetime) -> date:
    """The day that it is."""
    return now.astimezone(KAZAKHSTAN).date()


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every day, or every week on `weekday` (Monday is 0), at `at`."""

    weekday: int | None
    at: time

    def __str__(self) -> str:
        """As it is written in the settings: "mon 09:00"."""
        return f"{'daily' if self.weekday is None else WEEKDAYS[self.weekday]} {self.at:%H:%M}"

    @property
    def every(self) -> timedelta:
        return DAY if self.weekday is None else WEEK

    def after(self, now: datetime) -> datetime:
        """The first moment after `now` at which it is due."""
        due = datetime.combine(today(now), self.at, KAZAKHSTAN)
        if self.weekday is not None:
            due += timedelta(days=(self.weekday - due.weekday()) % 7)
        return due if due > now else due + self.every

    def period(self, due: datetime) -> Period:
        """What it is about when it is due: the whole days since the last time, up to yesterday."""
        return Period.ending(today(due) - DAY, self.every.days)
