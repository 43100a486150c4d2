"""A table of inflected words: what a folded word stands for, whatever its ending."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
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
        beginnings = frozenset(stem[:_BEGINNING] for stem in self._stems)
        self._beginnings = tuple(
            (length, frozenset(each for each in beginnings if len(each) == length))
            for length in sorted(set(map(len, beginnings)))
        )
        self._longest = max(map(len, self._stems), default=0)
        self.find = lru_cache(REMEMBERED_WORDS)(self._find)

    def may_know(self, words: Collection[str]) -> bool:
        """Whether one of `words` could stand for something; False, which it mostly is, takes 1 µs."""
        return not all(
            known.isdisjoint([word[:length] for word in words]) for length, known in self._beginnings
        )

    def _find(self, word: str) -> tuple[T, ...]:
        """Every meaning of `word`, in the order of the entries."""
        lengths = range(self._shortest, min(len(word), self._longest) + 1)
        begun = [numbers for length in lengths if (numbers := self._stems.get(word[:length]))]
        if not begun:
            return ()
        beginning = set(chain.from_iterable(begun))
        entries = (self._entries[number] for number in sorted(beginning))
        return tuple(meaning for pattern, meaning in entries if self._matches(pattern, word))
