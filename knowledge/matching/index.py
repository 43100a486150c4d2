"""The candidate index: of any number of claims, the few that a post may be repeating."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.index_features import SLOT_BITS, SLOTS, Places, Slots, concept_slots, read_key
from knowledge.matching.postings import LAST_ROW, LENGTH_BITS, LONGEST, Features, Postings, Rows, with_room

# 4-grams find claims through misspellings and compounds (recall@20 .911 -> .938 on real sets of up to 19,000
# claims) but take four fifths of the memory, and among 100,000 claims they find less in long posts.
_GRAMS_UP_TO = 20_000
# Rare features are read first, until this many postings: a long post is full of rare words that belong to
# no claim, so their number would be the wrong limit. With 3,000, 5,000 and 10,000 recall@20 is .870, .879
# and .886, the mean of twelve sets. It grows with the store, as the list of every word does: among a million
# claims 25,000, 50,000 and 100,000 find .86, .88 and .90, in 2.5, 4 and 7 times as long as among 100,000.
_BUDGET = 5_000
_BUDGET_SHARE = 1 / 25
# A short post of common words would otherwise be judged by its rarest word alone. Words as common as "and"
# are not read to the end for that: a post of three of them took 10 ms among a million claims.
_READ_AT_LEAST = 3
_OVERDRAFT = 8
# So many are compared exactly; more than 128 found nothing further.
_RESCORED = 128
# Words of one claim stand together, words of a long post that only look like it are strewn over it.
_WINDOW = 24
_WINDOW_WEIGHT = 0.4
# Features of claims times windows of the post. It is reached when a long post meets claims as long as itself
# (learned posts), which do not fit into small windows anyway: 23 ms for 128 copies of it, now 3 ms.
_COMPARISONS = 1 << 19
_AT_ONCE = 4_096  # documents: to read and sort many together is ten times faster than each alone

# The weights of a claim's features are taken as equal until it is compared exactly: 1 / root of its mass.
_LIGHTNESS = np.maximum(1, np.arange(LONGEST + 1, dtype=np.float32)) ** np.float32(-0.5)

Floats = NDArray[np.float32]
_Number = TypeVar("_Number", np.int32, np.int64)


Document = tuple[int, str, Sequence[int]]
"""A document's number, its key and its concepts."""


class Candidate(NamedTuple):
    """A claim that a post may be repeating; scores compare within one query only."""

    document: int
    score: float


@dataclass(frozen=True, slots=True)
class _Question:
    """A post as the store can answer it: the distinct `features` that some claim has, rarest first.

    `weights` has one more in front, 0 for whatever is not among `features`; so has every column number:
    `columns` for each piece of the post, at word `places`, and `anywhere` for each concept.
    """

    features: Features
    frequencies: NDArray[np.int64]
    weights: Floats
    columns: NDArray[np.int32]
    places: Places
    anywhere: NDArray[np.int32]


class Index:
    """Claims by their words, changed one at a time and asked in between.

    `document` is a number of the caller's from 0 up, with few gaps: it is a row number here. A key is folded:
    words of letters and digits, separated by single spaces. A change is seen by the next query. Not for
    several threads: queries share scratch arrays, so one owner, the event loop, makes every call.

    A score is the cosine of TF-IDF without the post's own norm: the sum of idf² over what claim and post
    share, .6 of it in the whole post and .4 in its best window of 24 words, over the root of the claim's sum.
    It is exact for the best 128 by a first estimate from the post's rarest features. On real posts idf² finds
    more than idf (recall@20 .906 -> .916 among 10,000, .830 -> .852 among 110,000 claims).
    """

    def __init__(self) -> None:
        self.clear(expecting=0)

    def __len__(self) -> int:
        return self._held

    def clear(self, expecting: int) -> None:
        """Hold nothing; `expecting` is how many documents will be added at once.

        Only here is it decided whether 4-grams are read, and it holds until the next time: claims read in
        two ways would not compare, and to read all anew for one claim would stall the bot. An index that
        grew far past the limit later is larger and slower than it need be.
        """
        self._with_grams = expecting <= _GRAMS_UP_TO
        self._postings = Postings()
        self._held = 0
        self._marks = np.zeros(1024, np.int32)  # scratch: all 0 between queries

    def load(self, documents: Iterable[Document]) -> None:
        """Hold these documents and nothing else; ValueError as in `add`."""
        documents = list(documents)
        self.clear(expecting=len(documents))
        for start in range(0, len(documents), _AT_ONCE):
            self.extend(documents[start : start + _AT_ONCE])

    def add(self, document: int, key: str, concepts: Sequence[int] = ()) -> None:
        """Hold one more document; ValueError if it is there already."""
        self.extend([(document, key, concepts)])

    def extend(self, documents: Sequence[Document]) -> None:
        """Hold more documents, together ten times faster than one by one; ValueError as in `add`."""
        new: set[int] = set()
        for document, _, _ in documents:
            if not 0 <= document <= LAST_ROW:
                raise ValueError(f"document {document} must be from 0 to {LAST_ROW}")
            if document in new or document in self._postings:
                raise ValueError(f"document {document} is in the index already")
            new.add(document)
        keys = [key for _, key, _ in documents]
        words = np.array([key.count(" ") + 1 if key else 0 for key in keys], np.int64)
        meant = np.array([len(concepts) for _, _, concepts in documents], np.int64)
        concepts = list(chain.from_iterable(concepts for _, _, concepts in documents))
        slots, places = self._read(" ".join(filter(None, keys)), concepts)
        numbers = np.arange(len(documents))
        owners = np.concatenate((numbers.repeat(words)[places], numbers.repeat(meant)))
        distinct = _distinct(owners << SLOT_BITS | slots)
        rows = np.array([document for document, _, _ in documents], np.int32)
        sizes = np.bincount(distinct >> SLOT_BITS, minlength=rows.size)
        self._postings.insert(rows, sizes, (distinct & (SLOTS - 1)).astype(np.int32))
        self._held += rows.size

    def remove(self, document: int) -> None:
        """Hold a document no longer; KeyError if it is not there."""
        self._postings.delete(document)
        self._held -= 1

    def candidates(self, key: str, concepts: Sequence[int] = (), limit: int = 50) -> list[Candidate]:
        """Return the best documents that share a feature with the post, best first, at most `limit`."""
        question = self._question(key, concepts)
        if not question.features.size:
            return []
        rows = self._estimated_best(question)
        scores = self._exact_scores(question, rows)
        best = (-scores).argsort(kind="stable")[:limit]
        return list(map(Candidate, rows[best].tolist(), scores[best].tolist()))

    def _read(self, key: str, concepts: Sequence[int]) -> tuple[Slots, Places]:
        """Return the slots of a key's pieces, with the places of their words, and then those of concepts."""
        slots, places = read_key(key, with_grams=self._with_grams)
        if not concepts:
            return slots, places
        return np.concatenate((slots, concept_slots(np.array(concepts, np.int64)))), places

    def _question(self, key: str, concepts: Sequence[int]) -> _Question:
        slots, places = self._read(key, concepts)
        pieces = self._postings.features(slots)
        # Frequency and feature in one number: one sort gives the distinct ones, rarest first.
        ranked = _distinct(self._postings.frequencies(pieces).astype(np.int64) << 32 | pieces)
        ranked = ranked[ranked.searchsorted(1 << 32) :]
        features, frequencies = ranked.astype(np.int32), ranked >> 32
        weights = np.zeros(1 + features.size, np.float32)
        weights[1:] = self._weights(frequencies)
        columns = self._columns(features, among=pieces)
        return _Question(
            features=features,
            frequencies=frequencies,
            weights=weights,
            columns=columns[: places.size],
            places=places,
            anywhere=columns[places.size :],
        )

    def _weights(self, frequencies: NDArray[np.int32] | NDArray[np.int64]) -> Floats:
        """Return squared inverse document frequencies."""
        idf: Floats = np.log(np.float32(len(self) + 1) / (frequencies + np.float32(0.5)), dtype=np.float32)
        return np.square(idf)

    def _columns(self, features: Features, among: Features) -> NDArray[np.int32]:
        """Return for each feature `among` these its place in `features`, counted from 1; 0 if it has none."""
        self._marks = with_room(self._marks, self._postings.highest)
        self._marks[features] = np.arange(1, 1 + features.size)
        columns = self._marks[among]
        self._marks[features] = 0
        return columns

    def _estimated_best(self, question: _Question) -> Rows:
        """Return rows by what they share of the rarest features, their length standing in for their mass."""
        budget = max(_BUDGET, int(len(self) * _BUDGET_SHARE))
        many = max(_READ_AT_LEAST, int(question.frequencies.cumsum().searchsorted(budget, side="right")))
        found = self._postings.postings(question.features[:many])[: budget * _OVERDRAFT]
        weights = question.weights[1 : 1 + many].repeat(question.frequencies[:many])[: found.size]
        # Posting and weight in one number: one sort brings the weights of a row together.
        ordered = np.sort(found.astype(np.int64) << 32 | weights.view(np.int32))
        postings = (ordered >> 32).astype(np.int32)
        starts = np.flatnonzero(_is_new(postings))
        postings = postings[starts]
        if postings.size > _RESCORED:
            sums = np.add.reduceat(ordered.astype(np.int32).view(np.float32), starts)
            estimates = sums * _LIGHTNESS[postings & LONGEST]
            postings = np.sort(postings[estimates.argpartition(-_RESCORED)[-_RESCORED:]])
        return postings >> LENGTH_BITS

    def _exact_scores(self, question: _Question, rows: Rows) -> Floats:
        features, starts = self._postings.features_of(rows)
        columns = self._columns(question.features, among=features)
        windows = _windows(question, most=_COMPARISONS // features.size)
        shared = np.add.reduceat(windows.take(columns, axis=1), starts, axis=1).max(axis=0)
        norms = np.sqrt(np.add.reduceat(self._weights(self._postings.frequencies(features)), starts))
        return np.asarray(shared / norms, np.float32)


def _windows(question: _Question, most: int) -> Floats:
    """Return what each feature (column) adds in each window (row): its weight, or less if it is not in it.

    A window is two neighbouring blocks of words, larger ones if there would be more than `most` windows.
    """
    words = int(question.places.max(initial=0)) + 1
    block = max(_WINDOW // 2, -(-words // max(1, most - 1)))
    blocks = question.places // block
    windows = np.empty((-(-words // block) + 1, question.weights.size), np.float32)
    windows[:] = question.weights * np.float32(1 - _WINDOW_WEIGHT)
    windows[blocks, question.columns] = question.weights[question.columns]
    windows[blocks + 1, question.columns] = question.weights[question.columns]
    windows[:, question.anywhere] = question.weights[question.anywhere]
    return windows


def _distinct(numbers: NDArray[_Number]) -> NDArray[_Number]:
    """Like `np.unique`, which hashes since numpy 2.3 and takes 20 times as long for such numbers."""
    ordered = np.sort(numbers)
    return ordered[_is_new(ordered)]


def _is_new(ordered: NDArray[_Number]) -> NDArray[np.bool_]:
    """Return where a number differs from the one before it."""
    new = np.ones(ordered.size, np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return new
