"""The candidate index: of any number of claims, the few that a post may be repeating."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.index_features import Feature, pieces
from knowledge.matching.postings import NOBODYS, Floats, Numbers, Postings, with_room

# 4-grams find claims through misspellings and compounds (recall@20 .911 -> .938 on real sets of up to 19,000
# claims) but take four fifths of the memory, and among 100,000 claims they find less in long posts.
_GRAMS_UP_TO = 20_000
# Rare features are read first, until this many postings: a long post is full of rare words that belong to
# no claim, so a number of words would be the wrong limit. It grows with the store, as every word's list does.
_BUDGET = 5_000
_BUDGET_SHARE = 1 / 40
# A short post of common words would otherwise be judged by its rarest word alone.
_READ_AT_LEAST = 3
# So many are compared exactly; more than 128 found nothing further.
_RESCORED = 128
# Words of one claim stand together, words of a long post that only look like it are strewn over it.
_WINDOW = 24
_STEP = _WINDOW // 2
_WINDOW_WEIGHT = 0.4


class Candidate(NamedTuple):
    """A claim that a post may be repeating; scores compare within one query only."""

    document: int
    score: float


@dataclass(frozen=True, slots=True)
class _Question:
    """A post as the store can answer it: the distinct `features` that some claim has, rarest first.

    `weights` and the columns of `windows` have one more in front, a feature of weight 0 that stands for all
    others. `windows` says what a feature adds to a claim's score if that window of the post is the best one.
    """

    features: Numbers
    weights: Floats
    windows: Floats


class Index:
    """Claims by their words, changed one at a time and asked in between.

    `document` is any number of the caller's; a key is folded: words of letters and digits, separated by
    single spaces. A change is seen by the next query. Not for several threads: queries share scratch arrays,
    so one owner, the event loop, makes every call.

    A score is the cosine of TF-IDF without the post's own norm: the sum of idf² over what claim and post
    share, .6 of it in the whole post and .4 in its best window of 24 words, over the root of the claim's sum.
    It is exact for the best 128 by a first estimate from the post's rarest features. On real posts idf² finds
    more than idf (recall@20 .906 -> .916 among 10,000, .830 -> .852 among 110,000 claims).
    """

    def __init__(self) -> None:
        self._clear(with_grams=True)

    def _clear(self, *, with_grams: bool) -> None:
        self._with_grams = with_grams
        self._postings = Postings()
        self._rows: dict[int, int] = {}
        self._documents: NDArray[np.int64] = np.zeros(1024, np.int64)
        self._lightness: Floats = np.zeros(1024, np.float32)
        # Scratch, all 0 between queries.
        self._marks: Numbers = np.zeros(1024, np.int32)
        self._sums: Floats = np.zeros(1024, np.float32)

    def __len__(self) -> int:
        return len(self._rows)

    def load(self, documents: Iterable[tuple[int, str, Sequence[int]]]) -> None:
        """Hold these documents, given as (document, key, concepts), and nothing else; ValueError as in `add`.

        Only here is it decided whether 4-grams are read, by the number of documents, and it holds until the
        next load: claims read in two ways would not compare, and to read all anew for one claim would stall
        the bot. An index that grew far past the limit by `add` only is larger and slower than it need be.
        """
        documents = list(documents)
        self._clear(with_grams=len(documents) <= _GRAMS_UP_TO)
        for document, key, concepts in documents:
            self.add(document, key, concepts)

    def add(self, document: int, key: str, concepts: Sequence[int] = ()) -> None:
        """Hold one more document; ValueError if it is there already."""
        if document in self._rows:
            raise ValueError(f"document {document} is in the index already")
        features: set[Feature] = {*pieces(key, with_grams=self._with_grams)[0], *concepts}
        row = self._postings.insert(features)
        self._rows[document] = row
        self._documents = with_room(self._documents, row)
        self._lightness = with_room(self._lightness, row)
        self._sums = with_room(self._sums, row)
        self._documents[row] = document
        self._lightness[row] = max(1, len(features)) ** -0.5

    def remove(self, document: int) -> None:
        """Hold a document no longer; KeyError if it is not there."""
        self._postings.delete(self._rows.pop(document))

    def candidates(self, key: str, concepts: Sequence[int] = (), limit: int = 50) -> list[Candidate]:
        """Return the best documents that share a feature with the post, best first, at most `limit`."""
        question = self._question(key, concepts)
        if not question.features.size:
            return []
        rows = self._estimated_best(question)
        scores = self._exact_scores(question, rows)
        documents = self._documents[rows]
        best = np.lexsort((documents, -scores))[:limit]
        return list(map(Candidate, documents[best].tolist(), scores[best].tolist()))

    def _question(self, key: str, concepts: Sequence[int]) -> _Question:
        found, places = pieces(key, with_grams=self._with_grams)
        numbers = self._postings.numbers([*found, *concepts])
        features = np.array([number for number in dict.fromkeys(numbers) if number != NOBODYS], np.int32)
        features = features[self._postings.frequencies(features).argsort(kind="stable")]
        weights = np.zeros(1 + features.size, np.float32)
        weights[1:] = self._postings.weights(features)
        columns = self._columns(features, among=np.array(numbers, np.int32))
        windows = _windows(weights, columns[: places.size], places // _STEP)
        anywhere = columns[places.size :]
        windows[:, anywhere] = weights[anywhere]
        return _Question(features, weights, windows)

    def _columns(self, features: Numbers, among: Numbers) -> Numbers:
        """Return for each feature `among` these its place in `features`, counted from 1; 0 if it has none."""
        self._marks = with_room(self._marks, self._postings.highest)
        self._marks[features] = np.arange(1, 1 + features.size)
        columns = self._marks[among]
        self._marks[features] = 0
        return columns

    def _estimated_best(self, question: _Question) -> Numbers:
        """Return rows by what they share of the rarest features, their length standing in for their mass."""
        budget = max(_BUDGET, int(len(self) * _BUDGET_SHARE))
        frequencies = self._postings.frequencies(question.features)
        read = max(_READ_AT_LEAST, int(frequencies.cumsum().searchsorted(budget, side="right")))
        found = self._postings.rows_with(question.features[:read])
        np.add.at(self._sums, found, question.weights[1 : 1 + read].repeat(frequencies[:read]))
        rows = _distinct(found)
        if rows.size > _RESCORED:
            estimates = self._sums[rows] * self._lightness[rows]
            rows = rows[estimates.argpartition(-_RESCORED)[-_RESCORED:]]
        self._sums[found] = 0
        return rows

    def _exact_scores(self, question: _Question, rows: Numbers) -> Floats:
        features, starts = self._postings.features_of(rows)
        columns = self._columns(question.features, among=features)
        shared = np.add.reduceat(question.windows.take(columns, axis=1), starts, axis=1).max(axis=0)
        norms = np.sqrt(np.add.reduceat(self._postings.weights(features), starts))
        return np.asarray(shared / norms, np.float32)


def _windows(weights: Floats, columns: Numbers, blocks: NDArray[np.intp]) -> Floats:
    """Return what each feature (column) adds in each window (row): its weight, or less where it is not in it.

    A window is two neighbouring blocks of words; `blocks` says where each of `columns` stands.
    """
    windows = np.empty((int(blocks.max(initial=0)) + 2, weights.size), np.float32)
    windows[:] = weights * np.float32(1 - _WINDOW_WEIGHT)
    windows[blocks, columns] = windows[blocks + 1, columns] = weights[columns]
    return windows


def _distinct(numbers: Numbers) -> Numbers:
    """Like `np.unique`, which hashes since numpy 2.3 and takes 20 times as long for such numbers."""
    ordered = np.sort(numbers)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))]
