"""When moderators are told at once: a rumour that many ask about, or a rebutted claim that spreads again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from knowledge.days import day_of, last_day

# A chain letter is through the family chats of a town in about an hour; what is slower can wait.
_WITHIN: Final = timedelta(hours=1)
# So long a rumour must have been below the thresholds before it is news again: a night.
_CALM: Final = timedelta(hours=8)
# Within so long after it was rebutted a claim is still in its first wave. A guess: a forwarded rumour lives
# for days, and "again" must not be said of what never ceased.
_FIRST_WAVE: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How many persons, or how many channels not seen before, within an hour are a surge.

    The defaults are a guess for a bot with some thousand users, to be set by those who know theirs: a usual
    rumour is asked about by one or two persons an hour, and three new channels at once are seldom chance.
    """

    askers: int = 10
    channels: int = 3


def since(now: datetime) -> datetime:
    """From when on persons and channels are counted."""
    return now - _WITHIN


def calm_before(now: datetime) -> datetime:
    """A rumour whose surge was last seen before this is news if it surges now."""
    return now - _CALM


def rebutted_long_ago(said: str | None, published: datetime, now: datetime) -> str | None:
    """Since when a claim was rebutted, as far as is known, if that is long ago; else None.

    `said` is the date of the source, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, and `published` when the bot began to
    answer with it. The latest day that fits either is what counts.
    """
    latest = min(last_day(said), day_of(published)) if said else day_of(published)
    return (said or day_of(published)) if latest <= day_of(now - _FIRST_WAVE) else None
