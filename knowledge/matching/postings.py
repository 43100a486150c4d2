"""The two lists behind the index: which rows have a feature, and which features a row has."""

import sys
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.index_features import SLOTS, Slots

Rows = NDArray[np.int32]
Floats = NDArray[np.float32]

_ITEM = np.dtype(np.int32).itemsize
_PARTS = 64

_Number = TypeVar("_Number", np.int32, np.float32)


class RowNumbers:
    """The rows of documents, numbered from 0; the number of a document that is gone is given again.

    In parts, because a dictionary that grows moves all its entries at once: 5 ms at 175,000.
    """

    def __init__(self) -> None:
        self._parts: list[dict[int, int]] = [{} for _ in range(_PARTS)]
        self._documents: list[int] = []
        self._free: list[int] = []

    def __len__(self) -> int:
        return len(self._documents) - len(self._free)

    def __contains__(self, document: int) -> bool:
        return document in self._parts[document % _PARTS]

    def give(self, document: int) -> int:
        """Give a row to a document that has none."""
        if self._free:
            row = self._free.pop()
            self._documents[row] = document
        else:
            row = len(self._documents)
            self._documents.append(document)
        self._parts[document % _PARTS][document] = row
        return row

    def free(self, document: int) -> int:
        """Return the row that a document had; KeyError if it has none."""
        row = self._parts[document % _PARTS].pop(document)
        self._free.append(row)
        return row

    def documents(self, rows: Rows) -> list[int]:
        return [self._documents[row] for row in rows.tolist()]


class Postings:
    """Both lists between features, which are slots, and rows.

    A list is Python's own bytes holding int32. Half of all words occur in one claim only, and an array of
    one number costs 128 bytes; a `bytearray` grows and shrinks in place, so that a change costs what its
    own row holds, whatever the size of the store; and one `b"".join` reads many lists.
    """

    def __init__(self) -> None:
        self._rows_with: list[bytearray | None] = [None] * SLOTS
        self._features_of: list[bytes] = []
        self._frequencies = np.zeros(SLOTS, np.int32)

    def insert(self, row: int, features: Slots) -> None:
        """Give distinct features to a row: to one that was deleted, or to the next."""
        packed = row.to_bytes(_ITEM, sys.byteorder)
        for feature in features.tolist():
            rows = self._rows_with[feature]
            if rows is None:
                self._rows_with[feature] = bytearray(packed)
            else:
                rows += packed
        self._features_of[row : row + 1] = [features.tobytes()]
        self._frequencies[features] += 1

    def delete(self, row: int) -> None:
        """Take a row out of every list."""
        features = np.frombuffer(self._features_of[row], np.int32)
        for feature in features.tolist():
            self._take_out(row, feature)
        self._features_of[row] = b""
        self._frequencies[features] -= 1

    def frequencies(self, features: Slots) -> NDArray[np.int32]:
        """Return how many rows have each feature."""
        return self._frequencies[features]

    def rows_with(self, features: Slots) -> Rows:
        """Return the rows of all these features, list after list: as long as their frequencies say."""
        return np.frombuffer(
            b"".join([self._rows_with[feature] or b"" for feature in features.tolist()]), np.int32
        )

    def features_of(self, rows: Rows) -> tuple[Slots, NDArray[np.intp]]:
        """Return the features of all these rows, list after list, and where each list starts."""
        lists = [self._features_of[row] for row in rows.tolist()]
        sizes = np.array([len(one) for one in lists]) // _ITEM
        return np.frombuffer(b"".join(lists), np.int32), np.cumsum(sizes) - sizes

    def _take_out(self, row: int, feature: int) -> None:
        rows = self._rows_with[feature]
        assert rows is not None
        at = int(np.argmax(np.frombuffer(rows, np.int32) == row)) * _ITEM
        rows[at : at + _ITEM] = rows[-_ITEM:]
        del rows[-_ITEM:]
        if not rows:
            self._rows_with[feature] = None


def with_room(array: NDArray[_Number], at: int) -> NDArray[_Number]:
    """Return the array itself or, if `at` lies past its end, one a quarter longer; what is new is 0."""
    if at < array.size:
        return array
    longer = np.zeros(max(array.size * 5 // 4, at + 1), array.dtype)
    longer[: array.size] = array
    return longer
