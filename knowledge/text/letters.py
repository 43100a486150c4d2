"""Which letter of the folded alphabet a code point stands for: one table of the Basic Multilingual Plane."""

import re
import unicodedata
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import chain
from typing import Final

import numpy as np

CYRILLIC_LETTERS: Final = "а-я"  # of folded text, for regular expressions
LATIN_LETTERS: Final = "a-zışçýžšč"
MARK: Final = "\0"  # what is read over inside a word: accents, zero-width and direction characters
_GAP: Final = " "
_UNIT: Final = np.dtype("<u2")  # of UTF-16
_PLANE: Final = 0x10000

# Folded letter: the letters that a reader here takes for it and Unicode's compatibility forms keep apart.
# Kazakh letters go to their neighbours on a Russian keyboard: much of Kazakh is typed so.
# "ы" joins "и": Kazakh suffixes then agree across vowel harmony, and Latin "y" and "i" need no guessing.
_READ_AS: Final = {
    "а": "әӛӓəα",
    "в": "β",
    "г": "ғӷҕґ",
    "е": "эєε",
    "ж": "җӂ",
    "з": "ҙ",
    "и": "іїйыӏιӣ",
    "к": "қҡҝҟӄκ",
    "м": "μ",
    "н": "ңӈҥӊη",
    "о": "өӫωο",
    "р": "ρ",
    "с": "ҫ",
    "т": "τҭ",
    "у": "ұүўӱӯυ",
    "х": "һҳӽχћ",
    "ч": "ҷҹӌ",
    "ш": "щ",
    "a": "ɑᴀ",
    "b": "ʙ",
    "c": "ᴄ",
    "d": "ԁđᴅ",
    "e": "æœᴇ",
    "f": "ꜰ",
    "g": "ɡɢ",
    "h": "ħʜ",
    "i": "ɩɪ",
    "j": "јᴊ",
    "k": "ᴋ",
    "l": "łʟ",
    "m": "ᴍ",
    "n": "ɴ",
    "o": "øᴏ",
    "p": "ᴘ",
    "q": "ԛ",
    "r": "ʀ",
    "s": "ѕꜱ",
    "t": "ŧᴛ",
    "u": "ᴜ",
    "v": "ѵᴠν",
    "w": "ԝᴡ",
    "y": "ʏ",
    "z": "ᴢ",
}
_LETTER: Final = {other: letter for letter, others in _READ_AS.items() for other in others}
# Latin letters whose accent changes what they stand for in a Kazakh (2018, 2021) or neighbouring alphabet.
_ACCENTED: Final = frozenset("şçýžšč")
# Kept as they are: inside a word they may stand for a letter, between words they part.
_KEPT: Final = frozenset("@$\n")
_APOSTROPHES: Final = frozenset("'’‘ʼ`´ʹ＇")
# Blank letters: of category Lo, drawn as nothing (Hangul fillers).
_BLANK: Final = frozenset("\u115f\u1160\u3164\uffa0")
# A lone surrogate or a character for private use is no letter.
_NOBODYS: Final = slice(0xD800, 0xF900)
# Ideographs and Hangul syllables fold to themselves.
_FOLDED: Final = (range(0x3400), range(0xA000, 0xAC00), range(0xF900, _PLANE))


class Script(IntEnum):
    """The alphabet of a folded letter; one with a twin in the other alphabet tells less of its text."""

    NONE = 0
    CYRILLIC = 1
    CYRILLIC_TWIN = 2
    LATIN = 3
    LATIN_TWIN = 4


TWINS: Final = dict(zip("aceopxykmtbhi", "асеорхукмтвни", strict=True))


def folded_letter(character: str) -> str:
    """One character for one: a folded letter or digit, MARK, an apostrophe, or a gap.

    What Unicode writes as several letters (a ligature) stays itself, for the word's own repair.
    """
    if character in _KEPT:
        return character
    if character in _APOSTROPHES:
        return "'"
    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Cf"} or character in _BLANK:
        return MARK
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category[0] not in "LS":
        return "\n" if category in {"Zl", "Zp"} else _GAP
    return _folded_symbol(character, category)


def _folded_symbol(character: str, category: str) -> str:
    plain = unicodedata.normalize("NFKC", character).casefold()
    if plain not in _ACCENTED:
        plain = "".join(
            part for part in unicodedata.normalize("NFD", plain) if not unicodedata.combining(part)
        )
    if len(plain) == 1 and plain.isalpha() and ord(plain) < _PLANE:
        return _LETTER.get(plain, plain)
    return character if category[0] == "L" and ord(character) < _PLANE else _GAP


def _table() -> np.ndarray[tuple[int], np.dtype[np.uint16]]:
    table = np.arange(_PLANE, dtype=_UNIT)
    table[_NOBODYS] = ord(_GAP)
    for code in chain(*_FOLDED):
        table[code] = ord(folded_letter(chr(code)))
    return table


def _scripts() -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    scripts = np.zeros(_PLANE, np.uint8)
    for letter in "абвгдежзиклмнопрстуфхцчшъьюя":
        scripts[ord(letter)] = Script.CYRILLIC_TWIN if letter in TWINS.values() else Script.CYRILLIC
    for letter in "abcdefghijklmnopqrstuvwxyzışçýžšč":
        scripts[ord(letter)] = Script.LATIN_TWIN if letter in TWINS else Script.LATIN
    return scripts


_TABLE: Final = _table()
_SCRIPTS: Final = _scripts()
_SCRIPT_COUNT: Final = len(Script)
_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")
# Letters in squares and circles that Unicode gives no compatibility form: 🅐..🅩 and 🅰..🆉.
_ENCLOSED: Final = (range(0x1F150, 0x1F16A), range(0x1F170, 0x1F18A))


@lru_cache
def _astral_letter(character: str) -> str:
    code = ord(character)
    for letters in _ENCLOSED:
        if code in letters:
            return chr(ord("a") + code - letters.start)
    return folded_letter(character)


class _Letters(dict[int, str]):
    """The folded letter of each code point of the plane that was asked for."""

    def __missing__(self, code: int) -> str:
        if code >= _PLANE:
            return self[ord(_astral_letter(chr(code)))]
        self[code] = letter = chr(_TABLE[code])
        return letter


_LETTERS: Final = _Letters()


def fold_letters(text: str) -> tuple[str, Sequence[int]]:
    """`text` letter for letter in the folded alphabet, and how many letters are of each `Script`."""
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) != 2 * len(text):
        units = _ASTRAL.sub(lambda match: _astral_letter(match[0]), text).encode("utf-16-le", "surrogatepass")
    codes = _TABLE[np.frombuffer(units, _UNIT)]
    counts = np.bincount(_SCRIPTS[codes], minlength=_SCRIPT_COUNT).tolist()
    return codes.tobytes().decode("utf-16-le"), counts


def fold_word(word: str) -> str:
    """A word letter for letter in the folded alphabet: what `fold_letters` makes of it, for short texts."""
    return word.translate(_LETTERS)
