"""A word as the lexicon writes it: whole, or with a mark for the endings that it may take."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final

from knowledge.models import Language
from knowledge.text.endings import KAZAKH_VERB, endings
from knowledge.text.spelling import word_key

_PART: Final = re.compile(r"((?:[^\W_]|')+)([*~+]?)")  # the letters, and the mark
_SPOKEN_STOPS: Final = {"к": "г", "п": "б"}  # Kazakh: айлық, айлығы; кітап, кітабы
_VOWELS: Final = "аеиоу"
_SHORTEST_STEM: Final = 4  # letters: what is left of a shorter word begins too many others


class Tail(StrEnum):
    """What may follow a stem."""

    NOTHING = ""
    ANYTHING = "*"
    KAZAKH = "kk"
    RUSSIAN = "ru"
    ENGLISH = "en"
    KAZAKH_VERB = "+"

    __hash__ = str.__hash__  # Enum's own is written in Python and takes .2 µs


Pattern = tuple[tuple[str, Tail], ...]
"""The stems of one word in the folded key, each with what may follow it."""

_TAILS: Final = {tail: endings(Language(tail)) for tail in (Tail.KAZAKH, Tail.RUSSIAN, Tail.ENGLISH)}


def fits(tail: Tail, stem: str, word: str) -> bool:
    """Whether `word`, which begins with `stem`, ends as `tail` wants.

    The key writes doubled letters once, so an ending may have lost its first letter to the stem's last.
    """
    if tail is Tail.ANYTHING or len(word) == len(stem):
        return True
    if tail is Tail.NOTHING:
        return False
    rest = word[len(stem) :]
    if tail is Tail.KAZAKH_VERB:
        return _ends_a_verb(stem, rest) or _ends_a_verb(stem, stem[-1] + rest)
    endings = _TAILS[tail]
    return rest in endings or stem[-1] + rest in endings


def _ends_a_verb(stem: str, ending: str) -> bool:
    return KAZAKH_VERB.fullmatch(stem + ending, len(stem)) is not None


def keys_of(text: str) -> dict[str, str]:
    """The key of every word of the lexicon's text; one pass over all of them takes a tenth of one each."""
    words = {letters for letters, _ in _PART.findall(text)}
    return dict(zip(words, word_key(" ".join(words)).split(" "), strict=True)) if words else {}


def patterns(form: str, language: Language, keys: Mapping[str, str] | None = None) -> tuple[Pattern, ...]:
    """The words of one form of the lexicon ("ұлттық банк~"), in order; a hyphen parts words as a space does.

    `keys` are `keys_of` a text that the form is a part of, when there are many forms in it.
    ValueError when the form has no letter.
    """
    keys = keys_of(form) if keys is None else keys
    words = tuple(_pattern(keys[letters], mark, language) for letters, mark in _PART.findall(form))
    if not words:
        raise ValueError(f"form {form!r} must hold at least one letter")
    return words


def inflected(key_word: str) -> Pattern:
    """A word of a folded key, of no known language, in any inflection of all three."""
    stems = {key_word, *_spoken(key_word)}
    bare = key_word.rstrip(_VOWELS)  # Russian "зарплата" is inflected without its last vowel
    if len(bare) >= _SHORTEST_STEM:
        stems.add(bare)
    return tuple((stem, tail) for stem in sorted(stems) for tail in _TAILS)


def _pattern(stem: str, mark: str, language: Language) -> Pattern:
    if not mark:
        return ((stem, Tail.NOTHING),)
    tail = _tail(mark, language)
    if language is Language.KK:
        return tuple((each, tail) for each in (stem, *_spoken(stem)))
    if tail is Tail.ENGLISH and stem.endswith("е"):  # force, forcing
        return ((stem, tail), (stem[:-1] + "инг", Tail.NOTHING))
    return ((stem, tail),)


def _tail(mark: str, language: Language) -> Tail:
    if mark == "+" and language is not Language.KK:
        raise ValueError(f'"+" marks Kazakh verbs only, found in {language.name}')
    return {"*": Tail.ANYTHING, "+": Tail.KAZAKH_VERB}.get(mark) or Tail(language)


def _spoken(stem: str) -> Iterator[str]:
    if stem[-1] in _SPOKEN_STOPS:
        yield stem[:-1] + _SPOKEN_STOPS[stem[-1]]
