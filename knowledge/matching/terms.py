"""Folded keys as hashed terms: character 3-5-grams and word stems, found in many keys with one numpy pass."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

BITS = 20
SLOTS = 1 << BITS
# Odd 64-bit constants of multiplicative (Fibonacci) hashing; two, so that a stem never meets a gram by design.
_GRAM = np.uint64(0x9E3779B97F4A7C15)
_STEM = np.uint64(0xC2B2AE3D27D4EB4F)
_SHIFT = np.uint64(64 - BITS)
_BYTE = np.uint64(8)
# A stem is a word's first letters: five find more Russian posts than six (P@1 .897 and .884 on real ones).
_STEM_LENGTH = 5
_END = 0
_SPACE = 32


def pack(key: str) -> bytes:
    """A folded key in one byte a letter (its alphabet is Cyrillic, Latin and digits); what is outside is a gap."""
    return key.encode("cp1251", "replace").replace(b"?", b" ")


def stem(word: str) -> str:
    """What stands for the word whatever its ending."""
    return word[:_STEM_LENGTH]


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of several keys: row i says that key `owners[i]` holds `slots[i]` `counts[i]` times; sorted by owner."""

    slots: Ints
    owners: Ints
    counts: Floats


@dataclass(frozen=True, slots=True)
class Letters:
    """Several packed keys as one array of bytes, each between spaces and closed by a zero."""

    codes: NDArray[np.uint8]
    owners: Ints

    @classmethod
    def of(cls, keys: Sequence[bytes]) -> "Letters":
        joined = b"".join(b" %b \0" % key for key in keys) + bytes(_STEM_LENGTH)
        codes = np.frombuffer(joined, np.uint8)
        ends = codes == _END
        return cls(codes, np.cumsum(ends) - ends)

    def grams(self) -> Terms:
        """Runs of three to five letters, across words too."""
        inside = self.codes != _END
        run = self.codes.astype(np.uint64)
        full, tail = inside, run
        hashes, owners = [], []
        for length in range(2, 6):
            full = full[:-1] & inside[length - 1 :]
            run = (run[:-1] << _BYTE) | tail[length - 1 :]
            if length > 2:  # noqa: PLR2004  pairs say too little
                start = np.flatnonzero(full)
                hashes.append((run[start] * _GRAM) >> _SHIFT)
                owners.append(self.owners[start])
        return _counted(np.concatenate(hashes).astype(np.int64), np.concatenate(owners))

    def word_starts(self) -> Ints:
        """Where each word begins."""
        letter = self.codes > _SPACE
        return np.flatnonzero(letter[1:] & ~letter[:-1]) + 1

    def stem_slots(self, starts: Ints) -> Ints:
        """The slot of the stem of each word that begins at `starts`."""
        within = np.ones(starts.size, np.bool_)
        stems = np.zeros(starts.size, np.uint64)
        for offset in range(_STEM_LENGTH):
            letters = self.codes[starts + offset]
            within &= letters > _SPACE
            stems = (stems << _BYTE) | (letters * within)
        return ((stems * _STEM) >> _SHIFT).astype(np.int64)

    def stems(self) -> Terms:
        """The stems of the words."""
        starts = self.word_starts()
        return _counted(self.stem_slots(starts), self.owners[starts])


def _counted(slots: Ints, owners: Ints) -> Terms:
    rows = (owners << BITS) | slots
    rows.sort()
    first = np.concatenate(([True], rows[1:] != rows[:-1])) if rows.size else np.zeros(0, np.bool_)
    at = np.flatnonzero(first)
    counts = np.diff(np.append(at, rows.size)).astype(np.float32)
    rows = rows[at]
    return Terms(rows & (SLOTS - 1), rows >> BITS, counts)
