"""What speaks for and against that a passage makes a claim: the features that the decision is fitted on."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log1p

import numpy as np
from rapidfuzz import fuzz

from knowledge.matching import stance
from knowledge.matching.alignment import HOME, TELLING, Detail, Measure, Part, shared_facts, strengths
from knowledge.matching.comparison import Scored
from knowledge.matching.gaps import gaps
from knowledge.matching.nuances import nuances
from knowledge.matching.opposites import opposite
from knowledge.matching.terms import Floats
from knowledge.models import Difference, Origin
from knowledge.text.facts import Facts, differences
from knowledge.text.lexicon import Lexicon
from knowledge.text.places import Place, is_abroad, touch
from knowledge.text.quantities import BARE

_HELD = 0.6
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

    # How much of each word the other side has, or lacks, in each measure (measures x words).
    kept: Floats
    lacking: Floats
    added: Floats

    @classmethod
    def of(cls, claim: Detail, passage: Detail) -> "_Pair":
        held, known = strengths(claim, passage)
        ours, theirs = claim.measures, passage.measures
        return cls(claim, passage, held, known, ours * held, ours * (1 - held), theirs * (1 - known))


def weigh(
    scored: Scored,
    margins: tuple[float, float],
    claim: Detail,
    passage: Detail,
    post: Detail,
    lexicon: Lexicon,
) -> Evidence:
    """Collect the evidence for one candidate; `margins` are of its score over others'."""
    pair = _Pair.of(claim, passage)
    different = (
        *differences(claim.facts, passage.facts),
        *_opposites(pair, lexicon),
        *_negations(pair, lexicon),
    )
    missing, abroad = _missing_places(pair, post.facts), _abroad(pair)
    features = {
        **_from_scores(scored, margins),
        **_coverage(pair),
        **_facts(pair, len(missing), {difference.what for difference in different}),
        **_kinds(pair, lexicon),
        **_wording(pair, lexicon),
        **_negated(pair, differs="negation" in {difference.what for difference in different}),
        "abroad": bool(abroad),
        **nuances(claim, passage, pair.held, pair.known, lexicon),
        "rebuttal cue in post": stance.rebuts(post.words, claim.words),
    }
    if not features["place differs"]:
        different += missing + abroad
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
    lacking, added = pair.lacking[Measure.WEIGHT].tolist(), pair.added[Measure.WEIGHT].tolist()
    heaviest = sorted((*lacking, 0.0, 0.0), reverse=True)
    held, missing, new = (part.sum(axis=1).tolist() for part in (pair.kept, pair.lacking, pair.added))
    shares = _shares(pair.kept, pair.claim)
    return {
        "coverage": shares[Measure.WEIGHT],
        "weight-squared coverage": shares[Measure.SQUARE],
        "heaviest word missing": heaviest[0],
        "second heaviest missing": heaviest[1],
        "telling words missing": missing[Measure.TELLING],
        "telling words held": held[Measure.TELLING],
        "rare words missing": missing[Measure.RARE],
        "passage covered": 1 - _shares(pair.added, pair.passage)[Measure.WEIGHT],
        "heaviest word added": max(added, default=0.0),
        "rare words added": new[Measure.RARE],
        "names missing": missing[Measure.NAMES],
        "names held": held[Measure.NAMES],
        "names added": new[Measure.NAMES],
        "numbers missing": missing[Measure.NUMBERS],
        "claim length": log1p(len(lacking)),
        "passage length": log1p(len(added)),
    }


def _facts(pair: _Pair, places_missing: int, kinds: set[str]) -> dict[str, float]:
    claim = pair.claim.facts
    shared = len(list(shared_facts(Facts(claim.text, claim.quantities, (), ()), pair.passage.facts)))
    dated = len(list(shared_facts(Facts(claim.text, (), claim.dates, ()), pair.passage.facts)))
    ours = {place.id for place in claim.places} - {HOME}
    near = {place.id for place in pair.passage.facts.places} - {HOME}
    stated = [each for each in pair.passage.facts.quantities if each.unit != BARE]
    return {
        "quantities missing": len(claim.quantities) - shared,
        "quantities held": shared,
        "dates missing": len(claim.dates) - dated,
        "dates held": dated,
        "places missing": places_missing,
        "places held": len(ours) - places_missing,
        "place added": bool(near and not ours),
        "quantities added": max(0, len(stated) - shared),
        "dates added": len(pair.passage.facts.dates) - dated,
        "number differs": "number" in kinds,
        "date differs": "date" in kinds,
        "place differs": "place" in kinds,
    }


def _kinds(pair: _Pair, lexicon: Lexicon) -> dict[str, float]:
    lacking = _by_part(pair.claim, pair.lacking)
    held = _by_part(pair.claim, pair.kept)
    added = _by_part(pair.passage, pair.added)
    return {
        "topics missing": lacking[Part.TOPIC],
        "actions missing": lacking[Part.ACTION],
        "unknown words missing": lacking[Part.UNKNOWN],
        "topics held": held[Part.TOPIC],
        "actions held": held[Part.ACTION],
        "unknown words held": held[Part.UNKNOWN],
        "topics added": added[Part.TOPIC],
        "actions added": added[Part.ACTION],
        "unknown words added": added[Part.UNKNOWN],
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
    return {
        "negation differs": differs,
        "negated share": differs and _shares(pair.kept, pair.claim)[Measure.WEIGHT],
    }


def _by_part(text: Detail, measured: Floats) -> list[float]:
    """Weight of topics and actors, of actions, and of telling words that the lexicon does not know."""
    total = [0.0] * len(Part)
    for part, weight in zip(text.parts, measured[Measure.WEIGHT].tolist(), strict=True):
        if part is not Part.UNKNOWN or weight > TELLING:
            total[part] += weight
    return total


def _replaced(pair: _Pair) -> tuple[float, float]:
    """Weight of what the passage says otherwise between the same words: in all, and word for word."""
    lacking: list[float] = (pair.lacking[Measure.WEIGHT] * (pair.held < _HELD)).tolist()
    added: list[float] = (pair.added[Measure.WEIGHT] * (pair.known < _HELD)).tolist()
    total = in_place = 0.0
    if min(sum(lacking), sum(added)) <= TELLING:
        return total, in_place
    for ours, theirs in gaps(pair.claim.stems, len(added), pair.passage.places[0]):
        weight = min(sum(lacking[ours]), sum(added[theirs]))
        if weight > TELLING:
            total += weight
            in_place += weight if ours.stop - ours.start == theirs.stop - theirs.start else 0
    return float(np.float32(total)), float(np.float32(in_place))


def _missing_places(pair: _Pair, whole: Facts) -> tuple[Difference, ...]:
    """The claim's places that neither the post names, nor one around or inside them, nor the passage spells.

    "Семей" that opens a sentence may be families, so the post does not name it for certain; the claim does.
    """
    there = [place.id for place in whole.places]
    missing = {}
    for place in pair.claim.facts.places:
        named = any(touch(place.id, other) for other in there) or _is_spelt(place, pair)
        if place.id != HOME and not named:
            missing[place.id] = pair.claim.folded.text[place.start : place.end]
    return tuple(Difference("place", written, "") for written in missing.values())


def _abroad(pair: _Pair) -> tuple[Difference, ...]:
    """Another country that the passage names, where the claim names no place: it is about Kazakhstan then."""
    if pair.claim.facts.places:
        return ()
    theirs = pair.passage.facts
    abroad = {
        place.id: theirs.text[place.start : place.end] for place in theirs.places if is_abroad(place.id)
    }
    return tuple(Difference("place", "", written) for written in abroad.values())


def _is_spelt(place: Place, pair: _Pair) -> bool:
    """Whether the passage has every word of a place that the claim names."""
    inside = (place.start <= unit.span[0] and unit.span[1] <= place.end for unit in pair.claim.units)
    return all(held >= _HELD for held, is_inside in zip(pair.held.tolist(), inside, strict=True) if is_inside)


def _opposites(pair: _Pair, lexicon: Lexicon) -> Iterator[Difference]:
    """The words by which the passage turns the claim round ("open" for "close")."""
    found = opposite(pair.claim.concepts, pair.passage.concepts, lexicon)
    if found:
        yield Difference("anchor", _speaking_of(found[0], pair.claim), _speaking_of(found[1], pair.passage))


def _negations(pair: _Pair, lexicon: Lexicon) -> Iterator[Difference]:
    """The words by which the passage negates what the claim says."""
    found = stance.negation(pair.claim, pair.passage, pair.held, lexicon)
    if found:
        yield Difference("negation", "", " ".join(pair.passage.written(unit) for unit in found))


def _speaking_of(concept: int, detail: Detail) -> str:
    return next(detail.written(unit) for unit in detail.units if concept in unit.concepts)


def _shares(part: Floats, whole: Detail) -> list[float]:
    """The share that `part` has of each measure of the text."""
    shares: list[float] = (part.sum(axis=1) / np.maximum(whole.measures.sum(axis=1), 1e-6)).tolist()
    return shares
