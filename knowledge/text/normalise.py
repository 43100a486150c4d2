"""The folded key of a text: what posts and claims are compared by."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import compress, pairwise
from typing import Final, NamedTuple

from knowledge.text.boilerplate import weightless
from knowledge.text.folded import Folded, Silence
from knowledge.text.language import is_latin_kazakh
from knowledge.text.latin import in_cyrillic
from knowledge.text.letters import CYRILLIC_LETTERS, LATIN_LETTERS, MARK, Script, fold_letters, fold_word
from knowledge.text.links import addresses
from knowledge.text.lookalikes import as_cyrillic, in_one_script, is_cyrillic_in_disguise, without_leet
from knowledge.text.spelling import REMEMBERED_WORDS, spelled, unrepeated

_LETTER: Final = r"[^\W\d_]"
_SIGN: Final = r"[^\W_]"
_WORD_ENDS: Final = rf"(?! {_SIGN} | [{MARK}'@$] )"
# Words of letters that have been through `fold_letters`; the first two kinds need no mending.
_WORD: Final = re.compile(
    rf"""
    (?P<cyrillic> [{CYRILLIC_LETTERS}]{{2,}}+ ) {_WORD_ENDS}
  | (?P<latin> [a-z]{{2,}}+ ) {_WORD_ENDS}
  | (?P<spaced> {_SIGN}{MARK}*+ (?! {_SIGN} ) (?: [\W_]{{1,6}}+ {_SIGN}{MARK}*+ (?! {_SIGN} ) ){{3,}}+ )
  | (?P<thousands> \d{{1,3}} (?:\ \d{{3}})++ (?!\d) )
  | (?P<other> (?: @(?=[{CYRILLIC_LETTERS}]) | \$(?={_LETTER}) )? {_SIGN}
      (?: {_SIGN} | {MARK} | '(?={MARK}*{_SIGN}) | (?<={_SIGN})@(?={_LETTER}) | (?<={_LETTER})[@$] )*+ )
    """,
    re.VERBOSE,
)
_SPACED_SIGN: Final = re.compile(f"{_SIGN}{MARK}*")
_CYRILLIC: Final = re.compile(f"[{CYRILLIC_LETTERS}]")
_LATIN: Final = re.compile(f"[{LATIN_LETTERS}]")
_DIGIT: Final = re.compile(r"\d")
_RUN: Final = re.compile(r"\d+|\D+")
_CAPITAL: Final = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ"
_CAMEL: Final = re.compile(f"[{_CAPITAL}]*[^{_CAPITAL}]+|[{_CAPITAL}]+")


class _Reading(NamedTuple):
    """How the Latin words of a text are to be read."""

    cyrillic: bool = True  # they stand inside Cyrillic text
    kazakh: bool = False
    shouting: bool = False  # the text is in capitals


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
    words, spans = _words(text, letters, _reading(text, counts))
    if not words:
        return Folded(text, (), (), Silence.LINKS if links else Silence.WORDLESS)
    return _without_boilerplate(text, words, spans)


def _words(text: str, letters: str, reading: _Reading) -> tuple[list[str], list[tuple[int, int]]]:
    """The folded words and where they stand; `letters` is `text` letter for letter."""
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    sounded = _sounded_as_kazakh if reading.kazakh else _sounded_as_foreign
    tagged = "#" in text or "@" in text
    for match in _WORD.finditer(letters):
        kind = match.lastgroup
        if tagged and _is_tag(text, match):
            kind = "tag"
        if kind == "cyrillic":
            words.append(spelled(match[0]))
            spans.append(match.span())
        elif kind == "latin" and not reading.cyrillic:
            words.append(sounded(match[0]))
            spans.append(match.span())
        else:
            for span in _pieces(text, match, kind):
                mended = _mended(text[slice(*span)], reading)
                words.extend(mended)
                spans.extend([span] * len(mended))
    return words, spans


def _reading(text: str, counts: Sequence[int]) -> _Reading:
    latin = counts[Script.LATIN] + counts[Script.LATIN_TWIN]
    if not latin:
        return _Reading()
    cyrillic = counts[Script.CYRILLIC] + counts[Script.CYRILLIC_TWIN]
    return _Reading(
        cyrillic=counts[Script.CYRILLIC] > counts[Script.LATIN],
        kazakh=latin > cyrillic and is_latin_kazakh(text),
        shouting=text.isupper(),
    )


def _is_tag(text: str, match: re.Match[str]) -> bool:
    """Whether a word is a #hashtag or an @name, whose words are parted by capitals alone."""
    return text[match.start() - 1 : match.start()] in {"#", "@"}


def _pieces(text: str, match: re.Match[str], kind: str | None) -> list[tuple[int, int]]:
    if kind == "tag":
        return [part.span() for part in _CAMEL.finditer(text, match.start(), match.end())]
    return _unspaced(text, match) if kind == "spaced" else [match.span()]


def _unspaced(text: str, match: re.Match[str]) -> list[tuple[int, int]]:
    """Ranges of the words in spaced-out letters: the narrowest gap parts letters, wider ones part words.

    Signs that are mostly digits are a list ("1 2 3 4") and stay apart.
    """
    signs = [found.span() for found in _SPACED_SIGN.finditer(match.string, match.start(), match.end())]
    if 2 * len(_DIGIT.findall(match[0])) > len(signs):
        return signs
    gaps = [_width(text[before[1] : after[0]]) for before, after in pairwise(signs)]
    narrow = min(gaps)
    cuts = [place for place, gap in enumerate(gaps, start=1) if gap > narrow]
    bounds = pairwise([0, *cuts, len(signs)])
    return [(signs[first][0], signs[last - 1][1]) for first, last in bounds]


def _width(gap: str) -> tuple[int, int]:
    """How wide a gap looks: a space is wider than a dot."""
    return sum(map(str.isspace, gap)), len(gap)


@lru_cache(REMEMBERED_WORDS)
def _sounded_as_foreign(word: str) -> str:
    return spelled(in_cyrillic(unrepeated(word), kazakh=False))


@lru_cache(REMEMBERED_WORDS)
def _sounded_as_kazakh(word: str) -> str:
    return spelled(in_cyrillic(unrepeated(word), kazakh=True))


@lru_cache(REMEMBERED_WORDS)
def _mended(written: str, reading: _Reading) -> tuple[str, ...]:
    """The folded words of one written word that may need more than spelling."""
    word = fold_word(unicodedata.normalize("NFKC", written))
    word = "".join(sign for sign in word if sign.isalnum() or sign in "@$")
    if not word.isalpha():
        word = without_leet(word)
    if _LATIN.search(word):
        word = in_cyrillic(unrepeated(_in_its_script(word, written, reading)), kazakh=reading.kazakh)
    word = word.replace("@", "").replace("$", "")
    return tuple(spelling for part in _parts(word) if (spelling := spelled(part)))


def _in_its_script(word: str, written: str, reading: _Reading) -> str:
    if _CYRILLIC.search(word):
        return in_one_script(word)
    if reading.cyrillic and is_cyrillic_in_disguise(word, written, shouting=reading.shouting):
        return as_cyrillic(word)
    return word


def _parts(word: str) -> list[str]:
    """Letters and numbers apart: "covid19" reads as "COVID-19" does; but "5g" and "h1n1" hold together."""
    runs = _RUN.findall(word)
    return runs if max(map(len, runs), default=0) > 1 else [word]


def _without_boilerplate(text: str, words: list[str], spans: list[tuple[int, int]]) -> Folded:
    dropped = weightless(text, words, spans)
    if dropped:
        weighs = [True] * len(words)
        for start, end in dropped:
            weighs[start:end] = [False] * (end - start)
        words = list(compress(words, weighs))
        spans = list(compress(spans, weighs))
    return Folded(text, tuple(words), tuple(spans), None if words else Silence.BOILERPLATE)
