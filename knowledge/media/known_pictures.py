"""Pictures that rebuttals are about, in memory, and which of them one is a copy of."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.media.fingerprints import BYTES, Fingerprint, Prints

# Bits of 256 that may differ. Copies mostly differ by 0 to 20, and the nearest of 500 other pictures by 64
# (docs/media.md).
SAME, SIMILAR = 40, 75
# A screenshot of a text has the layout of every other one: from so many words on, its text says what it is.
WORDY = 5
# Frames of a clip that have to agree: one may be a title or a face that many clips have.
_AGREEING = 2
_WORDS = BYTES // 8


class Likeness(StrEnum):
    """How much a picture is like a known one."""

    SAME = "same"
    SIMILAR = "similar"  # worth a question, no more


class Found(NamedTuple):
    """A known picture and in how many bits it differs."""

    key: str
    distance: int


def likeness(distance: int, words: int | None) -> Likeness | None:
    """Return what a distance means; `words` are those that were read on the picture, None: nobody could."""
    if words is None:  # it may be a photo of a screen, and every fourth one of those is similar to another
        return Likeness.SIMILAR if distance <= SAME else None
    if distance > SIMILAR or words >= WORDY:
        return None
    return Likeness.SAME if distance <= SAME else Likeness.SIMILAR


class KnownPictures:
    """Fingerprints under keys, each of which may have any number: a clip has one for each frame."""

    def __init__(self) -> None:
        self._columns = np.zeros((_WORDS, 64), dtype=np.uint64)  # eight bytes of each fingerprint in a row
        self._owners = np.zeros(64, dtype=np.int64)
        self._size = 0
        self._keys: dict[str, int] = {}
        self._names: list[str] = []

    def put(self, key: str, fingerprints: Iterable[Fingerprint]) -> None:
        """Take these for the key, in place of those that it had."""
        self.remove(key)
        owner = self._keys.setdefault(key, len(self._names))
        self._names += [key] if owner == len(self._names) else []
        for each in fingerprints:
            self._make_room()
            self._columns[:, self._size] = np.frombuffer(each, dtype=np.uint64)
            self._owners[self._size] = owner
            self._size += 1

    def remove(self, key: str) -> None:
        """Forget the key, if it is there."""
        if key not in self._keys:
            return
        kept = np.flatnonzero(self._owners[: self._size] != self._keys[key])
        self._columns[:, : len(kept)] = self._columns[:, kept]
        self._owners[: len(kept)] = self._owners[kept]
        self._size = len(kept)

    def search(self, looks: Sequence[Prints]) -> tuple[Found, ...]:
        """Return what a picture (one look) or a clip (a look for each frame) is like, nearest first."""
        agreeing = min(_AGREEING, len(looks))
        distances: dict[int, list[int]] = {}
        for look in looks:
            for owner, distance in self._nearest(look).items():
                distances.setdefault(owner, []).append(distance)
        found = [
            Found(self._names[owner], sorted(each)[agreeing - 1])
            for owner, each in distances.items()
            if len(each) >= agreeing
        ]
        return tuple(sorted(found, key=lambda each: (each.distance, each.key)))

    def _nearest(self, look: Prints) -> dict[int, int]:
        """Return the smallest distance of each owner that is within SIMILAR."""
        nearest: dict[int, int] = {}
        for each in (*look.seen, *look.mirrored):
            distances = self._distances(each)
            for place in np.flatnonzero(distances <= SIMILAR):
                owner, distance = int(self._owners[place]), int(distances[place])
                nearest[owner] = min(distance, nearest.get(owner, distance))
        return nearest

    def _distances(self, fingerprint: Fingerprint) -> NDArray[np.uint16]:
        """Column by column: summing along rows of four would take ten times as long."""
        sought = np.frombuffer(fingerprint, dtype=np.uint64)
        distances = np.zeros(self._size, dtype=np.uint16)
        for column, word in zip(self._columns[:, : self._size], sought, strict=True):
            distances += np.bitwise_count(column ^ word)
        return distances

    def _make_room(self) -> None:
        if self._size == len(self._owners):
            self._columns = np.concatenate((self._columns, np.zeros_like(self._columns)), axis=1)
            self._owners = np.concatenate((self._owners, np.zeros_like(self._owners)))
