"""Anchors of a claim: who, what, where, how many. A post that lacks one of them speaks of something else."""

from collections.abc import Iterable, Iterator

from knowledge.matching.alignment import HOME, Detail, Role, Unit, read_closely, strengths
from knowledge.models import Rebuttal
from knowledge.text.facts import Fact
from knowledge.text.lexicon import ConceptKind, Lexicon

# An anchor is a word that at most one ordinary text in 400 has; a known topic, one in 50.
_RARE = 6.0
_TOPICAL = 3.9
_MOST = 8
_COVERED = 0.6
_OR = "|"
_TOPICS = {ConceptKind.TOPIC, ConceptKind.ACTOR, ConceptKind.PLACE}


def anchors(rebuttal: Rebuttal, lexicon: Lexicon) -> tuple[str, ...]:
    """The anchors of a rebuttal as a moderator may edit them: its own, else those of its first claim."""
    if rebuttal.anchors or not rebuttal.claims:
        return rebuttal.anchors
    return tuple(dict.fromkeys(_derived(read_closely(rebuttal.claims[0].text, lexicon), lexicon)))[:_MOST]


def uncovered(given: Iterable[str], post: Detail, lexicon: Lexicon) -> tuple[str, ...]:
    """Those of the given anchors that the post lacks; "a|b" is covered by any of its alternatives."""
    return tuple(
        anchor for anchor in given if not any(_covers(post, each, lexicon) for each in anchor.split(_OR))
    )


def _covers(post: Detail, anchor: str, lexicon: Lexicon) -> bool:
    wanted = read_closely(anchor, lexicon)
    return bool(wanted.units) and bool(strengths(wanted, post)[0].min() >= _COVERED)


def _derived(claim: Detail, lexicon: Lexicon) -> Iterator[str]:
    """Facts, names, heavy words, as they stand in the claim."""
    places = (place for place in claim.facts.places if place.id != HOME)
    facts: tuple[Fact, ...] = (*claim.facts.quantities, *claim.facts.dates, *places)
    spans = {(fact.start, fact.end) for fact in facts}
    spans |= {unit.span for unit in claim.units if _is_anchor(unit, lexicon) and not _inside(unit, facts)}
    yield from (claim.folded.text[start:end] for start, end in sorted(spans))


def _inside(unit: Unit, facts: Iterable[Fact]) -> bool:
    return any(fact.start <= unit.span[0] and unit.span[1] <= fact.end for fact in facts)


def _is_anchor(unit: Unit, lexicon: Lexicon) -> bool:
    if unit.role is not Role.WORD:
        return True
    kinds = {lexicon.kind(concept) for concept in unit.concepts}
    return unit.weight >= (_TOPICAL if kinds & _TOPICS else _RARE)
