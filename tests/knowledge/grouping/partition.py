"""Two partitions of the same posts, compared pair by pair."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import comb


@dataclass(frozen=True, slots=True)
class Pairs:
    """How many pairs of posts are together: rightly, in all as grouped, in all as they should be."""

    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.found)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.wanted)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, self.found + self.wanted)


def pairs(posts: Sequence[tuple[object, object]]) -> Pairs:
    """Of posts given as (what they should be together by, what they are together by)."""

    def together(labels: Iterable[object]) -> int:
        return sum(comb(count, 2) for count in Counter(labels).values())

    return Pairs(
        together(posts), together(found for _, found in posts), together(wanted for wanted, _ in posts)
    )
