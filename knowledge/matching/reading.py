"""What the matcher reads in a text: packed words, and the senses they share across languages."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np

from knowledge.matching.likeness import windows
from knowledge.matching.terms import Ints, Letters, Terms, pack, sense_slots
from knowledge.models import Passage
from knowledge.text import Folded, fold, passages
from knowledge.text.lexicon import Lexicon

_REMEMBERED = 1 << 16  # words, about 10 MB


@dataclass(frozen=True, slots=True)
class PostReading:
    """A post as its passages: `parts` are their packed words, `terms` and `grams` what each part holds."""

    folded: Folded
    passages: tuple[Passage, ...]
    parts: tuple[bytes, ...]
    grams: Terms
    stems: Terms
    concepts: tuple[int, ...]

    def passage(self, window: int) -> Passage:
        """The part of the post that a window covers."""
        first, last = windows(len(self.parts))[window]
        start, end = self.passages[first].start, self.passages[last].end
        return Passage(start, end, self.folded.text[start:end])


def read_post(folded: Folded, meant: Sequence[tuple[int, int]]) -> PostReading | None:
    """Read a post whose words speak of the concepts `meant` (see `senses`); None for a text without words."""
    if not folded.words:
        return None
    text = folded.text
    found = [(passage, folded.within(passage.start, passage.end)) for passage in passages(text)]
    worded = [(passage, span) for passage, span in found if span[1]]
    if not worded:
        worded = [(Passage(0, len(text), text), (0, len(folded.key)))]
    parts = tuple(pack(folded.key[start:end]) for _, (start, end) in worded)
    letters = Letters.of(parts)
    return PostReading(
        folded=folded,
        passages=tuple(passage for passage, _ in worded),
        parts=parts,
        grams=letters.grams(),
        stems=letters.stems_and_roots().with_more(*_placed(meant, parts)),
        concepts=tuple({concept for _, concept in meant}),
    )


def senses(words: Sequence[str], lexicon: Lexicon) -> list[tuple[int, int]]:
    """(number of the word, concept) for each concept that a word speaks of, alone or in a phrase.

    A phrase does not hide its words here: "retire" meets "pension" by them.
    """
    starts = list(accumulate((len(word) + 1 for word in words), initial=0))
    found = {
        (number, hit.concept)
        for hit in lexicon.concepts(" ".join(words))
        for number in range(bisect_right(starts, hit.start) - 1, bisect_left(starts, hit.end))
    }
    found.update((number, concept) for number, word in enumerate(words) for concept in _alone(word, lexicon))
    return sorted(found)


@lru_cache(_REMEMBERED)
def _alone(word: str, lexicon: Lexicon) -> tuple[int, ...]:
    return tuple(hit.concept for hit in lexicon.concepts(word))


def _placed(meant: Sequence[tuple[int, int]], parts: Sequence[bytes]) -> tuple[Ints, Ints]:
    """The slots of concepts, and the number of the part of the post that each stands in."""
    ends = np.cumsum([part.count(b" ") + 1 for part in parts])
    words, concepts = np.array(meant, np.int64).reshape(-1, 2).T
    owners = np.searchsorted(ends, words, side="right")
    inside = owners < len(parts)
    return sense_slots(concepts[inside]), owners[inside]


def claim_words(text: str) -> tuple[str, ...]:
    """The folded words of a claim without the question around it ("Is it true that …?", "… рас па?")."""
    words = fold(text).words
    for frame in _OPENINGS:
        if words[: len(frame)] == frame and len(words) > len(frame):
            return words[len(frame) :]
    for frame in _CLOSINGS:
        if words[-len(frame) :] == frame and len(words) > len(frame):
            return words[: -len(frame)]
    return words


def _frames(texts: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted((fold(text).words for text in texts), key=len, reverse=True))


_OPENINGS = _frames(
    (
        "правда ли что",
        "правда ли",
        "правда что",
        "верно ли что",
        "действительно ли",
        "это правда что",
        "правдиво ли",
        "правдива ли",
        "правдивы ли",
        "is it true that",
        "is it true",
    )
)
_CLOSINGS = _frames(
    ("рас па", "шын ба", "рас па екен", "деген рас па", "деген шын ба", "екені рас па", "это правда")
)
