"""The figures of a period: what was checked and answered, how fast, and what people asked about most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from knowledge.models import Kind, Rebuttal, RumourState
from knowledge.periods import Period

# Answered at once. A suggestion asks back, and "not checked yet" is honest but no answer.
ANSWERED = (Kind.VERDICT, Kind.AGREES)

Kinds = Mapping[Kind, int]


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of a period. A person counts once, however often they asked.

    `told` are the answers that came later, to those who had asked to be told; `published` the rebuttals that
    were published for the first time. `waits` holds for each rumour that was answered in the period how long
    it took from the first who asked until they were told.
    """

    kinds: Kinds
    persons: int
    told: int
    published: int
    waits: Sequence[timedelta]

    @property
    def checks(self) -> int:
        """Posts that were answered somehow; each counts once, whatever number of claims it makes."""
        return sum(self.kinds.values())

    @property
    def answered(self) -> int:
        return sum(self.kinds.get(kind, 0) for kind in ANSWERED)

    @property
    def rate(self) -> float | None:
        """The share of checks that were answered at once; None without any."""
        return self.answered / self.checks if self.checks else None

    @property
    def wait(self) -> timedelta | None:
        """The median of `waits`: of an even number the mean of the two in the middle; None without any."""
        seconds = [wait.total_seconds() for wait in self.waits]
        return timedelta(seconds=median(seconds)) if seconds else None


@dataclass(frozen=True, slots=True)
class AskedRumour:
    """A rumour with how many persons asked about it in the period; `text` is its most frequent wording."""

    id: int
    text: str
    state: RumourState
    askers: int


@dataclass(frozen=True, slots=True)
class AskedRebuttal:
    """A rebuttal with how many persons were told of it in the period."""

    rebuttal: Rebuttal
    askers: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is told about a period.

    `before` is of as many days before it, up to the same hour; None when the store does not go so far back.
    """

    period: Period
    totals: Totals
    before: Totals | None
    days: Mapping[date, Kinds]
    rumours: Sequence[AskedRumour]
    rebuttals: Sequence[AskedRebuttal]


@dataclass(frozen=True, slots=True)
class News:
    """What a digest tells of a period.

    `waiting` is how many rumours are open now, `rumours` those of them that were asked about in the period;
    `published` are the rebuttals that are new, `told` those that most persons were told of.
    """

    period: Period
    checks: int
    persons: int
    waiting: int
    rumours: Sequence[AskedRumour]
    published: Sequence[AskedRebuttal]
    told: Sequence[AskedRebuttal]
