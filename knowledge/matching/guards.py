"""What differs between a claim and a passage that is much like it: any of it keeps the bot from a verdict."""

from collections.abc import Iterable, Iterator

from knowledge.matching.alignment import Role
from knowledge.matching.judgement import Judged
from knowledge.models import Difference

# A name is missing when not even a word of its root is there.
_HELD = 0.6


def differences(judged: Judged, anchors_missing: Iterable[str] = ()) -> tuple[Difference, ...]:
    """Other numbers, dates, places; a missing name or anchor; another direction; a negation."""
    found = [*judged.evidence.differences, *_missing_names(judged)]
    found += [Difference("anchor", anchor, "") for anchor in anchors_missing]
    return tuple(found)


def _missing_names(judged: Judged) -> Iterator[Difference]:
    """Names that the lexicon does not know; one that it knows may be said in other words."""
    for unit, held in zip(judged.read.units, judged.evidence.held.tolist(), strict=True):
        if unit.role is Role.NAME and held < _HELD and not unit.concepts:
            yield Difference("name", judged.read.written(unit), "")
