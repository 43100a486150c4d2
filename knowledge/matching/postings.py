"""The two lists behind the index: which rows have a feature, and which features a row has."""

from collections.abc import Iterator
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
LAST_ROW = (1 << 31 - LENGTH_BITS) - 1
_ITEM = np.dtype(np.int32).itemsize
_SHORT = 64  # bytes

_Number = TypeVar("_Number", np.int32, np.float32)


class Postings:
    """Both lists between features and rows.

    Features are slots numbered as they come: common words come first, so what is kept by number lies close
    together where it is read most. `NOBODYS` is the number of slots that no row ever had.

    A list is Python's own bytes holding int32. Half of all words occur in one claim only, and an array of
    one number costs 128 bytes, `bytes` 48. A longer list is a `bytearray`, which grows and shrinks in place,
    so that a change costs what its own row holds, whatever the size of the store. One `b"".join` reads many.

    A posting is a row and, in its lowest `LENGTH_BITS`, how many features that row has (`LONGEST` or less):
    to look that up elsewhere would miss the cache for every row.
    """

    def __init__(self) -> None:
        self._numbers: Features = np.zeros(SLOTS, np.int32)
        self._postings: list[bytes | bytearray] = [b""]
        self._frequencies = np.zeros(1024, np.int32)
        self._features_of: list[bytes | None] = []

    @property
    def highest(self) -> int:
        """No feature has a higher number."""
        return len(self._postings) - 1

    def __contains__(self, row: int) -> bool:
        return 0 <= row < len(self._features_of) and self._features_of[row] is not None

    def insert(self, rows: Rows, sizes: NDArray[np.intp], slots: Slots) -> None:
        """Give distinct slots to rows that have none: the first of `sizes` to the first row, and so on."""
        features = self._numbered(slots)
        self._features_of += [None] * (int(rows.max(initial=-1)) + 1 - len(self._features_of))
        for row, piece in zip(rows.tolist(), _pieces(features, sizes), strict=True):
            self._features_of[row] = piece
        by_feature = features.argsort(kind="stable")
        postings = (rows << LENGTH_BITS | np.minimum(sizes, LONGEST)).astype(np.int32).repeat(sizes)
        distinct, counts = _runs(features[by_feature])
        for feature, piece in zip(distinct.tolist(), _pieces(postings[by_feature], counts), strict=True):
            self._append(feature, piece)
        self._frequencies[distinct] += counts

    def delete(self, row: int) -> None:
        """Take a row out of every list; KeyError if it is in none."""
        if row not in self:
            raise KeyError(row)
        features = np.frombuffer(self._features_of[row] or b"", np.int32)
        posting = row << LENGTH_BITS | min(features.size, LONGEST)
        for feature in features.tolist():
            postings = self._growing(feature)
            at = int(np.argmax(np.frombuffer(postings, np.int32) == posting)) * _ITEM
            postings[at : at + _ITEM] = postings[-_ITEM:]
            del postings[-_ITEM:]
        self._features_of[row] = None
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
        lists: tuple[bytes, ...] = itemgetter(*rows.tolist(), 0)(self._features_of)[:-1]
        sizes = np.array(list(map(len, lists))) // _ITEM
        return np.frombuffer(b"".join(lists), np.int32), np.cumsum(sizes) - sizes

    def _numbered(self, slots: Slots) -> Features:
        new = slots[self._numbers[slots] == NOBODYS]
        new = new[np.sort(np.unique(new, return_index=True)[1])]
        self._numbers[new] = np.arange(len(self._postings), len(self._postings) + new.size)
        self._postings += [b""] * new.size
        self._frequencies = with_room(self._frequencies, self.highest)
        return self._numbers[slots]

    def _append(self, feature: int, piece: bytes) -> None:
        if len(self._postings[feature]) + len(piece) <= _SHORT:
            self._postings[feature] += piece
        else:
            self._growing(feature).extend(piece)

    def _growing(self, feature: int) -> bytearray:
        postings = self._postings[feature]
        if isinstance(postings, bytes):
            self._postings[feature] = postings = bytearray(postings)
        return postings


def _pieces(items: NDArray[np.int32], sizes: NDArray[np.int32] | NDArray[np.intp]) -> Iterator[bytes]:
    """The first so many items as bytes, the next so many, and so on."""
    data, start = items.tobytes(), 0
    for end in (np.cumsum(sizes) * _ITEM).tolist():
        yield data[start:end]
        start = end


def _runs(ordered: Features) -> tuple[Features, NDArray[np.int32]]:
    """The distinct ones of ordered numbers, and how often each stands there."""
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    return ordered[starts], np.diff(starts, append=ordered.size).astype(np.int32)


def with_room(array: NDArray[_Number], at: int) -> NDArray[_Number]:
    """Return the array itself or, if `at` lies past its end, one a quarter longer; what is new is 0."""
    if at < array.size:
        return array
    longer = np.zeros(max(array.size * 5 // 4, at + 1), array.dtype)
    longer[: array.size] = array
    return longer
