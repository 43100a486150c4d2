"""A folded text: its words, and the way from them back to the original."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import accumulate


class Silence(StrEnum):
    """Why a text has an empty key."""

    WORDLESS = "wordless"  # nothing, emoji or punctuation
    LINKS = "links"
    BOILERPLATE = "boilerplate"  # calls to pass it on and signatures


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

        The space after a word belongs to it. ValueError when the range is empty or not inside the key.
        """
        if not 0 <= start < end <= len(self.key):
            raise ValueError(f"range {start}:{end} must be a non-empty part of the key's 0:{len(self.key)}")
        first = bisect_right(self._starts, start) - 1
        last = bisect_left(self._starts, end) - 1
        return self.spans[first][0], self.spans[last][1]

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The key range of the words that lie wholly in `text[start:end]`; (0, 0) when there are none."""
        first, last = self.words_within(start, end)
        if first >= last:
            return 0, 0
        return self._starts[first], self._starts[last] - 1

    def words_within(self, start: int, end: int) -> tuple[int, int]:
        """The range of `words` that lie wholly in `text[start:end]`."""
        first = bisect_left(self.spans, (start, -1))
        return first, max(first, bisect_right(self.spans, end, key=lambda span: span[1]))
