"""The two lists behind the index: which rows have a feature, and which features a row has."""

import sys
from collections.abc import Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.index_features import Feature

Numbers = NDArray[np.int32]

UNKNOWN = 0
_ITEM = np.dtype(np.int32).itemsize
_Number = TypeVar("_Number", np.int32, np.float32)


class Postings:
    """Features and rows, both numbered, and both lists between them.

    Rows are numbered from 0, features from 1: number 0, `UNKNOWN`, stands for every feature that no row
    ever had. A feature keeps its number when its last row goes (words come back); the number of a deleted
    row is given to the next new one.

    A list is Python's own bytes holding int32. Half of all words occur in one claim only, and an array of
    one number costs 128 bytes; a `bytearray` grows and shrinks in place, so that a change costs what its
    own row holds, whatever the size of the store; and one `b"".join` reads many lists.
    """

    def __init__(self) -> None:
        self._numbers: dict[Feature, int] = {"": UNKNOWN}
        self._rows_with = [bytearray()]
        self._features_of: list[bytes] = []
        self._vacant: list[int] = []
        self._frequencies = np.zeros(1024, np.int32)

    def __len__(self) -> int:
        """How many numbers features have: each is below it."""
        return len(self._numbers)

    def insert(self, features: Iterable[Feature]) -> int:
        """Take in a row with these features (repeated ones count once) and return its number."""
        numbers = np.array(sorted({self._number(feature) for feature in features}), np.int32)
        row = self._vacate()
        self._features_of[row] = numbers.tobytes()
        packed = row.to_bytes(_ITEM, sys.byteorder)
        for number in numbers.tolist():
            self._rows_with[number] += packed
        self._frequencies[numbers] += 1
        return row

    def delete(self, row: int) -> None:
        """Take a row out of every list; its number is free from now on."""
        numbers = np.frombuffer(self._features_of[row], np.int32)
        for number in numbers.tolist():
            rows = self._rows_with[number]
            at = int(np.argmax(np.frombuffer(rows, np.int32) == row)) * _ITEM
            rows[at : at + _ITEM] = rows[-_ITEM:]
            del rows[-_ITEM:]
        self._frequencies[numbers] -= 1
        self._features_of[row] = b""
        self._vacant.append(row)

    def numbers(self, features: Iterable[Feature]) -> Numbers:
        """Return the number of each feature."""
        known = self._numbers
        return np.array([known.get(feature, UNKNOWN) for feature in features], np.int32)

    def frequencies(self, numbers: Numbers) -> Numbers:
        """Return how many rows have each feature."""
        return self._frequencies[numbers]

    def rows_with(self, numbers: Numbers) -> Numbers:
        """Return the rows of all these features, list after list: as long as their frequencies say."""
        return np.frombuffer(b"".join([self._rows_with[number] for number in numbers.tolist()]), np.int32)

    def features_of(self, rows: Numbers) -> tuple[Numbers, NDArray[np.intp]]:
        """Return the features of all these rows, list after list, and the length of each list."""
        lists = [self._features_of[row] for row in rows.tolist()]
        return np.frombuffer(b"".join(lists), np.int32), np.array(list(map(len, lists)), np.intp) // _ITEM

    def _number(self, feature: Feature) -> int:
        number = self._numbers.setdefault(feature, len(self._numbers))
        if number == len(self._rows_with):
            self._rows_with.append(bytearray())
            self._frequencies = with_room(self._frequencies, number)
        return number

    def _vacate(self) -> int:
        if self._vacant:
            return self._vacant.pop()
        self._features_of.append(b"")
        return len(self._features_of) - 1


def with_room(array: NDArray[_Number], at: int) -> NDArray[_Number]:
    """Return the array itself or, if `at` lies past its end, one a quarter longer; what is new is 0."""
    if at < array.size:
        return array
    longer = np.zeros(max(array.size * 5 // 4, at + 1), array.dtype)
    longer[: array.size] = array
    return longer
