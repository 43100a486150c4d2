"""The two lists behind the index: which rows have a feature, and which features a row has."""

import sys
from operator import itemgetter
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.index_features import SLOTS, Slots

Features = NDArray[np.int32]
Rows = NDArray[np.int32]

NOBODYS = 0
LENGTH_BITS = 8
LONGEST = (1 << LENGTH_BITS) - 1
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
    """Both lists between features and rows.

    Features are slots numbered as they come: common words come first, so what is kept by number lies close
    together where it is read most. `NOBODYS` is the number of slots that no row ever had.

    A list is Python's own bytes holding int32. Half of all words occur in one claim only, and an array of
    one number costs 128 bytes; a `bytearray` grows and shrinks in place, so that a change costs what its
    own row holds, whatever the size of the store; and one `b"".join` reads many lists.

    A posting is a row and, in its lowest `LENGTH_BITS`, how many features that row has (`LONGEST` or less):
    to look that up elsewhere would miss the cache for every row.
    """

    def __init__(self) -> None:
        self._numbers: Features = np.zeros(SLOTS, np.int32)
        self._postings = [bytearray()]
        self._frequencies = np.zeros(1024, np.int32)
        self._features_of: list[bytes] = []

    @property
    def highest(self) -> int:
        """No feature has a higher number."""
        return len(self._postings) - 1

    def insert(self, row: int, slots: Slots) -> None:
        """Give distinct slots to a row: to one that was deleted, or to the next."""
        features = self._numbered(slots)
        posting = _posting(row, features.size)
        for feature in features.tolist():
            self._postings[feature] += posting
        self._features_of[row : row + 1] = [features.tobytes()]
        self._frequencies[features] += 1

    def delete(self, row: int) -> None:
        """Take a row out of every list."""
        features = np.frombuffer(self._features_of[row], np.int32)
        posting = int.from_bytes(_posting(row, features.size), sys.byteorder)
        for feature in features.tolist():
            postings = self._postings[feature]
            at = int(np.argmax(np.frombuffer(postings, np.int32) == posting)) * _ITEM
            postings[at : at + _ITEM] = postings[-_ITEM:]
            del postings[-_ITEM:]
        self._features_of[row] = b""
        self._frequencies[features] -= 1

    def features(self, slots: Slots) -> Features:
        """Return the features that slots are; `NOBODYS` for some, others may have lost their last row."""
        return self._numbers[slots]

    def frequencies(self, features: Features) -> NDArray[np.int32]:
        """Return how many rows have each feature."""
        return self._frequencies[features]

    def postings(self, features: Features) -> NDArray[np.int32]:
        """Return the postings of all these features, list after list: as long as their frequencies say."""
        return np.frombuffer(b"".join([self._postings[feature] for feature in features.tolist()]), np.int32)

    def features_of(self, rows: Rows) -> tuple[Features, NDArray[np.intp]]:
        """Return the features of all these rows, list after list, and where each list starts."""
        # One call for all: a loop over so many scattered lists took a sixth of a query. Row 0 is asked for
        # besides, and dropped, since a single item would not come back as a tuple.
        lists = itemgetter(*rows.tolist(), 0)(self._features_of)[:-1]
        sizes = np.array(list(map(len, lists))) // _ITEM
        return np.frombuffer(b"".join(lists), np.int32), np.cumsum(sizes) - sizes

    def _numbered(self, slots: Slots) -> Features:
        new = slots[self._numbers[slots] == NOBODYS]
        self._numbers[new] = np.arange(len(self._postings), len(self._postings) + new.size)
        self._postings += [bytearray() for _ in range(new.size)]
        self._frequencies = with_room(self._frequencies, self.highest)
        return self._numbers[slots]


def _posting(row: int, features: int) -> bytes:
    return (row << LENGTH_BITS | min(features, LONGEST)).to_bytes(_ITEM, sys.byteorder, signed=True)


def with_room(array: NDArray[_Number], at: int) -> NDArray[_Number]:
    """Return the array itself or, if `at` lies past its end, one a quarter longer; what is new is 0."""
    if at < array.size:
        return array
    longer = np.zeros(max(array.size * 5 // 4, at + 1), array.dtype)
    longer[: array.size] = array
    return longer
