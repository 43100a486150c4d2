"""A post beside its candidates: the features of each, and the score that ranks them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.matching import coverage, likeness
from knowledge.matching.documents import Document, Documents
from knowledge.matching.reading import PostReading
from knowledge.matching.terms import Floats, Ints, Letters
from knowledge.models import Rebuttal

FEATURES = (
    "cosine",
    "cosine of the best window",
    "bm25",
    "coverage",
    "coverage of the best window",
    "weight-squared coverage",
    "weight-squared coverage of the best window",
    "mass in the best window",
    "heaviest word missing",
    "claim length",
)
_WEIGHTS = np.array([1.76, 0.43, -0.73, 2.55, -7.32, 9.07, 5.19, 2.21, 2.97, 1.36], np.float32)
# A post of so many passages may be one claim as a whole; a longer one only holds it somewhere.
_SHORT = 3
# What a rebuttal's second-best text adds: phrasings that agree are worth more than one alone.
_SECOND = 0.3


@dataclass(frozen=True, slots=True)
class Fit:
    """One document against the post; `window` is where it fits best."""

    document: Document
    score: float
    window: int
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Scored:
    """A rebuttal against the post: its best claim and best summary, None where not among the candidates."""

    rebuttal: Rebuttal
    score: float
    claim: Fit | None
    summary: Fit | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All candidates against one post; `features` is documents x FEATURES."""

    reading: PostReading
    documents: Sequence[Document]
    features: Floats
    windows: Ints

    def best(self, limit: int) -> list[Scored]:
        """The rebuttals among the candidates, best first; equals in the order that the index found them."""
        scores = (self.features @ _WEIGHTS).tolist()
        rows: dict[str, list[int]] = {}
        for at in sorted(range(len(scores)), key=lambda at: -scores[at]):
            rows.setdefault(self.documents[at].rebuttal.id, []).append(at)
        lowest = min(scores)
        totals = [scores[own[0]] + _SECOND * (scores[own[1]] if own[1:] else lowest) for own in rows.values()]
        ranked = sorted(zip(totals, rows.values(), strict=True), key=lambda each: -each[0])[:limit]
        return [self._scored(total, own, scores) for total, own in ranked]

    def _scored(self, total: float, rows: Sequence[int], scores: Sequence[float]) -> Scored:
        claim = next((at for at in rows if self.documents[at].claim), None)
        summary = next((at for at in rows if not self.documents[at].claim), None)
        return Scored(
            rebuttal=self.documents[rows[0]].rebuttal,
            score=total,
            claim=None if claim is None else self._fit(claim, scores[claim]),
            summary=None if summary is None else self._fit(summary, scores[summary]),
        )

    def _fit(self, at: int, score: float) -> Fit:
        features = dict(zip(FEATURES, self.features[at].tolist(), strict=True))
        return Fit(self.documents[at], score, int(self.windows[at]), features)


def compare(reading: PostReading, documents: Sequence[Document], among: Documents) -> Comparison:
    """Lay `documents` beside the post; `among` knows how common words are."""
    count = len(documents)
    letters = Letters.of([document.key for document in documents])
    cosine = likeness.cosine(letters.grams(), count, reading.grams, len(reading.parts), among.grams)
    stems = letters.stems()
    bm25 = likeness.bm25(stems, count, reading.stems, len(reading.parts), among.stems, among.usual_length)
    words = coverage.words(
        letters, [document.senses for document in documents], reading.stems, len(reading.parts), among.stems
    )
    covered = words.coverage(count)
    heavy = words.coverage(count, power=2)
    fit = cosine * heavy
    if len(reading.parts) > _SHORT:
        fit[:, 0] = -1  # a citizen wants to see which words were judged
    window = fit.argmax(axis=1)
    rows = np.arange(count)
    features = np.column_stack(
        (
            np.log(cosine[:, 0] + 1e-3),
            np.log(cosine.max(axis=1) + 1e-3),
            np.log(bm25[:, 0] + 0.1),
            covered[:, 0],
            covered[rows, window],
            heavy[:, 0],
            heavy[rows, window],
            np.log1p(words.mass(count)[rows, window]),
            words.heaviest_missing(count)[rows, window] / 8,
            np.log1p(np.bincount(words.owners, minlength=count)),
        )
    )
    return Comparison(reading, documents, features.astype(np.float32), window)
