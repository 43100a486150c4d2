"""What makes another claim of the same words: "only", "plans", another of its kind, what stands between."""

from functools import lru_cache
from typing import Final

from knowledge.matching import stance
from knowledge.matching.alignment import TELLING, Detail, Part
from knowledge.matching.terms import Floats
from knowledge.text.lexicon import Lexicon

_HELD: Final = 0.6
_REMEMBERED: Final = 1 << 12  # sets of concepts, some 3,000 in all
# Concepts by their names. What is planned, proposed or asked for has not been decided.
_UNDECIDED: Final = (
    "plan propose discuss promise demand ask-request maybe project petition try-attempt want think-opinion"
)
_NARROWING: Final = "only except some"
_WIDENING: Final = "all every everywhere"
# Words that turn many another round; which ones exclude each other outright, `opposites` knows.
_REVERSING: Final = (
    "cancel ban stop-suspend close finish-end remain-same allow open create free-of-charge price-fall "
    "lower-decrease"
)
_HEARSAY: Final = "they-say allegedly circulates-online"


def nuances(
    claim: Detail, passage: Detail, held: Floats, known: Floats, lexicon: Lexicon
) -> dict[str, float]:
    """Features of a claim beside a passage; `held` and `known` say how far each has the other's words."""
    added, lacking = passage.concepts - claim.concepts, claim.concepts - passage.concepts
    ours, theirs = _alone(claim, held), _alone(passage, known)
    between = _between(passage, known)
    return {
        "added between": sum(between),
        "heaviest added between": max(between, default=0.0),
        "heaviest topic missing": _heaviest(claim, ours, Part.TOPIC),
        "heaviest action missing": _heaviest(claim, ours, Part.ACTION),
        "known words missing": sum(claim.parts[at] is not Part.UNKNOWN for at in ours),
        "literal coverage": _literal(claim, passage),
        "negation lost": bool(stance.negation(passage, claim, known, lexicon)),
        "undecided": _count(_UNDECIDED, added, lexicon),
        "narrowed": _count(_NARROWING, added, lexicon),
        "reversed": _count(_REVERSING, added, lexicon),
        "reversal lost": _count(_REVERSING, lacking, lexicon),
        "sibling instead": _sibling(_things(claim, ours, lexicon), _things(passage, theirs, lexicon)),
        "widening lost": _count(_WIDENING, lacking, lexicon),
        "hearsay": _count(_HEARSAY, passage.concepts, lexicon),
    }


def _alone(text: Detail, shared: Floats) -> list[int]:
    """The places of telling words that the other text lacks."""
    units = enumerate(zip(text.units, shared.tolist(), strict=True))
    return [at for at, (unit, strength) in units if strength < _HELD and unit.weight > TELLING]


def _heaviest(text: Detail, places: list[int], part: Part) -> float:
    return max((text.units[at].weight for at in places if text.parts[at] is part), default=0.0)


def _between(passage: Detail, known: Floats) -> list[float]:
    """The weights of telling words between the first and the last telling word that both share."""
    told = [
        (unit.weight, strength >= _HELD)
        for unit, strength in zip(passage.units, known.tolist(), strict=True)
        if unit.weight > TELLING
    ]
    shared = [at for at, (_, is_shared) in enumerate(told) if is_shared]
    if not shared:
        return []
    return [weight for weight, is_shared in told[shared[0] : shared[-1]] if not is_shared]


def _literal(claim: Detail, passage: Detail) -> float:
    """How much of the claim's weight the passage has by the same stems: little across languages."""
    stems, _ = passage.places
    same = sum(unit.weight for unit, stem in zip(claim.units, claim.stems, strict=True) if stem in stems)
    return same / max(sum(unit.weight for unit in claim.units), 1e-6)


def _things(text: Detail, places: list[int], lexicon: Lexicon) -> dict[str, float]:
    """Of each domain the weight of the heaviest thing at these places."""
    found: dict[str, float] = {}
    for at in places:
        if text.parts[at] is Part.TOPIC:
            unit = text.units[at]
            for domain in _domains(unit.concepts, lexicon):
                found[domain] = max(found.get(domain, 0.0), unit.weight)
    return found


def _sibling(ours: dict[str, float], theirs: dict[str, float]) -> float:
    """How heavy a thing the passage names in place of one of its kind: wolves for saigas."""
    return max((min(ours[domain], theirs[domain]) for domain in ours.keys() & theirs.keys()), default=0.0)


@lru_cache(_REMEMBERED)
def _domains(concepts: frozenset[int], lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.domain(concept) for concept in concepts)


def _count(names: str, concepts: frozenset[int], lexicon: Lexicon) -> int:
    return len(concepts & _numbers(names, lexicon))


@lru_cache(1 << 5)
def _numbers(names: str, lexicon: Lexicon) -> frozenset[int]:
    """The numbers of concepts by their names."""
    wanted = set(names.split())
    return frozenset(number for number in range(len(lexicon)) if lexicon.name(number) in wanted)
