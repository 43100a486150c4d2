"""Folded keys as hashed terms: character 3-5-grams and word stems, found in many keys with one numpy pass."""

import codecs
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

BITS = 20
SLOTS = 1 << BITS
# Odd 64-bit constants of multiplicative (Fibonacci) hashing; two, so that a stem never meets a gram by
# design.
_GRAM = np.uint64(0x9E3779B97F4A7C15)
_STEM = np.uint64(0xC2B2AE3D27D4EB4F)
_ROOT = np.uint64(0xD6E8FEB86659FD93)
_STEM_ODD, _ROOT_ODD = int(_STEM), int(_ROOT)
_SENSE = np.uint64(0xA0761D6478BD642F)
_SHIFT = np.uint64(64 - BITS)
_ALL_BITS = (1 << 64) - 1
_BYTE = np.uint64(8)
# A stem is a word's first letters: five find more Russian posts than six (P@1 .897 and .884 on real ones).
_STEM_LENGTH = 5
# What two words of one root share at least ("сумка" and "сумочка").
ROOT_LENGTH = 4
_END = 0
_SPACE = 32


def pack(key: str) -> bytes:
    """A folded key, one byte a letter: its alphabet is Cyrillic and digits, others share 32 bytes."""
    return key.encode("cp1251", _FOREIGN)


def _in_one_byte(error: UnicodeError) -> tuple[bytes, int]:
    assert isinstance(error, UnicodeEncodeError)
    return bytes(0x80 | ord(letter) & 0x1F for letter in error.object[error.start : error.end]), error.end


_FOREIGN = "knowledge.matching.terms"
codecs.register_error(_FOREIGN, _in_one_byte)


def stem(word: str) -> str:
    """What stands for the word whatever its ending."""
    return word[:_STEM_LENGTH]


def root(word: str) -> str:
    """What two words of one root share, mostly."""
    return word[:ROOT_LENGTH]


def word_slots(word: str) -> tuple[int, int]:
    """The slots of a word's stem and root: what `Letters` finds for many words at once."""
    letters = int.from_bytes(pack(word)[:_STEM_LENGTH].ljust(_STEM_LENGTH, b"\0"), "big")
    root_letters = letters >> 8 * (_STEM_LENGTH - ROOT_LENGTH)
    return _slot(letters, _STEM_ODD), _slot(root_letters, _ROOT_ODD)


def _slot(letters: int, odd: int) -> int:
    return (letters * odd & _ALL_BITS) >> (64 - BITS)


def sense_slots(concepts: Ints) -> Ints:
    """The slots of concepts of the lexicon, by their numbers."""
    return (((concepts + 1).astype(np.uint64) * _SENSE) >> _SHIFT).astype(np.int64)


def pack_senses(senses: Sequence[tuple[int, int]]) -> bytes:
    """(number of the word, concept) pairs in four bytes each; words beyond the 2047th have none."""
    words, concepts = np.array(senses, np.int64).reshape(-1, 2).T
    rows = (words << BITS | sense_slots(concepts))[words < 1 << (31 - BITS)]
    return rows.astype(np.int32).tobytes()


def unpack_senses(packed: Sequence[bytes], first: Ints) -> tuple[Ints, Ints]:
    """The slots of the senses of several texts, and the number of each one's word, counted from `first`."""
    senses = np.frombuffer(b"".join(packed), np.int32).astype(np.int64)
    sizes = np.array([len(each) // 4 for each in packed], np.int64)
    return senses & (SLOTS - 1), (senses >> BITS) + np.repeat(first, sizes)


class Places:
    """Where a post's slots stand in a table of its own: scratch of one matcher, which one thread owns."""

    def __init__(self) -> None:
        self._rows = np.full(SLOTS, -1, np.int32)

    def find(self, slots: Ints, among: Ints) -> NDArray[np.int32]:
        """For each of `slots` its place `among` others, which are distinct; -1 where it is not there."""
        self._rows[among] = np.arange(among.size)
        found = self._rows[slots]
        self._rows[among] = -1
        return found


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of several keys: row i says that key `owners[i]` holds `slots[i]` `counts[i]` times."""

    slots: Ints
    owners: Ints
    counts: Floats

    def with_more(self, slots: Ints, owners: Ints) -> "Terms":
        """These terms and others, each held once."""
        more = np.ones(slots.size, np.float32)
        return Terms(
            np.concatenate((self.slots, slots)),
            np.concatenate((self.owners, owners)),
            np.concatenate((self.counts, more)),
        )


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
        return self._beginnings(starts, _STEM_LENGTH, _STEM)

    def root_slots(self, starts: Ints) -> Ints:
        """The slot of the root of each word that begins at `starts`."""
        return self._beginnings(starts, ROOT_LENGTH, _ROOT)

    def stems(self) -> Terms:
        """The stems of the words."""
        starts = self.word_starts()
        return _counted(self.stem_slots(starts), self.owners[starts])

    def stems_and_roots(self) -> Terms:
        """The stems and the roots of the words."""
        starts = self.word_starts()
        slots = np.concatenate((self.stem_slots(starts), self.root_slots(starts)))
        return _counted(slots, np.tile(self.owners[starts], 2))

    def _beginnings(self, starts: Ints, length: int, odd: np.uint64) -> Ints:
        within = np.ones(starts.size, np.bool_)
        beginning = np.zeros(starts.size, np.uint64)
        for offset in range(length):
            letters = self.codes[starts + offset]
            within &= letters > _SPACE
            beginning = (beginning << _BYTE) | (letters * within)
        return ((beginning * odd) >> _SHIFT).astype(np.int64)


def distinct(slots: Ints) -> Ints:
    """Like `np.unique`, at a tenth of its time: numpy 2.4 hashes there."""
    ordered = np.sort(slots)
    new = np.concatenate((np.ones(min(1, ordered.size), np.bool_), ordered[1:] != ordered[:-1]))
    result: Ints = ordered[new]
    return result


def _counted(slots: Ints, owners: Ints) -> Terms:
    rows = (owners << BITS) | slots
    rows.sort()
    first = np.concatenate(([True], rows[1:] != rows[:-1])) if rows.size else np.zeros(0, np.bool_)
    at = np.flatnonzero(first)
    counts = np.diff(np.append(at, rows.size)).astype(np.float32)
    rows = rows[at]
    return Terms(rows & (SLOTS - 1), rows >> BITS, counts)
