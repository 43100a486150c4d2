"""One picture -> the best reading of it: pass after pass, until tesseract is sure or the time is over."""

import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image

from knowledge.media.layout import text_of
from knowledge.media.tesseract import Word, words_in

# A pass this sure is not bettered by the next ones: of 162 drawn pictures those above had .02 of their
# letters wrong (docs/media.md).
ENOUGH = 88.0
_SOUGHT = 3  # letters of a word that counts: in noise tesseract finds many short ones
_ENGLISH = ("eng",)
_MOSTLY = 0.7
_AS_GOOD = 0.98  # English read as English is as sure as with misread Cyrillic words in it
_PLENTY = 6  # words; a few that are read well in a picture of many lines are no good reading


@dataclass(frozen=True, slots=True)
class Read:
    """Text, and the mean confidence of its words: 0 to 100, 0 where there are none."""

    text: str
    confidence: float


def best_of(pictures: Iterable[Image.Image], languages: tuple[str, ...], until: float) -> Read:
    """Read one after another; `until` is the value of time.monotonic from when on no further one begins."""
    best: tuple[Word, ...] = ()
    for picture in pictures:
        words = _words(picture, languages, until)
        if _is_english(words) and languages != _ENGLISH:
            english = _words(picture, _ENGLISH, until)
            words = english if _worth(english) >= _AS_GOOD * _worth(words) else words
        best = max(best, words, key=_worth)
        if _worth(best) >= ENOUGH or time.monotonic() >= until:
            break
    return Read(text_of(best), confidence(best))


def _words(picture: Image.Image, languages: tuple[str, ...], until: float) -> tuple[Word, ...]:
    """Return none when the time is over."""
    try:
        return words_in(picture, languages, max(0.0, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        return ()


def _is_english(words: Iterable[Word]) -> bool:
    """Tell a text whose few Cyrillic words are misread: "be" as "ре", "The" as "Тһе"."""
    letters = [letter for word in words for letter in word.text if letter.isalpha()]
    return sum(letter.isascii() for letter in letters) > _MOSTLY * len(letters)


def confidence(words: Iterable[Word]) -> float:
    """Return the mean over letters, so that long words count for more."""
    counted = [(len(word.text), word.confidence) for word in words if _letters(word) >= _SOUGHT]
    return sum(size * sure for size, sure in counted) / (sum(size for size, _ in counted) or 1)


def _worth(words: Iterable[Word]) -> float:
    words = tuple(words)
    found = sum(_letters(word) >= _SOUGHT for word in words)
    return confidence(words) * min(found, _PLENTY) / _PLENTY


def _letters(word: Word) -> int:
    return sum(letter.isalpha() for letter in word.text)
