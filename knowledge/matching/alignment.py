"""A claim and a passage word by word: what each word weighs and means, and which of the claim's the passage has."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from rapidfuzz import fuzz

from knowledge.matching.frequencies import rarity
from knowledge.matching.reading import senses
from knowledge.matching.terms import Floats, Letters, pack, root, stem
from knowledge.text import Folded, fold
from knowledge.text.dates import Date
from knowledge.text.facts import Fact, Facts, facts
from knowledge.text.lexicon import ConceptKind, Lexicon
from knowledge.text.quantities import Quantity

# Two words are one with a typo or another ending: "землетресение" and "землетрясение" are 88 alike.
_ALIKE = 80
_SHORTEST_ALIKE = 5
_BY_TYPO = 0.9
_BY_CONCEPT = 0.9
_BY_ROOT = 0.7
# Words that say how, when or whether weigh less than what they are said of.
_LIGHT = 0.4
_LIGHT_KINDS = {ConceptKind.FUNCTION, ConceptKind.QUESTION, ConceptKind.NEGATION, ConceptKind.REBUTTAL}
_SENTENCE_ENDS = ".!?…:\n"
_QUOTES = "«»\"“”„'"
_TOLERANCE = 0.02
# Every claim here is about Kazakhstan, said or not.
_HOME = "kazakhstan"


class Role(StrEnum):
    """What a word does in a claim."""

    WORD = "word"
    NAME = "name"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Unit:
    """One word: folded, its code points in the text, its weight (0.1 to 8), its role, the concepts it may speak of."""

    word: str
    span: tuple[int, int]
    weight: float
    role: Role
    concepts: frozenset[int]


@dataclass(frozen=True, slots=True)
class Detail:
    """A text word by word, with the facts that it states."""

    folded: Folded
    units: tuple[Unit, ...]
    facts: Facts

    @property
    def words(self) -> tuple[str, ...]:
        return self.folded.words

    @property
    def concepts(self) -> frozenset[int]:
        return frozenset[int]().union(*(unit.concepts for unit in self.units))

    def written(self, unit: Unit) -> str:
        """The word as it stands in the text."""
        return self.folded.text[slice(*unit.span)]


def read_closely(text: str, lexicon: Lexicon) -> Detail:
    """Read a text in detail: some 0.2 ms for a claim, so for the best candidates only."""
    folded = fold(text)
    stated = facts(folded)
    if not folded.words:
        return Detail(folded, (), stated)
    letters = Letters.of([pack(folded.key)])
    weights = rarity(letters.stem_slots(letters.word_starts())).tolist()
    concepts: dict[int, set[int]] = defaultdict(set)
    for number, concept in senses(folded.words, lexicon):
        concepts[number].add(concept)
    shouting = _many_capitals(folded)
    light = [_is_light(concepts[number], lexicon) for number in range(len(folded.words))]
    units = [
        Unit(
            word=word,
            span=span,
            weight=weight * (_LIGHT if light[number] else 1),
            role=Role.WORD if light[number] else _role(text, span, word, shouting=shouting),
            concepts=frozenset(concepts[number]),
        )
        for number, (word, span, weight) in enumerate(zip(folded.words, folded.spans, weights, strict=True))
    ]
    return Detail(folded, tuple(units), stated)


def strengths(claim: Detail, passage: Detail) -> Floats:
    """How far each unit of a claim is in a passage, 0 to 1: by its word, a concept, or a fact that both state."""
    meant = passage.concepts
    found = np.array(
        [
            max(_BY_CONCEPT if unit.concepts & meant else 0.0, _by_word(unit, passage.units))
            for unit in claim.units
        ],
        np.float32,
    )
    for fact in shared_facts(claim.facts, passage.facts):
        for at, unit in enumerate(claim.units):
            if fact.start <= unit.span[0] and unit.span[1] <= fact.end:
                found[at] = 1
    return found


def shared_facts(claim: Facts, passage: Facts) -> Iterator[Fact]:
    """The claim's facts that the passage states as well."""
    for quantity in claim.quantities:
        if any(_same_quantity(quantity, other) for other in passage.quantities):
            yield quantity
    for date in claim.dates:
        if any(_same_date(date, other) for other in passage.dates):
            yield date
    there = {place.id for place in passage.places}
    yield from (place for place in claim.places if place.id in there)


def alike(word: str, other: str) -> float:
    """How far two folded words are the same: 1 for one stem, less with a typo or for one root, else 0."""
    if word == other:
        return 1.0
    if word[0].isdigit() or other[0].isdigit():
        return 0.0
    shortest = min(len(word), len(other))
    if shortest >= _SHORTEST_ALIKE and stem(word) == stem(other):
        return 1.0
    if shortest >= _SHORTEST_ALIKE and fuzz.ratio(word, other, score_cutoff=_ALIKE):
        return _BY_TYPO
    return _BY_ROOT if root(word) == root(other) and len(root(word)) == len(root(other)) else 0.0


def _by_word(unit: Unit, passage: Iterable[Unit]) -> float:
    best = 0.0
    for other in passage:
        if unit.word == other.word:
            return 1.0
        # Two known words that mean different things only look alike: "бесплодный" is not "бесплатный".
        if not (unit.concepts and other.concepts and unit.concepts.isdisjoint(other.concepts)):
            best = max(best, alike(unit.word, other.word))
    return best


def _same_quantity(one: Quantity, other: Quantity) -> bool:
    return one.unit == other.unit and abs(one.value - other.value) <= _TOLERANCE * abs(one.value)


def _same_date(one: Date, other: Date) -> bool:
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(mine is None or theirs is None or mine == theirs for mine, theirs in pairs)


def _is_light(concepts: Collection[int], lexicon: Lexicon) -> bool:
    """Whether all that a word can speak of is how, when or whether, or the country."""
    return bool(concepts) and all(
        lexicon.kind(concept) in _LIGHT_KINDS or lexicon.name(concept) == _HOME for concept in concepts
    )


def _many_capitals(folded: Folded) -> bool:
    """Whether capitals say nothing: a heading in title case, a text in capitals."""
    capital = sum(folded.text[start].isupper() for start, _ in folded.spans)
    return capital * 2 > len(folded.words)


def _role(text: str, span: tuple[int, int], word: str, *, shouting: bool) -> Role:
    start, end = span
    if any(sign.isdigit() for sign in word):
        return Role.NUMBER if word.isdigit() else Role.NAME
    if text[max(0, start - 1) : start] in tuple(_QUOTES):
        return Role.NAME
    if shouting:
        return Role.WORD
    before = text[:start].rstrip(" " + _QUOTES)
    inside = bool(before) and before[-1] not in _SENTENCE_ENDS
    named = any(letter.isupper() for letter in text[start + 1 : end]) or (inside and text[start].isupper())
    return Role.NAME if named else Role.WORD


def as_found(units: Sequence[Unit], found: Floats) -> list[tuple[Unit, float]]:
    """Each unit with how far it was found."""
    return list(zip(units, found.tolist(), strict=True))
