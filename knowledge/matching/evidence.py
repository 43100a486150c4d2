"""What speaks for and against that a passage makes a claim: the features that the decision is fitted on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
from rapidfuzz import fuzz

from knowledge.matching import stance
from knowledge.matching.alignment import HOME, Detail, Role, Unit, shared_facts, strengths
from knowledge.matching.comparison import Scored
from knowledge.matching.opposites import opposite
from knowledge.matching.terms import Floats, stem
from knowledge.models import Difference, Origin
from knowledge.text.facts import Facts, differences
from knowledge.text.lexicon import ConceptKind, Lexicon

# Weights are minus logarithms: a word of one text in 700 is rare, one in 30 says something.
_RARE = 6.5
_TELLING = 3.5
_HELD = 0.6
_TOPICAL = {ConceptKind.TOPIC, ConceptKind.ACTOR, ConceptKind.PLACE}
_FURTHEST = 6.0  # margins beyond it say no more
_NEARER = 4.0  # a summary that is further behind the claim, or none at all, says nothing either


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim against a passage: features by name, what guards found to differ, how far each word is held."""

    features: dict[str, float]
    differences: tuple[Difference, ...]
    held: Floats


@dataclass(frozen=True, slots=True)
class _Pair:
    claim: Detail
    passage: Detail
    held: Floats  # the claim's words in the passage
    known: Floats  # the passage's words in the claim


def weigh(
    scored: Scored,
    margins: tuple[float, float],
    claim: Detail,
    passage: Detail,
    post: Detail,
    lexicon: Lexicon,
) -> Evidence:
    """Collect the evidence for one candidate; `margins` are of its score over others'."""
    pair = _Pair(claim, passage, *strengths(claim, passage))
    different = (
        *differences(claim.facts, passage.facts),
        *_opposites(pair, lexicon),
        *_negations(pair),
    )
    features = {
        **_from_scores(scored, margins),
        **_coverage(pair),
        **_facts(pair, post.facts, {difference.what for difference in different}),
        **_kinds(pair, lexicon),
        **_wording(pair, lexicon),
        **_negated(pair, differs="negation" in {difference.what for difference in different}),
        "rebuttal cue in post": stance.rebuts(post.words, claim.words),
    }
    return Evidence(features, different, pair.held)


def _from_scores(scored: Scored, margins: tuple[float, float]) -> dict[str, float]:
    fit = scored.claim or scored.summary
    assert fit is not None
    nearer, same_language, quoted = -_NEARER, True, 0.0
    if scored.summary:
        quoted = scored.summary.features["weight-squared coverage of the best window"]
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
        "summary held": quoted,
        "foreign summary nearer": -_NEARER if same_language else nearer,
    }


def _clipped(value: float, furthest: float) -> float:
    return max(-furthest, min(furthest, value))


def _coverage(pair: _Pair) -> dict[str, float]:
    weights, own = pair.claim.weights, pair.passage.weights
    lacking, added = weights * (1 - pair.held), own * (1 - pair.known)
    heaviest = np.sort(np.append(lacking, (0, 0)))[::-1]
    return {
        "coverage": _share(weights * pair.held, weights),
        "weight-squared coverage": _share(weights**2 * pair.held, weights**2),
        "heaviest word missing": heaviest[0],
        "second heaviest missing": heaviest[1],
        "telling words missing": ((weights > _TELLING) * (1 - pair.held)).sum(),
        "telling words held": ((weights > _TELLING) * pair.held).sum(),
        "rare words missing": ((weights >= _RARE) * (1 - pair.held)).sum(),
        "passage covered": 1 - _share(added, own),
        "heaviest word added": added.max(initial=0),
        "rare words added": ((own >= _RARE) * (1 - pair.known)).sum(),
        "claim length": np.log1p(weights.size),
        "passage length": np.log1p(own.size),
    }


def _facts(pair: _Pair, whole: Facts, kinds: set[str]) -> dict[str, float]:
    claim = pair.claim.facts
    shared = len(list(shared_facts(Facts(claim.text, claim.quantities, (), ()), pair.passage.facts)))
    dated = len(list(shared_facts(Facts(claim.text, (), claim.dates, ()), pair.passage.facts)))
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
    weights, own = pair.claim.weights, pair.passage.weights
    lacking = _by_kind(pair.claim.units, weights * (1 - pair.held), lexicon)
    held = _by_kind(pair.claim.units, weights * pair.held, lexicon)
    added = _by_kind(pair.passage.units, own * (1 - pair.known), lexicon)
    names = pair.claim.names
    numbers = np.array([unit.role is Role.NUMBER for unit in pair.claim.units], np.bool_)
    return {
        "topics missing": lacking[0],
        "actions missing": lacking[1],
        "unknown words missing": lacking[2],
        "topics held": held[0],
        "actions held": held[1],
        "unknown words held": held[2],
        "topics added": added[0],
        "actions added": added[1],
        "unknown words added": added[2],
        "names missing": (1 - pair.held[names]).sum(),
        "names held": pair.held[names].sum(),
        "names added": (1 - pair.known[pair.passage.names]).sum(),
        "numbers missing": (1 - pair.held[numbers]).sum(),
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
    weights = pair.claim.weights
    return {
        "negation differs": differs,
        "negated share": differs * _share(weights * pair.held, weights),
    }


def _by_kind(units: Sequence[Unit], weights: Floats, lexicon: Lexicon) -> tuple[float, float, float]:
    """Weight of topics and actors, of actions, and of words that the lexicon does not know."""
    topics = actions = unknown = 0.0
    for unit, weight in zip(units, weights.tolist(), strict=True):
        kinds = {lexicon.kind(concept) for concept in unit.concepts}
        if kinds & _TOPICAL:
            topics += weight
        elif ConceptKind.ACTION in kinds:
            actions += weight
        elif not kinds and weight > _TELLING:
            unknown += weight
    return topics, actions, unknown


def _replaced(pair: _Pair) -> tuple[float, float]:
    """Weight of what the passage says otherwise between the same words: in all, and word for word."""
    ours = [stem(word) for word in pair.claim.words]
    theirs = [stem(word) for word in pair.passage.words]
    lacking = pair.claim.weights * (1 - pair.held) * (pair.held < _HELD)
    added = pair.passage.weights * (1 - pair.known) * (pair.known < _HELD)
    total = in_place = 0.0
    for change, first, last, start, end in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        weight = min(lacking[first:last].sum(), added[start:end].sum())
        if change == "replace" and weight > _TELLING:
            total += weight
            in_place += weight if last - first == end - start else 0
    return total, in_place


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


def _share(part: Floats, whole: Floats) -> float:
    return float(part.sum() / max(whole.sum(), 1e-6))
