"""Which words of a claim the windows of a post hold: by stem, or by a sense shared in any language."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.matching.frequencies import Frequencies
from knowledge.matching.likeness import present
from knowledge.matching.terms import BITS, SLOTS, Floats, Ints, Letters, Terms, sense_slots

# Two words of one concept say nearly the same; the same word says a little more.
_BY_SENSE = np.float32(0.9)
# A shared root alone: half of such pairs are the same word. .4 to .7 do equally well.
_BY_ROOT = np.float32(0.7)
_ROWS = np.full(SLOTS, -1, np.int64)


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
        covered: Floats = _by_owner(self.owners, weights[:, None] * self.held, claims) / total[:, None]
        return covered

    def mass(self, claims: int) -> Floats:
        """Weight of each claim's words that each window holds (claims x windows)."""
        return _by_owner(self.owners, self.weights[:, None] * self.held, claims)

    def heaviest_missing(self, claims: int) -> Floats:
        """The weight of the heaviest word that each window lacks (claims x windows)."""
        lacking = self.weights[:, None] * (1 - self.held)
        return _by_owner(self.owners, lacking, claims, np.maximum)


def words(
    letters: Letters, senses: Sequence[bytes], post: Terms, parts: int, frequencies: Frequencies
) -> Words:
    """Look claims' words up in a post; `senses` are theirs, packed; `post` has stems and senses."""
    starts = letters.word_starts()
    owners = letters.owners[starts]
    stems = letters.stem_slots(starts)
    slots, present_in = present(post, parts)
    _ROWS[slots] = np.arange(slots.size)
    held = _held(_ROWS[stems], present_in)
    np.maximum(held, _held(_ROWS[letters.root_slots(starts)], present_in) * _BY_ROOT, out=held)
    first = np.searchsorted(owners, np.arange(len(senses)))
    meant, whose = _unpacked(senses, first)
    better = _held(_ROWS[meant], present_in) * _BY_SENSE
    _ROWS[slots] = -1
    np.maximum.at(held, whose, better)
    return Words(owners, frequencies.idf(stems), held)


def pack_senses(senses: Sequence[tuple[int, int]]) -> bytes:
    """(number of the word, concept) pairs in four bytes each; words beyond the 2047th have none."""
    words, concepts = np.array(senses, np.int64).reshape(-1, 2).T
    rows = (words << BITS | sense_slots(concepts))[words < 1 << (31 - BITS)]
    return rows.astype(np.int32).tobytes()


def _unpacked(senses: Sequence[bytes], first: Ints) -> tuple[Ints, Ints]:
    packed = np.frombuffer(b"".join(senses), np.int32).astype(np.int64)
    sizes = np.array([len(each) // 4 for each in senses], np.int64)
    return packed & (SLOTS - 1), (packed >> BITS) + np.repeat(first, sizes)


def _held(rows: Ints, present_in: Floats) -> Floats:
    if not present_in.shape[0]:
        return np.zeros((rows.size, present_in.shape[1]), np.float32)
    return np.where(rows[:, None] >= 0, present_in[rows], np.float32(0))


def _by_owner(owners: Ints, values: Floats, claims: int, how: np.ufunc = np.add) -> Floats:
    total = np.zeros((claims, values.shape[1]), np.float32)
    if owners.size:
        first = np.flatnonzero(np.concatenate(([True], owners[1:] != owners[:-1])))
        total[owners[first]] = how.reduceat(values, first, axis=0)
    return total
