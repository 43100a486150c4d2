"""Which words of a claim the windows of a post hold: by stem, or by a sense shared in any language."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.frequencies import Frequencies
from knowledge.matching.likeness import Post, sums
from knowledge.matching.terms import Floats, Ints, Letters, unpack_senses

# Two words of one concept say nearly the same; the same word says a little more.
_BY_SENSE = np.float32(0.9)
# A shared root alone: half of such pairs are the same word. .4 to .7 do equally well.
_BY_ROOT = np.float32(0.7)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of several claims in order: whose each is, its weight, and how far each window holds it.

    `owners` and `weights` are per word, `held` is words x windows in 0..1.
    """

    owners: Ints
    weights: Floats
    held: Floats

    def coverage(self, claims: int, power: float = 1.0) -> Floats:
        """Share of each claim's weight that each window holds (claims x windows)."""
        weights = self.weights**power
        total = np.bincount(self.owners, weights, claims).clip(1e-6)
        covered: Floats = sums(self.owners, weights[:, None] * self.held, claims) / total[:, None]
        return covered

    def mass(self, claims: int) -> Floats:
        """Weight of each claim's words that each window holds (claims x windows)."""
        return sums(self.owners, self.weights[:, None] * self.held, claims)

    def heaviest_missing(self, claims: int) -> Floats:
        """The weight of the heaviest word that each window lacks (claims x windows)."""
        lacking = self.weights[:, None] * (1 - self.held)
        return sums(self.owners, lacking, claims, np.maximum)


def words(letters: Letters, senses: Sequence[bytes], post: Post, frequencies: Frequencies) -> Words:
    """Look claims' words up in a post; `senses` are theirs, packed; `post` has stems, roots and senses."""
    starts = letters.word_starts()
    owners = letters.owners[starts]
    stems = letters.stem_slots(starts)
    held = _held(post.rows(stems), post.held)
    np.maximum(held, _held(post.rows(letters.root_slots(starts)), post.held) * _BY_ROOT, out=held)
    meant, whose = unpack_senses(senses, np.searchsorted(owners, np.arange(len(senses))))
    by_sense = _held(post.rows(meant), post.held) * _BY_SENSE
    np.maximum(held, sums(whose, by_sense, starts.size, np.maximum), out=held)
    return Words(owners, frequencies.idf(stems), held)


def _held(rows: NDArray[np.int32], present_in: Floats) -> Floats:
    if not present_in.shape[0]:
        return np.zeros((rows.size, present_in.shape[1]), np.float32)
    held = present_in.take(rows, axis=0, mode="wrap")
    held[rows < 0] = 0
    return held
