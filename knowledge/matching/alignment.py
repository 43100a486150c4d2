"""A claim and a passage word by word: what each word weighs and means, and which both have."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from knowledge.matching.frequencies import rarity
from knowledge.matching.terms import ROOT_LENGTH, Floats, word_slots
from knowledge.text import Folded, fold
from knowledge.text.dates import Date
from knowledge.text.facts import Fact, Facts, facts
from knowledge.text.lexicon import ConceptKind, Lexicon
from knowledge.text.quantities import LEAST_BARE, Quantity
from knowledge.text.spelling import REMEMBERED_WORDS

# Two words are one with a typo or another ending: "землетресение" and "землетрясение" are 88 alike.
_ALIKE = 80
_SHORTEST_ALIKE = 5
_BY_TYPO = 0.9
_BY_CONCEPT = 0.9
_BY_ROOT = 0.7
# Words that say how, when or whether weigh less than what they are said of.
_LIGHT = 0.4
_TOPICAL = {ConceptKind.TOPIC, ConceptKind.ACTOR, ConceptKind.PLACE}
_LIGHT_KINDS = {ConceptKind.FUNCTION, ConceptKind.QUESTION, ConceptKind.NEGATION, ConceptKind.REBUTTAL}
# Weights are minus logarithms: a word of one text in 700 is rare, one in 30 says something.
_RARE = 6.5
TELLING = 3.5
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


class Measure(IntEnum):
    """What is summed up over words: their weights, these squared, or how many there are of a kind."""

    WEIGHT = 0
    SQUARE = 1
    TELLING = 2
    RARE = 3
    NAMES = 4
    NUMBERS = 5


class Part(IntEnum):
    """What a word speaks of, for what it means that it is missing."""

    TOPIC = 0  # or an actor, a place
    ACTION = 1
    UNKNOWN = 2  # to the lexicon
    OTHER = 3


@dataclass(frozen=True)
class Detail:
    """A text word by word, with the facts that it states.

    The other sequences have a place for each word: the slots of its stem and root, `meanings`, which are its
    concepts as bits of one number, 0 where the lexicon knows none, and `parts`.
    """

    folded: Folded
    units: tuple[Unit, ...]
    facts: Facts
    stems: tuple[int, ...]
    roots: tuple[int, ...]
    meanings: tuple[int, ...]
    parts: tuple[Part, ...]

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
    def lengths(self) -> list[int]:
        """How many letters each word has; 0 for numbers."""
        return [0 if word[0].isdigit() else len(word) for word in self.words]

    @cached_property
    def long_words(self) -> tuple[list[int], list[str]]:
        """The places of words that are long enough to be known by most of their letters, and these words."""
        places = [at for at, length in enumerate(self.lengths) if length >= _SHORTEST_ALIKE]
        return places, [self.words[at] for at in places]

    @cached_property
    def places(self) -> tuple[Mapping[int, list[int]], Mapping[int, list[int]]]:
        """Where words of each stem stand, and of each root."""
        by_stem: dict[int, list[int]] = {}
        by_root: dict[int, list[int]] = {}
        for at, (stem, root) in enumerate(zip(self.stems, self.roots, strict=True)):
            by_stem.setdefault(stem, []).append(at)
            by_root.setdefault(root, []).append(at)
        return by_stem, by_root

    @cached_property
    def measures(self) -> Floats:
        """What each word (column) counts for in each `Measure` (row)."""
        measures = np.empty((len(Measure), len(self.units)), np.float32)
        weights = measures[Measure.WEIGHT] = self.weights
        np.square(weights, out=measures[Measure.SQUARE])
        np.greater(weights, TELLING, out=measures[Measure.TELLING])
        np.greater_equal(weights, _RARE, out=measures[Measure.RARE])
        measures[Measure.NAMES] = [unit.role is Role.NAME for unit in self.units]
        measures[Measure.NUMBERS] = [unit.role is Role.NUMBER for unit in self.units]
        return measures

    def within(self, start: int, end: int) -> "Detail":
        """What stands in the original `text[start:end]`; offsets stay those of the whole text."""
        at = slice(*self.folded.words_within(start, end))
        folded = Folded(self.folded.text, self.folded.words[at], self.folded.spans[at], self.folded.silence)
        facts_there = self.facts.within(start, end)
        columns = (self.stems[at], self.roots[at], self.meanings[at], self.parts[at])
        return Detail(folded, self.units[at], facts_there, *columns)

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
    stems, roots, meanings, parts, weights, light = zip(*marks, strict=True) if marks else ((),) * 6
    roles = [
        Role.WORD if is_light else _role(text, span, word, shouting=shouting)
        for word, span, is_light in zip(words, spans, light, strict=True)
    ]
    units = tuple(map(Unit, words, spans, weights, roles, spoken))
    return Detail(folded, units, facts(folded), stems, roots, meanings, parts)


class _Mark(NamedTuple):
    """What is known of a word wherever it stands."""

    stem: int
    root: int
    meanings: int
    part: Part
    weight: float
    light: bool


@lru_cache(REMEMBERED_WORDS)
def _mark(word: str, concepts: frozenset[int], lexicon: Lexicon) -> _Mark:
    stem, root = word_slots(word)
    if not concepts:
        return _Mark(stem, root, 0, Part.UNKNOWN, rarity(stem), light=False)
    meanings = sum({1 << concept % 64 for concept in concepts})
    light = _is_light(concepts, lexicon)
    return _Mark(
        stem, root, meanings, _part(concepts, lexicon), rarity(stem) * (_LIGHT if light else 1), light
    )


def _part(concepts: Iterable[int], lexicon: Lexicon) -> Part:
    kinds = {lexicon.kind(concept) for concept in concepts}
    if kinds & _TOPICAL:
        return Part.TOPIC
    return Part.ACTION if ConceptKind.ACTION in kinds else Part.OTHER


def strengths(claim: Detail, passage: Detail) -> tuple[Floats, Floats]:
    """How far each unit of a claim is in a passage, 0 to 1, and each of the passage in the claim.

    By its word, by a concept, or by a fact that both state.
    """
    held, known = _meant(claim, passage), _meant(passage, claim)
    for ours, theirs, strength in _alike(claim, passage):
        held[ours] = max(held[ours], strength)
        known[theirs] = max(known[theirs], strength)
    for one, other, found in ((claim, passage, held), (passage, claim, known)):
        for fact in shared_facts(one.facts, other.facts):
            for at, unit in enumerate(one.units):
                if fact.start <= unit.span[0] and unit.span[1] <= fact.end:
                    found[at] = 1.0
    return np.array(held, np.float32), np.array(known, np.float32)


def _meant(units: Detail, other: Detail) -> list[float]:
    apart = other.concepts.isdisjoint
    return [0.0 if apart(unit.concepts) else _BY_CONCEPT for unit in units.units]


def _alike(claim: Detail, passage: Detail) -> Iterator[tuple[int, int, float]]:
    """The words of a claim and of a passage that are the same, and how far: 1 for one stem, less else."""
    for ours, theirs, strength in chain(_of_one_stem(claim, passage), _with_typos(claim, passage)):
        mine, other = claim.meanings[ours], passage.meanings[theirs]
        # Two known words that mean different things only look alike: "бесплодный" is not "бесплатный".
        if not mine or not other or mine & other or claim.words[ours] == passage.words[theirs]:
            yield ours, theirs, strength


def _of_one_stem(claim: Detail, passage: Detail) -> Iterator[tuple[int, int, float]]:
    """Of these pairs, which are few, Python finds all in the time of five of numpy's calls."""
    by_stem, by_root = passage.places
    for ours, (stem, root) in enumerate(zip(claim.stems, claim.roots, strict=True)):
        for theirs in by_stem.get(stem, ()):
            yield ours, theirs, 1.0
        for theirs in by_root.get(root, ()):
            if claim.lengths[ours] >= ROOT_LENGTH and passage.lengths[theirs] >= ROOT_LENGTH:
                yield ours, theirs, _BY_ROOT


def _with_typos(claim: Detail, passage: Detail) -> Iterator[tuple[int, int, float]]:
    (ours, words), (theirs, others) = claim.long_words, passage.long_words
    if not words or not others:
        return
    ratio = process.cdist(words, others, scorer=fuzz.ratio, score_cutoff=_ALIKE, dtype=np.uint8)
    for row, column in zip(*(places.tolist() for places in ratio.nonzero()), strict=True):
        yield ours[row], theirs[column], _BY_TYPO


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
    if one.unit != other.unit and not (_is_loose(one) or _is_loose(other)):
        return False
    return abs(one.value - other.value) <= _TOLERANCE * abs(one.value)


def _is_loose(quantity: Quantity) -> bool:
    """Whether the unit may be left out: in "50 мың салады" the next word is taken for what is counted."""
    return quantity.value >= LEAST_BARE and not quantity.unit.isalpha()


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
