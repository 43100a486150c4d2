"""What a file would change: how its rebuttals compare with those that are known. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.models import Rebuttal
from knowledge.text import key


@dataclass(frozen=True, slots=True)
class Comparison:
    """Counts of a file's rebuttals. `similar` of the new ones make a claim that another one makes already."""

    new: int
    changed: int
    same: int
    similar: int


def compared(given: Iterable[Rebuttal], known: Mapping[str, Rebuttal]) -> Comparison:
    """Compare a file with all that is known, {id: rebuttal}.

    Claims are the same when their folded keys are: whatever their case, script and look-alike letters.
    """
    rebuttals = list(given)
    new = [rebuttal for rebuttal in rebuttals if rebuttal.id not in known]
    same = sum(known.get(rebuttal.id) == rebuttal for rebuttal in rebuttals)
    made = {key(claim.text) for rebuttal in known.values() for claim in rebuttal.claims} if new else set()
    similar = sum(any(key(claim.text) in made for claim in rebuttal.claims) for rebuttal in new)
    return Comparison(len(new), len(rebuttals) - len(new) - same, same, similar)
