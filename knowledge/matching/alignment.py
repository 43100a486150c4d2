"""A claim and a passage word by word: what each word weighs and means, and which both have."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from knowledge.matching.frequencies import rarity
from knowledge.matching.terms import ROOT_LENGTH, Floats, Ints, word_slots
from knowledge.text import Folded, fold
from knowledge.text.dates import Date
from knowledge.text.facts import Fact, Facts, facts
from knowledge.text.lexicon import ConceptKind, Lexicon
from knowledge.text.quantities import Quantity
from knowledge.text.spelling import REMEMBERED_WORDS

# Two words are one with a typo or another ending: "землетресение" and "землетрясение" are 88 alike.
_ALIKE = 80
_SAME = 100
_SHORTEST_ALIKE = 5
_BY_TYPO = 0.9
_BY_CONCEPT = 0.9
_BY_ROOT = 0.7
# Words that say how, when or whether weigh less than what they are said of.
_LIGHT = 0.4
_LIGHT_KINDS = {ConceptKind.FUNCTION, ConceptKind.QUESTION, ConceptKind.NEGATION, ConceptKind.REBUTTAL}
_SENTENCE_ENDS = ".!?…:\n"
_QUOTES = frozenset("«»\"“”„'")
_BETWEEN = " " + "".join(sorted(_QUOTES))
_FAR = 20  # characters before a word: enough to see whether a sentence ended
_TOLERANCE = 0.02
# Every claim here is about Kazakhstan, said or not: the place's id, and its name in the lexicon.
HOME = "kz"
_HOME_CONCEPT = "kazakhstan"


class Role(StrEnum):
    """What a word does in a claim."""

    WORD = "word"
    NAME = "name"
    NUMBER = "number"


class Unit(NamedTuple):
    """One word: folded, where it stands, its weight (0.1 to 8), its role, the concepts it may speak of."""

    word: str
    span: tuple[int, int]
    weight: float
    role: Role
    concepts: frozenset[int]


@dataclass(frozen=True)
class Detail:
    """A text word by word, with the facts that it states.

    Arrays have a place for each word: `meanings` are its concepts as bits of one number, 0 where the lexicon
    knows none.
    """

    folded: Folded
    units: tuple[Unit, ...]
    facts: Facts
    stems: Ints
    roots: Ints
    meanings: NDArray[np.uint64]

    @property
    def meant(self) -> list[tuple[int, int]]:
        """(number of the word, concept) for each concept that a word speaks of."""
        return [(number, concept) for number, unit in enumerate(self.units) for concept in unit.concepts]

    @property
    def words(self) -> tuple[str, ...]:
        return self.folded.words

    @cached_property
    def concepts(self) -> frozenset[int]:
        return frozenset[int]().union(*(unit.concepts for unit in self.units))

    @cached_property
    def weights(self) -> Floats:
        return np.array([unit.weight for unit in self.units], np.float32)

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """How many letters each word has; 0 for numbers."""
        return np.array([0 if word[0].isdigit() else len(word) for word in self.words], np.int64)

    @cached_property
    def names(self) -> NDArray[np.bool_]:
        """Which words are names."""
        return np.array([unit.role is Role.NAME for unit in self.units], np.bool_)

    def within(self, start: int, end: int) -> "Detail":
        """What stands in the original `text[start:end]`; offsets stay those of the whole text."""
        at = slice(*self.folded.words_within(start, end))
        folded = Folded(self.folded.text, self.folded.words[at], self.folded.spans[at], self.folded.silence)
        facts_there = self.facts.within(start, end)
        arrays = (self.stems[at], self.roots[at], self.meanings[at])
        return Detail(folded, self.units[at], facts_there, *arrays)

    def written(self, unit: Unit) -> str:
        """The word as it stands in the text."""
        return self.folded.text[slice(*unit.span)]


def read_closely(text: str, lexicon: Lexicon) -> Detail:
    """Read a text in detail: some 0.1 ms for a claim, so for the best candidates only."""
    folded = fold(text)
    words, spans = folded.words, folded.spans
    spoken = lexicon.spoken(words)
    shouting = _many_capitals(folded)
    marks = [_mark(word, concepts, lexicon) for word, concepts in zip(words, spoken, strict=True)]
    units = tuple(
        Unit(word, span, weight, Role.WORD if light else _role(text, span, word, shouting=shouting), concepts)
        for word, span, concepts, (_, _, _, weight, light) in zip(words, spans, spoken, marks, strict=True)
    )
    stems, roots, meanings = list(zip(*marks, strict=True))[:3] if marks else ((), (), ())
    return Detail(
        folded,
        units,
        facts(folded),
        np.array(stems, np.int64),
        np.array(roots, np.int64),
        np.array(meanings, np.uint64),
    )


@lru_cache(REMEMBERED_WORDS)
def _mark(word: str, concepts: frozenset[int], lexicon: Lexicon) -> tuple[int, int, int, float, bool]:
    """What is known of a word wherever it stands: slots of its stem and root, meanings, weight, lightness."""
    stem, root = word_slots(word)
    meanings = sum({1 << concept % 64 for concept in concepts})
    light = bool(concepts) and _is_light(concepts, lexicon)
    return stem, root, meanings, rarity(stem) * (_LIGHT if light else 1.0), light


def strengths(claim: Detail, passage: Detail) -> tuple[Floats, Floats]:
    """How far each unit of a claim is in a passage, 0 to 1, and each of the passage in the claim.

    By its word, by a concept, or by a fact that both state.
    """
    words = _alike(claim, passage)
    held = np.maximum(words.max(axis=1, initial=0), _meant(claim, passage))
    known = np.maximum(words.max(axis=0, initial=0), _meant(passage, claim))
    for one, other, found in ((claim, passage, held), (passage, claim, known)):
        for fact in shared_facts(one.facts, other.facts):
            inside = [fact.start <= unit.span[0] and unit.span[1] <= fact.end for unit in one.units]
            found[inside] = 1
    return held, known


def _meant(units: Detail, other: Detail) -> Floats:
    apart = other.concepts.isdisjoint
    shared = [0.0 if apart(unit.concepts) else _BY_CONCEPT for unit in units.units]
    return np.array(shared, np.float32)


def _alike(claim: Detail, passage: Detail) -> Floats:
    """How far each two words are the same: 1 for one stem, less with a typo or for one root, else 0."""
    ratio = process.cdist(claim.words, passage.words, scorer=fuzz.ratio, score_cutoff=_ALIKE, dtype=np.uint8)
    typo = (ratio > 0) & _pairs(claim, passage, _SHORTEST_ALIKE)
    stems = claim.stems[:, None] == passage.stems
    roots = (claim.roots[:, None] == passage.roots) & _pairs(claim, passage, ROOT_LENGTH)
    found = np.maximum(np.maximum(stems * np.float32(1), typo * _BY_TYPO), roots * _BY_ROOT)
    # Two known words that mean different things only look alike: "бесплодный" is not "бесплатный".
    ours, theirs = claim.meanings[:, None], passage.meanings
    found[(ours > 0) & (theirs > 0) & (ours & theirs == 0) & (ratio < _SAME)] = 0
    result: Floats = found.astype(np.float32)
    return result


def _pairs(claim: Detail, passage: Detail, length: int) -> NDArray[np.bool_]:
    """Which pairs of words are both long enough and no numbers."""
    return (claim.lengths >= length)[:, None] & (passage.lengths >= length)


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


def _same_quantity(one: Quantity, other: Quantity) -> bool:
    return one.unit == other.unit and abs(one.value - other.value) <= _TOLERANCE * abs(one.value)


def _same_date(one: Date, other: Date) -> bool:
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(mine is None or theirs is None or mine == theirs for mine, theirs in pairs)


def _is_light(concepts: frozenset[int], lexicon: Lexicon) -> bool:
    """Whether all that a word can speak of is how, when or whether, or the country."""
    return all(
        lexicon.kind(concept) in _LIGHT_KINDS or lexicon.name(concept) == _HOME_CONCEPT
        for concept in concepts
    )


def _many_capitals(folded: Folded) -> bool:
    """Whether capitals say nothing: a heading in title case, a text in capitals."""
    capital = sum(folded.text[start].isupper() for start, _ in folded.spans)
    return capital * 2 > len(folded.words)


def _role(text: str, span: tuple[int, int], word: str, *, shouting: bool) -> Role:
    start, end = span
    quoted = start > 0 and text[start - 1] in _QUOTES
    if not quoted and (shouting or text[start:end].islower()) and word.isalpha():
        return Role.WORD
    if any(sign.isdigit() for sign in word):
        return Role.NUMBER if word.isdigit() else Role.NAME
    before = text[max(0, start - _FAR) : start].rstrip(_BETWEEN)
    inside = bool(before) and before[-1] not in _SENTENCE_ENDS
    rest = text[start + 1 : end]
    capitals = not rest.islower() and any(letter.isupper() for letter in rest)
    named = capitals or (inside and text[start].isupper())
    return Role.NAME if quoted or named else Role.WORD
