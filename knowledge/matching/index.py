"""The candidate index: of any number of claims, the few that a post may be repeating."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.index_features import NOWHERE, Feature, read
from knowledge.matching.postings import Numbers, Postings, with_room

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
# Between the plain sum (0: long claims win) and containment (1: short ones win); .4 to .6 do equally well.
_MASS_POWER = 0.4
# Words of one claim stand together, words of a long post that only look like it are strewn over it.
_WINDOW = 24
_WINDOW_WEIGHT = 0.4

Floats = NDArray[np.float32]


class Candidate(NamedTuple):
    """A claim that a post may be repeating; scores compare within one query only."""

    document: int
    score: float


@dataclass(frozen=True, slots=True)
class _Question:
    """The distinct features of a post that the store knows, rarest first.

    `weights` is features x (1 + windows): the idf of each in the whole post (column 0) and in every window
    that it stands in, else 0.
    """

    features: Numbers
    frequencies: Numbers
    weights: Floats


class Index:
    """Claims by their words, changed one at a time and asked in between.

    `document` is any number of the caller's; a key is folded: words of letters and digits, separated by
    single spaces. A change is seen by the next query. Not for several threads: queries share scratch arrays,
    so one owner, the event loop, makes every call.

    Score: idf mass that post and claim share (.6 of the whole post's, .4 of its best window of 24 words) over
    the claim's own mass to the power .4, with the idf of this moment. Exact for the best 128 by a first
    estimate from the post's rarest features.
    """

    def __init__(self) -> None:
        self._clear(with_grams=True)

    def _clear(self, *, with_grams: bool) -> None:
        self._with_grams = with_grams
        self._postings = Postings()
        self._rows: dict[int, int] = {}
        self._documents: list[int] = []
        self._lightness: Floats = np.zeros(1024, np.float32)
        # Scratch: every query writes here before it reads, and leaves the sums at 0.
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
        features = set(read(key, concepts, with_grams=self._with_grams)[0])
        row = self._postings.insert(features)
        self._rows[document] = row
        if row == len(self._documents):
            self._documents.append(document)
            self._lightness = with_room(self._lightness, row)
            self._sums = with_room(self._sums, row)
        self._documents[row] = document
        self._lightness[row] = max(1, len(features)) ** -_MASS_POWER

    def remove(self, document: int) -> None:
        """Hold a document no longer; KeyError if it is not there."""
        self._postings.delete(self._rows.pop(document))

    def candidates(self, key: str, concepts: Sequence[int] = (), limit: int = 50) -> list[Candidate]:
        """Return the best documents that share a feature with the post, best first, at most `limit`."""
        question = self._question(*read(key, concepts, with_grams=self._with_grams))
        if not question.features.size:
            return []
        rows = self._estimated_best(question)
        scores = self._exact_scores(question, rows)
        documents = [self._documents[row] for row in rows.tolist()]
        best = np.lexsort((documents, -scores))[:limit]
        return [Candidate(documents[at], float(scores[at])) for at in best.tolist()]

    def _question(self, features: Sequence[Feature], places: Sequence[int]) -> _Question:
        numbers = self._postings.numbers(features)
        known = np.flatnonzero(self._postings.frequencies(numbers))
        numbers = numbers[known]
        distinct, ranks = self._rarest_first(numbers)
        frequencies = self._postings.frequencies(distinct)
        weights = _windowed(self._idf(frequencies), ranks, np.array(places, np.int32)[known])
        return _Question(distinct, frequencies, weights)

    def _rarest_first(self, numbers: Numbers) -> tuple[Numbers, Numbers]:
        """Return the distinct numbers, sorted by frequency, and the rank therein of each given one."""
        order = np.arange(numbers.size, dtype=np.int32)
        self._marks = with_room(self._marks, len(self._postings))
        self._marks[numbers] = order
        distinct = numbers[self._marks[numbers] == order]
        distinct = distinct[np.argsort(self._postings.frequencies(distinct), kind="stable")]
        self._marks[distinct] = order[: distinct.size]
        return distinct, self._marks[numbers]

    def _estimated_best(self, question: _Question) -> Numbers:
        """Return rows by what they share of the rarest features, their length standing in for their mass."""
        budget = _BUDGET + int(len(self) * _BUDGET_SHARE)
        within = int(np.searchsorted(np.cumsum(question.frequencies), budget, side="right"))
        read_ = slice(max(within, _READ_AT_LEAST))
        found = self._postings.rows_with(question.features[read_])
        np.add.at(self._sums, found, np.repeat(question.weights[read_, 0], question.frequencies[read_]))
        rows = _distinct(found)
        estimates = self._sums[rows] * self._lightness[rows]
        self._sums[rows] = 0
        if rows.size <= _RESCORED:
            return rows
        return rows[np.argpartition(estimates, -_RESCORED)[-_RESCORED:]]

    def _exact_scores(self, question: _Question, rows: Numbers) -> Floats:
        features, sizes = self._postings.features_of(rows)
        starts = np.cumsum(sizes) - sizes
        masses = np.add.reduceat(self._idf(self._postings.frequencies(features)), starts)
        self._marks[features] = -1
        self._marks[question.features] = np.arange(question.features.size)
        ranks = self._marks[features]
        shared = np.flatnonzero(ranks >= 0)
        weights = np.add.reduceat(question.weights[ranks[shared]], np.searchsorted(shared, starts), axis=0)
        whole, windows = weights[:, 0], weights[:, 1:].max(axis=1)
        scores: Floats = ((1 - _WINDOW_WEIGHT) * whole + _WINDOW_WEIGHT * windows) / masses**_MASS_POWER
        return scores

    def _idf(self, frequencies: Numbers) -> Floats:
        return np.log((len(self) + 1) / (frequencies + np.float32(0.5)), dtype=np.float32)


def _windowed(idf: Floats, ranks: Numbers, places: Numbers) -> Floats:
    """Lay the idf of the features out over the windows that they stand in: features x (1 + windows).

    Windows overlap by half. A feature of no place counts as near to every word.
    """
    half = _WINDOW // 2
    windows = max(1, int(places.max(initial=0)) // half)
    weights = np.zeros((idf.size, 1 + windows), np.float32)
    weights[:, 0] = idf
    blocks = places // half
    weights[ranks, 1 + np.maximum(blocks - 1, 0)] = idf[ranks]
    weights[ranks, 1 + np.minimum(blocks, windows - 1)] = idf[ranks]
    nowhere = ranks[places == NOWHERE]
    weights[nowhere] = idf[nowhere, None]
    return weights


def _distinct(numbers: Numbers) -> Numbers:
    """Like `np.unique`, which hashes since numpy 2.3 and takes 20 times as long for such numbers."""
    ordered = np.sort(numbers)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))]
