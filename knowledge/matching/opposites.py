"""Concepts that exclude each other: a post with another one of a set than the claim says something else."""

from collections.abc import Iterable
from functools import cache

from knowledge.text.lexicon import Lexicon

_SETS = (
    "open close",
    "allow ban",
    "raise-increase lower-decrease",
    "price-rise price-fall",
    "introduce cancel",
    "free-of-charge paid-for",
    "start finish-end",
    "continue stop-suspend",
    "long short",
    "more-than less-than",
    "new old",
    "create destroy",
    "cut-off connect",
    "enter-arrive leave-depart",
    "buy sell",
    "give take",
    "north south east west",
    "woman man",
    "improve worsen",
    "find lose",
    "expensive cheap",
    "voluntary force-compel",
    "import export",
    "pensioner student",
    "new-cars old-cars",
    "january february march april may-month june july august september october november december",
    "monday tuesday wednesday thursday friday saturday sunday",
)


@cache
def _sets(lexicon: Lexicon) -> tuple[frozenset[int], ...]:
    numbers = {lexicon.name(number): number for number in range(len(lexicon))}
    return tuple(frozenset(numbers[name] for name in names.split()) for names in _SETS)


def opposite(claim: Iterable[int], passage: Iterable[int], lexicon: Lexicon) -> tuple[int, int] | None:
    """A concept of the claim that the passage lacks, and the one it has instead; None when they agree."""
    ours, theirs = frozenset(claim), frozenset(passage)
    for members in _sets(lexicon):
        mine, other = ours & members, theirs & members
        if mine and other and not mine & other:
            return min(mine), min(other)
    return None
