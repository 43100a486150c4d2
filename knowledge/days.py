"""Which day it is: a rebuttal's last day ends at midnight in Kazakhstan, wherever the bot runs."""

from calendar import monthrange
from datetime import date, datetime, timedelta, timezone

# One zone for the whole country since 1 March 2024, without summer time; zone data of older systems do not
# know so, hence a fixed one. https://www.timeanddate.com/time/zone/kazakhstan
KAZAKHSTAN = timezone(timedelta(hours=5))


def day_of(now: datetime) -> str:
    """The day, `YYYY-MM-DD`, that it is in Kazakhstan at an aware moment."""
    return now.astimezone(KAZAKHSTAN).date().isoformat()


def last_day(known: str) -> str:
    """The last day of `2025`, `2025-04` or `2025-04-17`, as `YYYY-MM-DD`."""
    year, month, day = [*map(int, known.split("-")), 0, 0][:3]
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1]).isoformat()
