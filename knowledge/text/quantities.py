"""The quantities that a text names: a number and what is counted, in three languages."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, NamedTuple

from knowledge.text.folded import Folded
from knowledge.text.numerals import NUMBER_WORDS, Numeral, numeral_at
from knowledge.text.spelling import word_key, word_keys
from knowledge.text.units import ORDINALS, Unit, known_unit

BARE: Final = ""
"""The unit of a number that counts nothing that can be told: "50 мың" without "теңге"."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in a unit; `start` and `end` are code-point offsets of number and unit in the original text.

    `unit` is one of `units`, "~" and the first letters of the counted word's key, or `BARE`.
    """

    value: float
    unit: str
    start: int
    end: int


_SIGNS: Final = {"₸": "kzt", "₽": "rub", "$": "usd", "€": "eur", "¥": "cny", "%": "percent", "°": "degree"}
_SIGN_BEHIND: Final = re.compile(rf"\s?([{''.join(_SIGNS)}])")
_FOLD: Final = {
    word_key(word): value
    for value, words in {
        2: "вдвое twice double doubled twofold",
        3: "втрое triple tripled",
        4: "вчетверо",
    }.items()
    for word in words.split()
}
_OPENERS: Final = NUMBER_WORDS | _FOLD.keys()  # one of them or a number in digits begins each quantity
# Before a number these say that it names a thing and counts nothing: article 5, school 12, tel. 8777…
_NAMING: Final = word_keys(
    """
    ст статья статье статьи статью статей пункт пункта п п номер тел телефон школа школы школе лицей дом кв
    квартира микрорайон мкр бап бабы бабының тармақ нөмір мектеп үй article section no number phone school
    """
)
_ADJECTIVE: Final = re.compile(".{3,}(?:их|ими|ого|ои|иаиа|уиу)")
_SMALL_WORDS: Final = word_keys(
    """
    в на и с по от до из за к о у не но или что как это для при же бы уже только ещё және мен бен пен да
    де емес the of and in on at to by for with or from were was is are new more жаңа астам жуық дейін
    кейін бұрын после назад
    """
)
_COUNTED_LETTERS: Final = 5  # of a counted word's key: enough to know it inflected
_SHORTEST_COUNTED: Final = 4
_BETWEEN_RANGE: Final = re.compile(r"\s*[-–—]\s*")
_TELEPHONE: Final = re.compile(r"(?:\+\d|(?<!\d)8)[\s(-]*\d{3}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}(?!\d)")
LEAST_BARE: Final = 10
"""Smaller numbers without a unit are "one of them", "the two"."""
_TOLERANCE: Final = 0.02  # "around 100 thousand" and 99,300 are the same rumour


class _Counted(NamedTuple):
    """A unit beside a number, and where number and unit stand."""

    unit: str
    factor: float
    start: int
    end: int


def quantities(folded: Folded, taken: Iterable[tuple[int, int]] = ()) -> tuple[Quantity, ...]:
    """The quantities in a text, in order; `taken` are original ranges that are no quantities (dates)."""
    if _OPENERS.isdisjoint(folded.words) and not any(map(str.isdigit, folded.words)):
        return ()
    telephones = (match.span() for match in _TELEPHONE.finditer(folded.text))
    closed = {place for span in chain(taken, telephones) for place in range(*folded.words_within(*span))}
    found = [
        Quantity(_FOLD[word], "times", *span)
        for word, span in zip(folded.words, folded.spans, strict=True)
        if word in _FOLD
    ]
    before: Numeral | None = None
    for numeral in _numerals(folded, closed):
        counted = _counted_by(folded, numeral)
        if counted:
            low = _lower_bound(folded, before, numeral)
            if low:
                start = folded.spans[low.first][0]
                found.append(Quantity(low.value * counted.factor, counted.unit, start, counted.end))
            found.append(Quantity(numeral.value * counted.factor, counted.unit, counted.start, counted.end))
        elif numeral.value >= LEAST_BARE:
            span = folded.spans[numeral.first][0], folded.spans[numeral.last - 1][1]
            found.append(Quantity(numeral.value, BARE, *span))
        before = None if counted else numeral
    counted_from = {quantity.start for quantity in found if quantity.unit != BARE}
    told = (each for each in found if each.unit != BARE or each.start not in counted_from)
    return tuple(sorted(told, key=lambda quantity: quantity.start))


def _numerals(folded: Folded, closed: Container[int]) -> Iterator[Numeral]:
    free = 0  # the first word that no number has taken
    for at, word in enumerate(folded.words):
        if (word in NUMBER_WORDS or word.isdigit()) and at >= free and at not in closed:
            numeral = None if _names(folded, at) else numeral_at(folded, at)
            if numeral:
                free = numeral.last
                yield numeral


def conflicts(claim: Sequence[Quantity], post: Sequence[Quantity]) -> Iterator[tuple[Quantity, Quantity]]:
    """A quantity of each for every unit that both use without agreeing on one value, give or take 2 %."""
    for unit in dict.fromkeys(quantity.unit for quantity in claim if quantity.unit != BARE):
        ours = [quantity for quantity in claim if quantity.unit == unit]
        theirs = [quantity for quantity in post if quantity.unit == unit]
        if ours and theirs and not any(_agree(one.value, other.value) for one in ours for other in theirs):
            yield ours[0], theirs[0]


def _agree(one: float, other: float) -> bool:
    return abs(one - other) <= _TOLERANCE * max(abs(one), abs(other))


def _names(folded: Folded, at: int) -> bool:
    """Whether a number at word `at` is part of a name: №5, COVID-19, +7 701…, 10:30, article 282, 2-ші."""
    if not folded.words[at].isdigit():
        return False
    start, end = folded.spans[at]
    before, after = folded.text[max(0, start - 2) : start], folded.text[end : end + 2]
    if before[-1:] in {"№", "#", "+", ":", "/"} or re.fullmatch(r"[:/]\d", after):
        return True
    if re.fullmatch(r"[^\W\d_][-‑–]", before) or (at > 0 and folded.spans[at - 1] == (start, end)):
        return True
    if at > 0 and folded.words[at - 1] in _NAMING:
        return True
    following = folded.words[at + 1] if at + 1 < len(folded.words) else ""
    joined = after[:1] == "-" or (at + 1 < len(folded.spans) and folded.spans[at + 1] == (start, end))
    return joined and following in ORDINALS


def _lower_bound(folded: Folded, first: Numeral | None, second: Numeral) -> Numeral | None:
    """The "10" of "10-15 thousand": it has the scale and the unit of what follows."""
    if first is None or first.last != second.first:
        return None
    between = folded.text[folded.spans[first.last - 1][1] : folded.spans[second.first][0]]
    if not _BETWEEN_RANGE.fullmatch(between):
        return None
    return first._replace(value=first.value * second.scale)


def _counted_by(folded: Folded, numeral: Numeral) -> _Counted | None:
    """What the number counts: a sign beside it, a unit behind it, or the word behind it."""
    start, end = folded.spans[numeral.first][0], folded.spans[numeral.last - 1][1]
    sign = _SIGN_BEHIND.match(folded.text, end)
    if sign:
        return _Counted(_SIGNS[sign[1]], 1, start, sign.end())
    if folded.text[start - 1 : start] in _SIGNS:
        return _Counted(_SIGNS[folded.text[start - 1]], 1, start - 1, end)
    for place, word in enumerate(folded.words[numeral.last : numeral.last + 2], start=numeral.last):
        unit = known_unit(word) or _counted_word(word, numeral)
        if unit:
            return _Counted(unit.name, unit.factor, start, folded.spans[place][1])
        if not _ADJECTIVE.fullmatch(word):
            break
    return None


def _counted_word(word: str, numeral: Numeral) -> Unit | None:
    """A word that is no unit as one of its own: "300 школ" differ from "30 школ"."""
    countable = len(word) >= _SHORTEST_COUNTED and word.isalpha() and word not in _SMALL_WORDS
    if not countable or not numeral.in_digits or numeral.value <= 1 or _ADJECTIVE.fullmatch(word):
        return None
    return Unit("~" + word[:_COUNTED_LETTERS], 1)
