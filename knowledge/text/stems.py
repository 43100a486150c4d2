"""A table of inflected words: what a folded word stands for, whatever its ending."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import chain
from typing import Final, Generic, TypeVar

from knowledge.text.spelling import REMEMBERED_WORDS
from knowledge.text.wordforms import Pattern, fits

T = TypeVar("T")
_BEGINNING: Final = 3  # letters: most words begin as no entry does


def matches(pattern: Pattern, word: str) -> bool:
    """Whether a folded word is an inflection that `pattern` allows."""
    return any(word.startswith(stem) and fits(tail, stem, word) for stem, tail in pattern)


class StemTable(Generic[T]):
    """Finds what words of a folded key stand for; remembers the answers."""

    def __init__(
        self, entries: Iterable[tuple[Pattern, T]], matches: Callable[[Pattern, str], bool] = matches
    ) -> None:
        self._matches = matches
        self._entries = tuple(entries)
        self._stems: dict[str, list[int]] = defaultdict(list)
        for number, (pattern, _) in enumerate(self._entries):
            for stem in dict.fromkeys(stem for stem, _ in pattern):
                self._stems[stem].append(number)
        self._shortest = min(map(len, self._stems), default=0)
        self._beginnings = frozenset(
            stem[: _BEGINNING if len(stem) >= _BEGINNING else self._shortest] for stem in self._stems
        )
        self._longest = max(map(len, self._stems), default=0)
        self.find = lru_cache(REMEMBERED_WORDS)(self._find)

    def possible(self, words: Iterable[str]) -> list[int]:
        """The places of those words that begin as some entry does: few, and only they are worth a `find`."""
        known, shortest = self._beginnings, self._shortest
        return [at for at, word in enumerate(words) if word[:_BEGINNING] in known or word[:shortest] in known]

    def _find(self, word: str) -> tuple[T, ...]:
        """Every meaning of `word`, in the order of the entries."""
        lengths = range(self._shortest, min(len(word), self._longest) + 1)
        begun = [numbers for length in lengths if (numbers := self._stems.get(word[:length]))]
        if not begun:
            return ()
        beginning = set(chain.from_iterable(begun))
        entries = (self._entries[number] for number in sorted(beginning))
        return tuple(meaning for pattern, meaning in entries if self._matches(pattern, word))
