"""The dates that a text names: days, months and years, in three languages."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import product
from typing import Final, NamedTuple

from knowledge.models import Language
from knowledge.text.folded import Folded
from knowledge.text.spelling import word_keys
from knowledge.text.stems import StemTable
from knowledge.text.units import ORDINALS, known_unit
from knowledge.text.wordforms import patterns


@dataclass(frozen=True, slots=True)
class Date:
    """As much of a date as is said; `start` and `end` are code-point offsets in the original text."""

    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int


class _Proof(IntEnum):
    """What must stand beside the name of a month for it to be one."""

    NOTHING = 0
    COMPANY = 1  # a day, a year, a preposition: май is oil too, қазан a pot and a city, march a walk
    NUMBER = 2  # a day or a year


class _Month(NamedTuple):
    number: int
    language: Language
    proof: _Proof


# By month: its Kazakh, Russian, English names for each _Proof.
_MONTHS: Final = (
    ("қаңтар~", "январ~", "january", "", "", "", "", "янв", "jan"),
    ("ақпан~", "феврал~", "february", "", "", "", "", "фев февр", "feb"),
    ("", "март~", "", "наурыз~", "", "march", "", "мар", "mar"),
    ("сәуір~", "апрел~", "april", "", "", "", "", "апр", "apr"),
    ("мамыр~", "", "", "", "май мая мае маю маем", "may", "", "", ""),
    ("", "июн~", "june", "маусым~", "", "", "", "", "jun"),
    ("шілде~", "июл~", "july", "", "", "", "", "", "jul"),
    ("тамыз~", "август~", "august", "", "", "", "", "авг", "aug"),
    ("қыркүйек~", "сентябр~", "september", "", "", "", "", "сен сент", "sep sept"),
    ("", "октябр~", "october", "қазан~", "", "", "", "окт", "oct"),
    ("", "ноябр~", "november", "қараша~", "", "", "", "ноя нояб", "nov"),
    ("желтоқсан~", "декабр~", "december", "", "", "", "", "дек", "dec"),
)
_TABLE: Final = StemTable(
    (pattern, _Month(number, language, proof))
    for number, row in enumerate(_MONTHS, start=1)
    for (proof, language), cell in zip(product(_Proof, Language), row, strict=True)
    for form in cell.split()
    for pattern in patterns(form, language)
)
_BEFORE_MONTH: Final = {
    Language.KK: word_keys("жылғы жылдың жылы биылғы келесі осы"),
    Language.RU: word_keys("в с со до к по на начале конце середине"),
    Language.EN: word_keys("in since by until from next last this of on"),
}
_MONTH_WORDS: Final = word_keys("айы айында айының айынан айына айындағы месяца месяце")
_YEAR_WORDS: Final = word_keys(
    "год года году годом годы годов г гг жыл жылы жылғы жылдың жылдан жылға жылда жылдар жж ж"
)
_BEFORE_YEAR: Final = word_keys("в с до к за year in since by until from of")
_LIKELY_YEARS: Final = range(1990, 2036)  # without a word for year beside them
_YEARS: Final = range(1900, 2101)
_YEAR_DIGITS: Final = 4
_DAYS: Final = range(1, 32)
_NUMERIC: Final = re.compile(
    r"""
    (?<![\d.,]) (?P<day>\d{1,2}) (?P<dot>[./]) (?P<month>\d{1,2}) (?P=dot) (?P<year>\d{4}|\d{2}) (?![\d.]?\d)
  | (?<!\d) (?P<iso_year>\d{4}) - (?P<iso_month>\d{2}) - (?P<iso_day>\d{2}) (?!\d)
    """,
    re.VERBOSE,
)
_LOOKS_NUMERIC: Final = re.compile(r"\d[./-]\d")
_CENTURY: Final = 2000


def dates(folded: Folded) -> tuple[Date, ...]:
    """The dates in a text, in order."""
    numeric = tuple(_numeric(folded.text)) if _LOOKS_NUMERIC.search(folded.text) else ()
    taken = {place for date in numeric for place in range(*folded.words_within(date.start, date.end))}
    named = tuple(_with_months(folded, taken))
    years = tuple(_years(folded, taken)) if any(map(str.isdigit, folded.words)) else ()
    return tuple(sorted((*numeric, *named, *years), key=lambda date: date.start))


def conflict(claim: Iterable[Date], post: Iterable[Date]) -> tuple[Date, Date] | None:
    """A date of each, where both name years, months or days of the month and share none of them."""
    claim, post = tuple(claim), tuple(post)
    for field in ("year", "month", "day"):
        ours = {value: date for date in claim if (value := getattr(date, field)) is not None}
        theirs = {value: date for date in post if (value := getattr(date, field)) is not None}
        if ours and theirs and ours.keys().isdisjoint(theirs):
            return next(iter(ours.values())), next(iter(theirs.values()))
    return None


def _numeric(text: str) -> Iterator[Date]:
    for match in _NUMERIC.finditer(text):
        year = int(match["year"] or match["iso_year"])
        month = int(match["month"] or match["iso_month"])
        day = int(match["day"] or match["iso_day"])
        if year < _YEARS.start:
            year += _CENTURY
        if 1 <= month <= len(_MONTHS) and day in _DAYS and year in _YEARS:
            yield Date(year, month, day, *match.span())


def _with_months(folded: Folded, taken: set[int]) -> Iterator[Date]:
    """Dates around a month's name; the places of their words are added to `taken`."""
    for at in _TABLE.possible(folded.words):
        months = _TABLE.find(folded.words[at])
        if not months:
            continue
        month = months[0]
        day, first, last = _day_beside(folded, at, month)
        year, first, last = _year_beside(folded, first, last)
        if day or year or _is_proven(folded.words, at, month):
            taken.update(range(first, last + 1))
            yield Date(year, month.number, day, folded.spans[first][0], folded.spans[last][1])


def _day_beside(folded: Folded, at: int, month: _Month) -> tuple[int | None, int, int]:
    before = at - 1
    if before >= 0 and folded.words[before] in ORDINALS:
        before -= 1
    day = _number(folded.words, before, _DAYS)
    if day:
        return day, before, at
    if month.language is not Language.RU and (day := _number(folded.words, at + 1, _DAYS)):
        return day, at, at + 1
    return None, at, at


def _year_beside(folded: Folded, first: int, last: int) -> tuple[int | None, int, int]:
    words = folded.words
    after = last + 1
    if after < len(words) and words[after] in ORDINALS:
        after += 1
    year = _number(words, after, _YEARS)
    if year:
        return year, first, after
    before = first - 1
    if before >= 0 and words[before] in _YEAR_WORDS:
        before -= 1
    year = _number(words, before, _YEARS)
    return (year, before, last) if year else (None, first, last)


def _is_proven(words: Sequence[str], at: int, month: _Month) -> bool:
    if month.proof is not _Proof.COMPANY:
        return month.proof is _Proof.NOTHING
    after = words[at + 1] if at + 1 < len(words) else ""
    return after in _MONTH_WORDS or (at > 0 and words[at - 1] in _BEFORE_MONTH[month.language])


def _years(folded: Folded, taken: set[int]) -> Iterator[Date]:
    words = folded.words
    for at, word in enumerate(words):
        if len(word) != _YEAR_DIGITS or at in taken:
            continue
        year = _number(words, at, _YEARS)
        glued = at > 0 and folded.spans[at] == folded.spans[at - 1]  # user2012
        if year is None or glued:
            continue
        named = at + 1 < len(words) and words[at + 1] in _YEAR_WORDS
        introduced = at > 0 and words[at - 1] in _BEFORE_YEAR
        counts = at + 1 < len(words) and known_unit(words[at + 1]) is not None
        if named or (not counts and (introduced or year in _LIKELY_YEARS)):
            last = at + 1 if named else at
            yield Date(year, None, None, folded.spans[at][0], folded.spans[last][1])


def _number(words: Sequence[str], at: int, among: range) -> int | None:
    if not 0 <= at < len(words) or not words[at].isdigit() or len(words[at]) > _YEAR_DIGITS:
        return None
    number = int(words[at])
    return number if number in among else None
