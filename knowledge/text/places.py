"""The places that a text names, inflected, in three languages."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from knowledge.models import Language
from knowledge.text.folded import Folded
from knowledge.text.stems import StemTable, matches
from knowledge.text.wordforms import Pattern, Tail, patterns

_COLUMNS: Final = 5
_NOWHERE: Final = "-"
_CAPITAL: Final = "^"
_LETTERS: Final = "!"
# What a place's adjectives and people end in, beside the cases of its name, in the spelling of the key:
# российский, казахстанцы; астаналық, қазақстандықтар; Ukrainian, Chinese.
_OF_THE_PLACE: Final = {
    Tail.RUSSIAN: re.compile("(?:[аеиоу]?н|[еио]в|а)?(?:и|е)?(?:ск|тск|тс|ан)(?:[аеиоу][аеигмоух]*)?"),
    Tail.KAZAKH: re.compile("[лдт]ик(?:т[ае]р)?[а-я]{0,5}"),
    Tail.ENGLISH: re.compile("(?:и?ан|н|есе)с?"),
}
_IGNORED: Final = "kz"  # every claim here is about Kazakhstan, said or not


@dataclass(frozen=True, slots=True)
class Place:
    """A named place; `start` and `end` are code-point offsets of its name in the original text."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Name:
    place: str
    words: tuple[Pattern, ...]
    flag: str = ""
    letters: str = ""  # of the first word


def places(folded: Folded) -> tuple[Place, ...]:
    """The places named in a text, in order; where several names fit, the longest."""
    found: list[Place] = []
    openers = _gazetteer().openers
    free = 0  # the first word that no name has taken
    for at in openers.possible(folded.words):
        names = openers.find(folded.words[at])
        name = _named_at(folded, at, names) if names and at >= free else None
        if name:
            free = at + len(name.words)
            found.append(Place(name.place, folded.spans[at][0], folded.spans[free - 1][1]))
    return tuple(found)


def conflict(claim: Iterable[Place], post: Iterable[Place]) -> tuple[Place, Place] | None:
    """A place of each, where both name places and none is, holds or lies in one of the other's.

    Kazakhstan is ignored.
    """
    ours = [place for place in claim if place.id != _IGNORED]
    theirs = [place for place in post if place.id != _IGNORED]
    if not ours or not theirs or any(touch(one.id, other.id) for one in ours for other in theirs):
        return None
    return ours[0], theirs[0]


def touch(one: str, other: str) -> bool:
    """Whether two places (ids) are one, or one holds the other; Kazakhstan holds none here."""
    return one in _with_holders(other) or other in _with_holders(one)


def is_abroad(place: str) -> bool:
    """Whether a place (an id) is neither Kazakhstan nor in it."""
    outermost = list(_with_holders(place))[-1:]
    return bool(outermost) and _gazetteer().within.get(outermost[0]) != _IGNORED


def _with_holders(place: str) -> Iterator[str]:
    """`place` (an id) and what it lies in, Kazakhstan left out."""
    while place and place != _IGNORED:
        yield place
        place = _gazetteer().within.get(place, "")


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    openers: StemTable[_Name]  # names by their first word, the longest first
    within: Mapping[str, str]


@cache
def _gazetteer() -> _Gazetteer:
    rows = list(_rows())
    names = [
        _name(place, form, language)
        for place, _, *cells in rows
        for language, cell in zip(Language, cells, strict=True)
        for form in (cell.split("|") if cell != _NOWHERE else ())
    ]
    names.sort(key=lambda name: (-len(name.words), -len(name.letters)))
    within = {place: holder for place, holder, *_ in rows if holder != _NOWHERE}
    return _Gazetteer(StemTable(((name.words[0], name) for name in names), _matches), within)


def _rows() -> Iterator[list[str]]:
    text = files("knowledge.text").joinpath("places.tsv").read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#"):
            row = line.split("\t")
            if len(row) != _COLUMNS:
                raise ValueError(f"places.tsv:{number}: expected {_COLUMNS} columns, found {len(row)}")
            yield row


def _name(place: str, form: str, language: Language) -> _Name:
    flag = form[0] if form[0] in {_CAPITAL, _LETTERS} else ""
    form = form.removeprefix(flag)
    return _Name(place, patterns(form, language), flag, form.split()[0].rstrip("~"))


def _named_at(folded: Folded, at: int, names: Iterable[_Name]) -> _Name | None:
    for name in names:
        words = folded.words[at + 1 : at + len(name.words)]
        follow = len(words) == len(name.words) - 1 and all(map(_matches, name.words[1:], words))
        if follow and _is_so_written(folded, at, name):
            return name
    return None


def _matches(pattern: Pattern, word: str) -> bool:
    if matches(pattern, word):
        return True
    return any(
        word.startswith(stem) and tail in _OF_THE_PLACE and _OF_THE_PLACE[tail].fullmatch(word, len(stem))
        for stem, tail in pattern
    )


def _is_so_written(folded: Folded, at: int, name: _Name) -> bool:
    if name.flag == _CAPITAL:
        return _capital_inside(folded, at)
    return name.flag != _LETTERS or folded.text.startswith(name.letters, folded.spans[at][0])


def _capital_inside(folded: Folded, at: int) -> bool:
    """Whether the word has a capital that does not come from the beginning of a sentence or from shouting."""
    start, end = folded.spans[at]
    written = folded.text[start:end]
    before = folded.text[:start].rstrip()
    opens = not before or before[-1] in ".!?…:\n"
    return written[0].isupper() and not opens and not (len(written) > 1 and written.isupper())
