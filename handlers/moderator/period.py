"""What moderators call a period -> Period: "week", "30 дней", "кеше", one or two dates. Pure."""

import re
from calendar import monthrange
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from functools import cache

from handlers.errors import Refusal
from handlers.texts import texts
from knowledge.models import Language
from knowledge.periods import DAY, Period

LONGEST = 366  # days: a picture of more is too fine to be read
DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
UNITS = (*DAYS, "yesterday", "filler")

_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_DAY_FIRST = re.compile(r"(\d{1,2})\.(?:(\d{1,2})\.)?(\d{4})|(\d{1,2})\.(\d{1,2})\.?")
_PART = re.compile(rf"{_YEAR_FIRST.pattern}|{_DAY_FIRST.pattern}|\d+|[^\W\d_]+|[^\s,–—-]")


def parse(said: str, today: date) -> Period:
    """Return the period; nothing said is a week. Raises Refusal.

    Periods of a number of days end today; of a period that lasts into the future what is over is meant.
    """
    parts = [found[0] for found in _PART.finditer(said.casefold())]
    meant = [part for part in parts if _word(part) != "filler"]
    period = _meant(meant if parts else ["week"], today)
    if period is None:
        raise Refusal("period.unknown", said=said[:50])
    if period.first > period.last:
        raise Refusal("period.reversed", first=f"{period.first:%d.%m.%Y}", last=f"{period.last:%d.%m.%Y}")
    if period.first > today:
        raise Refusal("period.future")
    period = Period(period.first, min(period.last, today))
    if len(period) > LONGEST:
        raise Refusal("period.too_long", limit=LONGEST)
    return period


def _meant(parts: Sequence[str], today: date) -> Period | None:  # noqa: PLR0911  # a line a case
    match [_dated(part, today) or _word(part) or _count(part) for part in parts]:
        case [Period() as one]:
            return one
        case [Period() as one, Period() as other]:
            return Period(one.first, other.last)
        case ["yesterday"]:
            return Period.ending(today - DAY, 1)
        case [str(unit)] if unit in DAYS:
            return Period.ending(today, DAYS[unit])
        case [int(count)]:
            return _ending(today, count)
        case [int(count), str(unit)] if unit in DAYS:
            return _ending(today, count * DAYS[unit])
    return None


def _ending(today: date, days: int) -> Period | None:
    if days > LONGEST:
        raise Refusal("period.too_long", limit=LONGEST)
    return Period.ending(today, days) if days else None


def _count(part: str) -> int | None:
    """A number; one that is too long is as good as too large."""
    return int(part[:9]) if part.isascii() and part.isdigit() else None


def _word(part: str) -> str | None:
    return _words().get(part)


@cache
def _words() -> dict[str, str]:
    """Every word for a period in all three languages, with what it stands for."""
    return {
        word: unit
        for unit in UNITS
        for language in Language
        for word in texts(language)(f"period.word.{unit}").split(", ")
    }


def _dated(part: str, today: date) -> Period | None:
    """A day, or a whole month; a day without a year is the last one that was."""
    with suppress(ValueError):
        if found := _YEAR_FIRST.fullmatch(part):
            year, month, day = found.groups()
            return _days(int(year), int(month), day)
        if found := _DAY_FIRST.fullmatch(part):
            first, second, year, day, month = found.groups()
            if year is not None:
                return _days(int(year), int(second or first), first if second else None)
            this = date(today.year, int(month), int(day))
            return _days(this.year if this <= today else this.year - 1, this.month, day)
    return None


def _days(year: int, month: int, day: str | None) -> Period:
    if day is not None:
        only = date(year, month, int(day))
        return Period(only, only)
    first = date(year, month, 1)
    return Period(first, date(year, month, monthrange(year, month)[1]))
