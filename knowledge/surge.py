"""When moderators are told at once: a rumour that many ask about, or that many new channels spread."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

# A chain letter is through the family chats of a town in about an hour; what is slower can wait.
_WITHIN: Final = timedelta(hours=1)
# So long a rumour must have been below the thresholds before it is news again: a night.
_CALM: Final = timedelta(hours=8)


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
