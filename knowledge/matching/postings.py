"""The two lists behind the index: which rows have a feature, and which features a row has."""

import sys
from collections.abc import Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.index_features import Feature

Numbers = NDArray[np.int32]
Floats = NDArray[np.float32]

NOBODYS = 0
_ITEM = np.dtype(np.int32).itemsize
_Number = TypeVar("_Number", np.int32, np.int64, np.float32)


class Postings:
    """Features and rows, both numbered, and both lists between them.

    Rows are numbered from 0, features from 1; `NOBODYS` is the number of all features that no row has.
    Numbers of what is gone are given out again.

    A list is Python's own bytes holding int32. Half of all words occur in one claim only, and an array of
    one number costs 128 bytes; a `bytearray` grows and shrinks in place, so that a change costs what its
    own row holds, whatever the size of the store; and one `b"".join` reads many lists.
    """

    def __init__(self) -> None:
        self._numbers: dict[Feature, int] = {}
        self._features: list[Feature] = [""]
        self._rows_with = [bytearray()]
        self._features_of: list[bytes] = []
        self._free_numbers: list[int] = []
        self._free_rows: list[int] = []
        self._frequencies: Numbers = np.zeros(1024, np.int32)
        # log(frequency + .5): the part of a feature's rarity that only changes with the feature itself.
        self._commonness: Floats = np.zeros(1024, np.float32)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._features_of) - len(self._free_rows)

    @property
    def highest(self) -> int:
        """No feature's number is higher."""
        return len(self._features) - 1

    def insert(self, features: Iterable[Feature]) -> int:
        """Take in a row with these distinct features and return its number."""
        numbers = np.array(sorted(self._number(feature) for feature in features), np.int32)
        row = self._free_rows.pop() if self._free_rows else len(self._features_of)
        self._features_of[row : row + 1] = [numbers.tobytes()]
        packed = row.to_bytes(_ITEM, sys.byteorder)
        for number in numbers.tolist():
            self._rows_with[number] += packed
        self._count(numbers, +1)
        return row

    def delete(self, row: int) -> None:
        """Take a row out of every list."""
        numbers = np.frombuffer(self._features_of[row], np.int32)
        for number in numbers.tolist():
            rows = self._rows_with[number]
            at = int(np.argmax(np.frombuffer(rows, np.int32) == row)) * _ITEM
            rows[at : at + _ITEM] = rows[-_ITEM:]
            del rows[-_ITEM:]
            if not rows:
                del self._numbers[self._features[number]]
                self._free_numbers.append(number)
        self._count(numbers, -1)
        self._features_of[row] = b""
        self._free_rows.append(row)

    def numbers(self, features: Iterable[Feature]) -> list[int]:
        """Return the number of each feature, `NOBODYS` if no row has it."""
        known = self._numbers
        return [known.get(feature, NOBODYS) for feature in features]

    def frequencies(self, numbers: Numbers) -> Numbers:
        """Return how many rows have each feature."""
        return self._frequencies[numbers]

    def weights(self, numbers: Numbers) -> Floats:
        """Return each feature's squared inverse document frequency, idf = log((rows + 1) / (frequency + .5)).

        Of this moment: any change of the rows changes it.
        """
        idf: Floats = np.float32(np.log(len(self) + 1)) - self._commonness[numbers]
        return np.square(idf)

    def rows_with(self, numbers: Numbers) -> Numbers:
        """Return the rows of all these features, list after list: as long as their frequencies say."""
        return np.frombuffer(b"".join([self._rows_with[number] for number in numbers.tolist()]), np.int32)

    def features_of(self, rows: Numbers) -> tuple[Numbers, NDArray[np.intp]]:
        """Return the features of all these rows, list after list, and where each list starts."""
        lists = [self._features_of[row] for row in rows.tolist()]
        sizes = np.array([len(one) for one in lists]) // _ITEM
        return np.frombuffer(b"".join(lists), np.int32), np.cumsum(sizes) - sizes

    def _number(self, feature: Feature) -> int:
        number = self._numbers.get(feature)
        if number is None:
            number = self._free_numbers.pop() if self._free_numbers else len(self._features)
            self._numbers[feature] = number
            self._features[number : number + 1] = [feature]
            self._rows_with[number : number + 1] = [bytearray()]
        return number

    def _count(self, numbers: Numbers, change: int) -> None:
        self._frequencies = with_room(self._frequencies, self.highest)
        self._commonness = with_room(self._commonness, self.highest)
        self._frequencies[numbers] += change
        self._commonness[numbers] = np.log(self._frequencies[numbers] + np.float32(0.5))


def with_room(array: NDArray[_Number], at: int) -> NDArray[_Number]:
    """Return the array itself or, if `at` lies past its end, one a quarter longer; what is new is 0."""
    if at < array.size:
        return array
    longer = np.zeros(max(array.size * 5 // 4, at + 1), array.dtype)
    longer[: array.size] = array
    return longer
