"""Whether a text holds what somebody looks for: most of the words, by stem, or by a sense in any language."""

from collections.abc import Iterable
from typing import Final

import numpy as np

from knowledge.matching.documents import Read
from knowledge.matching.frequencies import Frequencies
from knowledge.matching.terms import ROOT_LENGTH, Letters, sense_slots, unpack_senses, word_slots

# This share of the weight of the words must be there. All of it would miss who writes a sentence instead of
# a few words; at half, one word of two would do, and "nothing found" would never be said.
_ENOUGH: Final = 0.6
# Half of the words that share a root are the same word, so one alone is no find.
_BY_ROOT: Final = 0.5
_SOUGHT = 24  # words: who sends more wants a post checked, and finds by its beginning


class Sought:
    """The words that somebody looks for, and how much each of them says."""

    def __init__(self, read: Read, frequencies: Frequencies) -> None:
        words = read.words[:_SOUGHT]
        slots = [word_slots(word) for word in words]
        weights = frequencies.idf(np.array([stem for stem, _ in slots], np.int64)).tolist()
        senses: list[set[int]] = [set() for _ in words]
        for number, concept in read.senses:
            if number < len(words):
                senses[number] |= set(sense_slots(np.array([concept])).tolist())
        # A short word is its own root: "банк" is found in "банки".
        by_root = [1.0 if len(word) == ROOT_LENGTH else _BY_ROOT for word in words]
        self._words = list(zip(slots, by_root, senses, weights, strict=True))
        self._enough = _ENOUGH * sum(weights)

    def is_in(self, texts: Iterable[tuple[bytes, bytes]]) -> bool:
        """Whether one of the texts of a rebuttal, each a key and its senses as `terms` packs them, has it."""
        return any(self._held(_terms(*text)) >= self._enough for text in texts)

    def _held(self, terms: set[int]) -> float:
        """The weight of the words that a text holds."""
        held = 0.0
        for (stem, root), by_root, senses, weight in self._words:
            if stem in terms or not senses.isdisjoint(terms):
                held += weight
            elif root in terms:
                held += weight * by_root
        return held


def _terms(key: bytes, senses: bytes) -> set[int]:
    """The slots of all stems, roots and senses of a text; by design those of one kind meet no other's."""
    letters = Letters.of([key])
    starts = letters.word_starts()
    meant, _ = unpack_senses([senses], np.zeros(1, np.int64))
    return {*letters.stem_slots(starts).tolist(), *letters.root_slots(starts).tolist(), *meant.tolist()}
