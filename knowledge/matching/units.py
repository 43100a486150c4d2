"""A claim word by word: how much each word weighs, and whether it names, counts or places something."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from knowledge.matching.frequencies import Frequencies
from knowledge.matching.terms import Letters, pack, stem
from knowledge.text import Folded, fold

# Two words are one with a typo or another ending: "землетресение" and "землетрясение" are 88 alike.
_ALIKE = 80
_SHORTEST_ALIKE = 5
_SENTENCE_ENDS = ".!?…:\n"
_QUOTES = "«»\"“”„'"


class Role(StrEnum):
    """What a word does in a claim."""

    WORD = "word"
    NAME = "name"
    NUMBER = "number"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Unit:
    """One word: folded and as written, the weight of its stem, its role, the senses that it may have."""

    word: str
    written: str
    weight: float
    role: Role
    senses: frozenset[int] = frozenset()


def units(text: str, frequencies: Frequencies) -> tuple[Unit, ...]:
    """The words of a text as units, in order."""
    folded = fold(text)
    if not folded.words:
        return ()
    letters = Letters.of([pack(" ".join(folded.words))])
    weights = frequencies.idf(letters.stem_slots(letters.word_starts())).tolist()
    shouting = _many_capitals(folded)
    return tuple(
        Unit(word, text[slice(*span)], weight, _role(text, span, word, shouting=shouting))
        for word, span, weight in zip(folded.words, folded.spans, weights, strict=True)
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
    before = text[:start].rstrip(" " + _QUOTES)
    if text[start].isupper() and before and before[-1] not in _SENTENCE_ENDS and not shouting:
        return Role.NAME
    return Role.WORD


def alike(word: str, other: str) -> float:
    """How far two folded words are the same: 1 for one stem, 0.9 with a typo, 0.7 for one root, else 0."""
    if word == other:
        return 1.0
    if word[0].isdigit() or other[0].isdigit():
        return 0.0
    if len(word) > 2 and stem(word) == stem(other):
        return 1.0
    shortest = min(len(word), len(other))
    if shortest >= _SHORTEST_ALIKE and fuzz.ratio(word, other, score_cutoff=_ALIKE):
        return 0.9
    if shortest >= 4 and word[:4] == other[:4]:
        return 0.7
    return 0.0


def held(claim: Sequence[Unit], words: Sequence[str], senses: Sequence[frozenset[int]] = ()) -> list[float]:
    """How far each unit of a claim is among `words` (each with its `senses`), 0 to 1."""
    result = []
    meant = frozenset().union(*senses) if senses else frozenset()
    for unit in claim:
        best = max((alike(unit.word, word) for word in words), default=0.0)
        if best < 0.9 and unit.senses & meant:
            best = 0.9
        result.append(best)
    return result
