"""How urgent a rumour is: how many wait for an answer, how far it has spread, and how fast it grows."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from math import log2
from typing import Final

# Who asked a day ago weighs half of who asks now: what grows overtakes what only was large, and a steady
# rumour weighs as much as it is asked for in a day and a half.
HALF_LIFE: Final = timedelta(days=1)
# One more channel that spreads it is worth this many askers: behind each are readers who do not ask.
CHANNEL: Final = 3.0
COLD: Final = 0.0  # the heat of what nobody waits for
_EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)


def heat(asked: Iterable[datetime], seen: Iterable[datetime] = ()) -> float:
    """The binary logarithm of what waits, each weighed by 2 to the half-lives from 2020 to its moment.

    `asked` has one moment for each person who waits, their latest; `seen` one for each source channel. All
    rumours cool down alike, so the order by heat changes only where somebody asks, and needs no clock: pages
    of a queue stay where they are. (The forward decay of Cormode et al., ICDE 2009.) COLD for nobody.
    """
    weighed = [(_age(moment), 1.0) for moment in asked] + [(_age(moment), CHANNEL) for moment in seen]
    if not weighed:
        return COLD
    latest = max(age for age, _ in weighed)
    return latest + log2(sum(weight * 2.0 ** (age - latest) for age, weight in weighed))


def urgency(heat: float, now: datetime) -> float:
    """How much that is at `now`, in askers: 3.0 is as if three persons had asked this moment."""
    return float(2.0 ** (heat - _age(now)))


def _age(moment: datetime) -> float:
    return (moment - _EPOCH) / HALF_LIFE
