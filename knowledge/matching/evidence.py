"""What speaks for and against that a passage makes a claim: the features that the decision is fitted on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum
from functools import lru_cache
from math import log1p

from rapidfuzz import fuzz

from knowledge.matching import stance
from knowledge.matching.alignment import (
    HOME,
    CloseReading,
    Detail,
    Role,
    Unit,
    shared_dates,
    shared_quantities,
    strengths,
)
from knowledge.matching.comparison import Scored
from knowledge.matching.opposites import opposite
from knowledge.matching.terms import stem
from knowledge.models import Difference, Origin
from knowledge.text.facts import Facts, differences
from knowledge.text.lexicon import ConceptKind, Lexicon

# Weights are minus logarithms: a word of one text in 700 is rare, one in 30 says something.
_RARE = 6.5
_TELLING = 3.5
_HELD = 0.6
_TOPICAL = {ConceptKind.TOPIC, ConceptKind.ACTOR, ConceptKind.PLACE}
_FURTHEST = 6.0  # margins beyond it say no more
_REMEMBERED = 1 << 14  # sets of concepts
_NEARER = 4.0  # a summary that is further behind the claim, or none at all, says nothing either


class _Kind(IntEnum):
    """What a word speaks of, as far as features tell words apart."""

    TOPIC = 0
    ACTION = 1
    UNKNOWN = 2
    OTHER = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim against a passage: features by name, what guards found to differ, how far each word is held."""

    features: dict[str, float]
    differences: tuple[Difference, ...]
    held: Sequence[float]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A claim and a passage; lists have a place for each word.

    They are plain lists: a claim has a dozen words, and each call of numpy costs as much as a loop over them.
    """

    claim: Detail
    passage: Detail
    held: list[float]  # how far each of the claim's words is in the passage
    known: list[float]  # how far each of the passage's words is in the claim
    lacking: list[float]  # the weight of the claim's words as far as the passage lacks them
    added: list[float]  # the weight of the passage's words as far as the claim lacks them

    @classmethod
    def of(cls, claim: Detail, passage: Detail) -> "_Pair":
        held, known = strengths(claim, passage)
        lacking = [weight * (1 - share) for weight, share in zip(claim.weights, held, strict=True)]
        added = [weight * (1 - share) for weight, share in zip(passage.weights, known, strict=True)]
        return cls(claim, passage, held, known, lacking, added)


def weigh(
    scored: Scored,
    margins: tuple[float, float],
    claim: Detail,
    passage: Detail,
    post: CloseReading,
    lexicon: Lexicon,
) -> Evidence:
    """Collect the evidence for one candidate; `margins` are of its score over others'."""
    pair = _Pair.of(claim, passage)
    different = (
        *differences(claim.facts, passage.facts),
        *_opposites(pair, lexicon),
        *_negations(pair),
    )
    kinds = {difference.what for difference in different}
    features = {
        **_from_scores(scored, margins),
        **_coverage(pair),
        **_facts(pair, post.facts, kinds),
        **_kinds(pair, lexicon),
        **_wording(pair, lexicon),
        **_negated(pair, differs="negation" in kinds),
        "rebuttal cue in post": stance.rebuts(post.folded.words, claim.words),
    }
    return Evidence(features, different, pair.held)


def _from_scores(scored: Scored, margins: tuple[float, float]) -> dict[str, float]:
    fit = scored.claim or scored.summary
    assert fit is not None
    nearer, same_language = -_NEARER, True
    if scored.summary:
        nearer = _clipped(scored.summary.score - fit.score, _NEARER)
        same_language = scored.summary.document.language in {
            claim.language for claim in scored.rebuttal.claims
        }
    return {
        "score": scored.score,
        "learned": fit.document.claim is not None and fit.document.claim.origin is Origin.LEARNED,
        "margin": _clipped(margins[0], _FURTHEST),
        "margin for the same words": _clipped(margins[1], _FURTHEST),
        "mass": fit.features["mass in the best window"],
        "cosine": fit.features["cosine of the best window"],
        "summary nearer": nearer if same_language else -_NEARER,
        "summary held": scored.summary_held,
        "foreign summary nearer": -_NEARER if same_language else nearer,
    }


def _clipped(value: float, furthest: float) -> float:
    return max(-furthest, min(furthest, value))


def _coverage(pair: _Pair) -> dict[str, float]:
    weights, own = pair.claim.weights, pair.passage.weights
    words = list(zip(weights, pair.held, strict=True))
    heaviest, second = sorted((*pair.lacking, 0.0, 0.0), reverse=True)[:2]
    return {
        "coverage": _share(sum(weight * held for weight, held in words), sum(weights)),
        "weight-squared coverage": _share(
            sum(weight * weight * held for weight, held in words), sum(weight * weight for weight in weights)
        ),
        "heaviest word missing": heaviest,
        "second heaviest missing": second,
        "telling words missing": sum(1 - held for weight, held in words if weight > _TELLING),
        "telling words held": sum(held for weight, held in words if weight > _TELLING),
        "rare words missing": sum(1 - held for weight, held in words if weight >= _RARE),
        "passage covered": 1 - _share(sum(pair.added), sum(own)),
        "heaviest word added": max(pair.added, default=0),
        "rare words added": sum(
            1 - known for weight, known in zip(own, pair.known, strict=True) if weight >= _RARE
        ),
        "claim length": log1p(len(weights)),
        "passage length": log1p(len(own)),
    }


def _facts(pair: _Pair, whole: Facts, kinds: set[str]) -> dict[str, float]:
    claim = pair.claim.facts
    shared = len(list(shared_quantities(claim, pair.passage.facts)))
    dated = len(list(shared_dates(claim, pair.passage.facts)))
    ours = {place.id for place in claim.places} - {HOME}
    near = {place.id for place in pair.passage.facts.places} - {HOME}
    there = {place.id for place in whole.places}
    return {
        "quantities missing": len(claim.quantities) - shared,
        "quantities held": shared,
        "dates missing": len(claim.dates) - dated,
        "dates held": dated,
        "places missing": len(ours - there),
        "places held": len(ours & there),
        "place added": bool(near and not ours),
        "quantities added": len(pair.passage.facts.quantities) - shared,
        "dates added": len(pair.passage.facts.dates) - dated,
        "number differs": "number" in kinds,
        "date differs": "date" in kinds,
        "place differs": "place" in kinds,
    }


def _kinds(pair: _Pair, lexicon: Lexicon) -> dict[str, float]:
    claim, passage = pair.claim.units, pair.passage.units
    there = [unit.weight - lacking for unit, lacking in zip(claim, pair.lacking, strict=True)]
    lacking = _by_kind(claim, pair.lacking, lexicon)
    held = _by_kind(claim, there, lexicon)
    added = _by_kind(passage, pair.added, lexicon)
    names = [share for unit, share in zip(claim, pair.held, strict=True) if unit.role is Role.NAME]
    numbers = [share for unit, share in zip(claim, pair.held, strict=True) if unit.role is Role.NUMBER]
    more_names = [share for unit, share in zip(passage, pair.known, strict=True) if unit.role is Role.NAME]
    return {
        "topics missing": lacking[_Kind.TOPIC],
        "actions missing": lacking[_Kind.ACTION],
        "unknown words missing": lacking[_Kind.UNKNOWN],
        "topics held": held[_Kind.TOPIC],
        "actions held": held[_Kind.ACTION],
        "unknown words held": held[_Kind.UNKNOWN],
        "topics added": added[_Kind.TOPIC],
        "actions added": added[_Kind.ACTION],
        "unknown words added": added[_Kind.UNKNOWN],
        "names missing": len(names) - sum(names),
        "names held": sum(names),
        "names added": len(more_names) - sum(more_names),
        "numbers missing": len(numbers) - sum(numbers),
        "opposite": any(_opposites(pair, lexicon)),
    }


def _wording(pair: _Pair, lexicon: Lexicon) -> dict[str, float]:
    key, other = pair.claim.folded.key, pair.passage.folded.key
    replaced, in_place = _replaced(pair)
    return {
        "ratio": fuzz.ratio(key, other) / 100,
        "token set ratio": fuzz.token_set_ratio(key, other) / 100,
        "replaced": replaced,
        "replaced in place": in_place,
        "rebuttal cue": stance.rebuts(pair.passage.words, pair.claim.words),
        "question": stance.asks(pair.passage.words),
        "denial concepts": stance.denials(pair.passage, lexicon) - stance.denials(pair.claim, lexicon),
    }


def _negated(pair: _Pair, *, differs: bool) -> dict[str, float]:
    whole = sum(pair.claim.weights)
    return {
        "negation differs": differs,
        "negated share": differs * _share(whole - sum(pair.lacking), whole),
    }


def _by_kind(units: Sequence[Unit], weights: Sequence[float], lexicon: Lexicon) -> list[float]:
    """Weight of topics and actors, of actions, of words that the lexicon does not know, and of others."""
    sums = [0.0] * len(_Kind)
    for unit, weight in zip(units, weights, strict=True):
        if weight:
            kind = _kind(unit.concepts, lexicon)
            if kind is not _Kind.UNKNOWN or weight > _TELLING:
                sums[kind] += weight
    return sums


@lru_cache(_REMEMBERED)
def _kind(concepts: frozenset[int], lexicon: Lexicon) -> _Kind:
    kinds = {lexicon.kind(concept) for concept in concepts}
    if kinds & _TOPICAL:
        return _Kind.TOPIC
    if ConceptKind.ACTION in kinds:
        return _Kind.ACTION
    return _Kind.OTHER if kinds else _Kind.UNKNOWN


def _replaced(pair: _Pair) -> tuple[float, float]:
    """Weight of what the passage says otherwise between the same words: in all, and word for word."""
    lacking = _unheld(pair.lacking, pair.held)
    added = _unheld(pair.added, pair.known)
    total = in_place = 0.0
    if sum(lacking) <= _TELLING or sum(added) <= _TELLING:
        return total, in_place
    ours = [stem(word) for word in pair.claim.words]
    theirs = [stem(word) for word in pair.passage.words]
    last = end = 0
    for first, start, size in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        weight = min(sum(lacking[last:first]), sum(added[end:start]))
        if weight > _TELLING:
            total += weight
            in_place += weight if first - last == start - end else 0
        last, end = first + size, start + size
    return total, in_place


def _unheld(weights: Sequence[float], shares: Sequence[float]) -> list[float]:
    """The weights of words that are not found, 0 for others."""
    return [weight if share < _HELD else 0.0 for weight, share in zip(weights, shares, strict=True)]


def _opposites(pair: _Pair, lexicon: Lexicon) -> Iterator[Difference]:
    """The words by which the passage turns the claim round ("open" for "close")."""
    found = opposite(pair.claim.concepts, pair.passage.concepts, lexicon)
    if found:
        yield Difference("anchor", _speaking_of(found[0], pair.claim), _speaking_of(found[1], pair.passage))


def _negations(pair: _Pair) -> Iterator[Difference]:
    """The words by which the passage negates what the claim says."""
    found = stance.negation(pair.claim, pair.passage, pair.held)
    if found:
        yield Difference("negation", "", " ".join(pair.passage.written(unit) for unit in found))


def _speaking_of(concept: int, detail: Detail) -> str:
    return next(detail.written(unit) for unit in detail.units if concept in unit.concepts)


def _share(part: float, whole: float) -> float:
    return part / max(whole, 1e-6)
