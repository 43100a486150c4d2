"""How common each term is: in the rebuttals of the store, on top of ordinary language."""

import numpy as np

from knowledge.matching.terms import SLOTS, Floats, Ints


class Frequencies:
    """Document frequencies in a table of hashed slots: one rebuttal is one document, whatever it holds."""

    def __init__(self) -> None:
        self._held = np.zeros(SLOTS, np.int32)
        self._documents = 0

    def add(self, slots: Ints) -> None:
        """Counts one more document; `slots` are distinct."""
        self._held[slots] += 1
        self._documents += 1

    def remove(self, slots: Ints) -> None:
        """Takes back what `add` counted."""
        self._held[slots] -= 1
        self._documents -= 1

    def idf(self, slots: Ints) -> Floats:
        """Smoothed inverse document frequency, at least 1 (as scikit-learn's `TfidfTransformer` has it)."""
        return (np.log((1 + self._documents) / (1 + self._held[slots])) + 1).astype(np.float32)
