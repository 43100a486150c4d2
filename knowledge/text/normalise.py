"""The folded key of a text: what posts and claims are compared by, with a way back to the original words."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import accumulate, compress, pairwise
from typing import Final

from knowledge.text.boilerplate import weightless
from knowledge.text.language import is_latin_kazakh
from knowledge.text.latin import LATIN_RUN, in_cyrillic
from knowledge.text.letters import MARK, Script, fold_letters
from knowledge.text.links import addresses
from knowledge.text.lookalikes import as_cyrillic, in_one_script, is_cyrillic_in_disguise, without_leet
from knowledge.text.spelling import REMEMBERED_WORDS, spelled

_LETTER: Final = r"[^\W\d_]"
_SIGN: Final = r"[^\W_]"
_WORD: Final = re.compile(
    rf"""
    (?P<plain> [а-я]{{2,}}+ ) (?! {_SIGN} | [{MARK}'@$] )          # the usual word: nothing to mend
  | (?P<spaced> {_LETTER}{MARK}* (?! {_SIGN} ) (?: [\W_]{{1,5}} {_LETTER}{MARK}* (?! {_SIGN} ) ){{3,}}+ )
  | \d{{1,3}} (?:\ \d{{3}})++ (?!\d)                               # 100 000
  | (?: [@$](?={_LETTER}) )? {_SIGN}
    (?: {_SIGN} | {MARK} | '(?={_SIGN}) | (?<={_LETTER})[@$](?={_SIGN}) | (?<={_LETTER})@ )*+
    """,
    re.VERBOSE,
)
# "covid19" and "500мың" part as "COVID-19" and "500 мың" do; "5g", "g7" and "h1n1" hold together.
_RUN: Final = re.compile(r"\d+|\D+")
_CAPITAL: Final = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ"
_CAMEL: Final = re.compile(f"[{_CAPITAL}]*[^{_CAPITAL}]+|[{_CAPITAL}]+")


class Silence(StrEnum):
    """Why a text has an empty key."""

    WORDLESS = "wordless"
    LINKS = "links"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True)
class Folded:
    """A text's folded words, and where each stands in the original.

    `spans` are code-point ranges of `text`, one for each of `words`, in order; words that were written as one
    ("covid19") share theirs. `silence` says why there are no words; None when there are some.
    """

    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    silence: Silence | None = None

    @cached_property
    def key(self) -> str:
        """The words separated by single spaces: lower-case Cyrillic, digits, letters of other alphabets."""
        return " ".join(self.words)

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(word) + 1 for word in self.words), initial=0))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original range of the words that `key[start:end]` touches, whole words only.

        ValueError when the range is empty or not inside the key.
        """
        if not 0 <= start < end <= len(self.key):
            raise ValueError(f"range {start}:{end} must be a non-empty part of the key's 0:{len(self.key)}")
        first = bisect_right(self._starts, start) - 1
        last = bisect_left(self._starts, end) - 1
        return self.spans[first][0], self.spans[last][1]

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The key range of the words that lie wholly in `text[start:end]`; (0, 0) when there are none."""
        first = bisect_left(self.spans, (start, -1))
        last = bisect_right(self.spans, end, key=lambda span: span[1])
        if first >= last:
            return 0, 0
        return self._starts[first], self._starts[last] - 1


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the Latin words of a text are to be read."""

    cyrillic: bool  # they stand inside Cyrillic text
    kazakh: bool  # they are Kazakh
    shouting: bool  # the text is in capitals


def key(text: str) -> str:
    """The folded key alone."""
    return fold(text).key


def fold(text: str) -> Folded:
    """`text` in the form that posts and claims are compared by; takes any string and never raises.

    Both sides of a comparison go through it, so it may throw away what it likes: case, accents, look-alikes,
    the difference between Kazakh letters and their Russian neighbours, between alphabets, repeated letters.
    """
    letters, counts = fold_letters(text)
    links = addresses(text)
    for start, end in links:
        letters = letters[:start] + " " * (end - start) + letters[end:]
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    reading = _reading(text, counts)
    tagged = "#" in text
    for match in _WORD.finditer(letters):
        plain = match["plain"]
        if plain and not (tagged and _is_hashtag(text, match)):
            words.append(spelled(plain))
            spans.append(match.span())
        else:
            for span, word in _mended_words(text, match, reading):
                words.append(word)
                spans.append(span)
    return _without_boilerplate(text, words, spans, linked=bool(links))


def _reading(text: str, counts: dict[Script, int]) -> _Reading:
    latin = counts[Script.LATIN] + counts[Script.EITHER]
    if not latin:
        return _PLAIN
    return _Reading(
        cyrillic=counts[Script.CYRILLIC] > counts[Script.LATIN],
        kazakh=latin > counts[Script.CYRILLIC] and is_latin_kazakh(text),
        shouting=text.isupper(),
    )


_PLAIN: Final = _Reading(cyrillic=True, kazakh=False, shouting=False)


def _mended_words(
    text: str, match: re.Match[str], reading: _Reading
) -> Iterator[tuple[tuple[int, int], str]]:
    if match["spaced"]:
        pieces = _unspaced(match)
    elif _is_hashtag(text, match):
        pieces = [part.span() for part in _CAMEL.finditer(text, match.start(), match.end())]
    else:
        pieces = [match.span()]
    for start, end in pieces:
        for word in _mended(text[start:end], reading):
            yield (start, end), word


def _is_hashtag(text: str, match: re.Match[str]) -> bool:
    return text[match.start() - 1 : match.start()] == "#"


def _unspaced(match: re.Match[str]) -> list[tuple[int, int]]:
    """Ranges of the words in spaced-out letters: the narrowest gap parts letters, wider ones part words."""
    signs = [found.span() for found in _SPACED_LETTER.finditer(match.string, match.start(), match.end())]
    gaps = [after[0] - before[1] for before, after in pairwise(signs)]
    narrow = min(gaps)
    starts = [signs[0][0], *(sign[0] for sign, gap in zip(signs[1:], gaps, strict=True) if gap > narrow)]
    ends = [*(sign[1] for sign, gap in zip(signs, gaps, strict=False) if gap > narrow), signs[-1][1]]
    return list(zip(starts, ends, strict=True))


_SPACED_LETTER: Final = re.compile(f"{_LETTER}{MARK}*")
_CYRILLIC: Final = re.compile("[а-я]")


@lru_cache(REMEMBERED_WORDS)
def _mended(written: str, reading: _Reading) -> tuple[str, ...]:
    """The folded words of one written word that needs more than spelling."""
    word = written.lower() if written.isascii() else fold_letters(unicodedata.normalize("NFKC", written))[0]
    word = "".join(sign for sign in word if sign.isalnum() or sign in "@$")
    if not word.isalpha():
        word = without_leet(word)
    if LATIN_RUN.search(word):
        word = _sounded(word, written, reading)
    runs = _RUN.findall(word)
    parts = runs if max(map(len, runs), default=0) > 1 else [word]
    return tuple(spelling for part in parts if (spelling := spelled(part)))


def _sounded(word: str, written: str, reading: _Reading) -> str:
    if _CYRILLIC.search(word):
        word = in_one_script(word)
    elif reading.cyrillic and is_cyrillic_in_disguise(word, written, shouting=reading.shouting):
        word = as_cyrillic(word)
    return in_cyrillic(word, kazakh=reading.kazakh)


def _without_boilerplate(
    text: str, words: list[str], spans: list[tuple[int, int]], *, linked: bool
) -> Folded:
    if not words:
        return Folded(text, (), (), Silence.LINKS if linked else Silence.WORDLESS)
    dropped = weightless(text, words, spans)
    if dropped:
        weigh = [True] * len(words)
        for start, end in dropped:
            weigh[start:end] = [False] * (end - start)
        words = list(compress(words, weigh))
        spans = list(compress(spans, weigh))
    return Folded(text, tuple(words), tuple(spans), None if words else Silence.BOILERPLATE)
