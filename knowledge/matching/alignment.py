"""A claim and a passage word by word: what each word weighs and means, and which both have."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import chain, product
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from knowledge.matching.frequencies import rarity
from knowledge.matching.terms import ROOT_LENGTH, root, stem, stem_slot
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
_QUOTES = frozenset("«»\"“”„'")
_BETWEEN = " " + "".join(sorted(_QUOTES))
_FAR = 20  # characters before a word: enough to see whether a sentence ended
_TOLERANCE = 0.02
_REMEMBERED = 1 << 14  # sets of concepts
_NO_CONCEPTS = frozenset[int]()
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

    Lists have a place for each word.
    """

    folded: Folded
    units: tuple[Unit, ...]
    facts: Facts

    @property
    def words(self) -> tuple[str, ...]:
        return self.folded.words

    @cached_property
    def concepts(self) -> frozenset[int]:
        return frozenset[int]().union(*(unit.concepts for unit in self.units))

    @cached_property
    def weights(self) -> list[float]:
        return [unit.weight for unit in self.units]

    @cached_property
    def stems(self) -> Mapping[str, list[int]]:
        """Where the words of each stem stand."""
        return _by_beginning(self.words, range(len(self.words)), stem)

    @cached_property
    def roots(self) -> Mapping[str, list[int]]:
        """Where the words of each root stand."""
        return _by_beginning(self.words, self.long(ROOT_LENGTH), root)

    def long(self, shortest: int) -> list[int]:
        """Where the words of at least so many letters stand; numbers are none."""
        return [at for at, word in enumerate(self.words) if len(word) >= shortest and not word[0].isdigit()]

    def written(self, unit: Unit) -> str:
        """The word as it stands in the text."""
        return self.folded.text[slice(*unit.span)]


def read_closely(text: str, lexicon: Lexicon) -> Detail:
    """Read a text in detail: some 0.1 ms for a claim, so for the best candidates only."""
    return CloseReading(fold(text), lexicon).whole()


class CloseReading:
    """A folded text of which parts are read in detail, each once: of a long post, one passage or two.

    `spoken` is what the lexicon finds in its words, if that is known already.
    """

    def __init__(
        self, folded: Folded, lexicon: Lexicon, spoken: Sequence[Collection[int]] | None = None
    ) -> None:
        self.folded = folded
        self._lexicon = lexicon
        self._spoken = lexicon.spoken(folded.words) if spoken is None else spoken
        self._parts: dict[tuple[int, int], Detail] = {}

    @cached_property
    def facts(self) -> Facts:
        """The facts that the whole text states."""
        return facts(self.folded)

    def whole(self) -> Detail:
        """All of the text in detail."""
        return self.within(0, len(self.folded.text))

    def within(self, start: int, end: int) -> Detail:
        """What stands in the original `text[start:end]`; offsets stay those of the whole text."""
        if (start, end) not in self._parts:
            at = slice(*self.folded.words_within(start, end))
            folded = Folded(
                self.folded.text, self.folded.words[at], self.folded.spans[at], self.folded.silence
            )
            units = tuple(self._units(folded, self._spoken[at]))
            self._parts[start, end] = Detail(folded, units, self.facts.within(start, end))
        return self._parts[start, end]

    @cached_property
    def _shouting(self) -> bool:
        """Whether capitals say nothing: a heading in title case, a text in capitals."""
        capital = sum(self.folded.text[start].isupper() for start, _ in self.folded.spans)
        return capital * 2 > len(self.folded.words)

    def _units(self, folded: Folded, spoken: Sequence[Collection[int]]) -> Iterator[Unit]:
        weights = rarity(np.array(list(map(stem_slot, folded.words)), np.int64)).tolist()
        for word, span, weight, found in zip(folded.words, folded.spans, weights, spoken, strict=True):
            concepts = frozenset(found) if found else _NO_CONCEPTS
            if concepts and _is_light(concepts, self._lexicon):
                yield Unit(word, span, weight * _LIGHT, Role.WORD, concepts)
            else:
                yield Unit(
                    word, span, weight, _role(folded.text, span, word, shouting=self._shouting), concepts
                )


def strengths(claim: Detail, passage: Detail) -> tuple[list[float], list[float]]:
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
    return held, known


def _meant(units: Detail, other: Detail) -> list[float]:
    apart = other.concepts.isdisjoint
    return [0.0 if apart(unit.concepts) else _BY_CONCEPT for unit in units.units]


def _alike(claim: Detail, passage: Detail) -> Iterator[tuple[int, int, float]]:
    """The words of both that are the same: 1 for one stem, less with a typo or for one root."""
    pairs = chain(
        _beginning_alike(claim.stems, passage.stems, 1.0),
        _beginning_alike(claim.roots, passage.roots, _BY_ROOT),
        _but_for_a_typo(claim, passage),
    )
    for ours, theirs, strength in pairs:
        one, other = claim.units[ours], passage.units[theirs]
        # Two known words that mean different things only look alike: "бесплодный" is not "бесплатный".
        unlike = one.concepts and other.concepts and one.concepts.isdisjoint(other.concepts)
        if not unlike or one.word == other.word:
            yield ours, theirs, strength


def _beginning_alike(
    claim: Mapping[str, list[int]], passage: Mapping[str, list[int]], strength: float
) -> Iterator[tuple[int, int, float]]:
    for beginning in claim.keys() & passage.keys():
        for ours, theirs in product(claim[beginning], passage[beginning]):
            yield ours, theirs, strength


def _but_for_a_typo(claim: Detail, passage: Detail) -> Iterator[tuple[int, int, float]]:
    ours, theirs = claim.long(_SHORTEST_ALIKE), passage.long(_SHORTEST_ALIKE)
    ratios = process.cdist(
        [claim.words[place] for place in ours],
        [passage.words[place] for place in theirs],
        scorer=fuzz.ratio,
        score_cutoff=_ALIKE,
        dtype=np.uint8,
    )
    rows, columns = ratios.nonzero()
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        yield ours[row], theirs[column], _BY_TYPO


def _by_beginning(
    words: Sequence[str], places: Iterable[int], beginning: Callable[[str], str]
) -> Mapping[str, list[int]]:
    """The places of words by how they begin."""
    found: dict[str, list[int]] = {}
    for place in places:
        found.setdefault(beginning(words[place]), []).append(place)
    return found


def shared_facts(claim: Facts, passage: Facts) -> Iterator[Fact]:
    """The claim's facts that the passage states as well."""
    yield from shared_quantities(claim, passage)
    yield from shared_dates(claim, passage)
    there = {place.id for place in passage.places}
    yield from (place for place in claim.places if place.id in there)


def shared_quantities(claim: Facts, passage: Facts) -> Iterator[Quantity]:
    """The claim's quantities that the passage states as well."""
    for quantity in claim.quantities:
        if any(_same_quantity(quantity, other) for other in passage.quantities):
            yield quantity


def shared_dates(claim: Facts, passage: Facts) -> Iterator[Date]:
    """The claim's dates that the passage states as well."""
    for date in claim.dates:
        if any(_same_date(date, other) for other in passage.dates):
            yield date


def _same_quantity(one: Quantity, other: Quantity) -> bool:
    return one.unit == other.unit and abs(one.value - other.value) <= _TOLERANCE * abs(one.value)


def _same_date(one: Date, other: Date) -> bool:
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(mine is None or theirs is None or mine == theirs for mine, theirs in pairs)


@lru_cache(_REMEMBERED)
def _is_light(concepts: frozenset[int], lexicon: Lexicon) -> bool:
    """Whether all that a word can speak of is how, when or whether, or the country."""
    return all(
        lexicon.kind(concept) in _LIGHT_KINDS or lexicon.name(concept) == _HOME_CONCEPT
        for concept in concepts
    )


def _role(text: str, span: tuple[int, int], word: str, *, shouting: bool) -> Role:
    start, end = span
    quoted = start > 0 and text[start - 1] in _QUOTES
    if not quoted and word.isalpha() and (shouting or text[start:end].islower()):
        return Role.WORD
    if any(sign.isdigit() for sign in word):
        return Role.NUMBER if word.isdigit() else Role.NAME
    before = text[max(0, start - _FAR) : start].rstrip(_BETWEEN)
    inside = bool(before) and before[-1] not in _SENTENCE_ENDS
    rest = text[start + 1 : end]
    capitals = not rest.islower() and any(letter.isupper() for letter in rest)
    named = capitals or (inside and text[start].isupper())
    return Role.NAME if quoted or named else Role.WORD
