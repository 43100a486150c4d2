"""Which day it is: a rebuttal's last day ends at midnight in Kazakhstan, wherever the bot runs."""

from datetime import datetime, timedelta, timezone

# One zone for the whole country since 1 March 2024, without summer time; zone data of older systems do not
# know so, hence a fixed one. https://www.timeanddate.com/time/zone/kazakhstan
KAZAKHSTAN = timezone(timedelta(hours=5))


def day_of(now: datetime) -> str:
    """The day, `YYYY-MM-DD`, that it is in Kazakhstan at an aware moment."""
    return now.astimezone(KAZAKHSTAN).date().isoformat()
