"""A table of inflected words: what a folded word stands for, whatever its ending."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final, Generic, TypeVar

from knowledge.text.spelling import REMEMBERED_WORDS
from knowledge.text.wordforms import Pattern, fits

T = TypeVar("T")

_FIRST_LETTERS: Final = 2  # that the shortest stem has


def matches(pattern: Pattern, word: str) -> bool:
    """Whether a folded word is an inflection that `pattern` allows."""
    return any(word.startswith(stem) and fits(tail, stem, word) for stem, tail in pattern)


class StemTable(Generic[T]):
    """Finds what words of a folded key stand for; remembers the answers."""

    def __init__(
        self, entries: Iterable[tuple[Pattern, T]], matches: Callable[[Pattern, str], bool] = matches
    ) -> None:
        self._matches = matches
        self._entries: dict[str, list[tuple[Pattern, T]]] = defaultdict(list)
        for pattern, meaning in entries:
            for letters in dict.fromkeys(stem[:_FIRST_LETTERS] for stem, _ in pattern):
                self._entries[letters].append((pattern, meaning))
        self.find = lru_cache(REMEMBERED_WORDS)(self._find)

    def _find(self, word: str) -> tuple[T, ...]:
        """Every meaning of `word`, in the order of the entries."""
        entries = self._entries.get(word[:_FIRST_LETTERS], ())
        return tuple(meaning for pattern, meaning in entries if self._matches(pattern, word))
