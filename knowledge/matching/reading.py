"""What the matcher reads in a text: packed words, and the senses they share across languages."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.matching.likeness import windows
from knowledge.matching.terms import Ints, Letters, Terms, pack, sense_slots
from knowledge.models import Passage
from knowledge.text import Folded, fold, passages


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
    """Read a post; `meant` are (number of the word, concept). None for a text without words."""
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
