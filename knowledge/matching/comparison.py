"""A post beside its candidates: the features of each, and the score that ranks them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.matching import coverage, likeness
from knowledge.matching.documents import Document, Documents
from knowledge.matching.model import model
from knowledge.matching.reading import PostReading
from knowledge.matching.terms import Floats, Ints, Letters, Places
from knowledge.models import Rebuttal

FEATURES = (
    "cosine",
    "cosine of the best window",
    "coverage",
    "coverage of the best window",
    "weight-squared coverage",
    "weight-squared coverage of the best window",
    "mass in the best window",
    "heaviest word missing",
    "claim length",
)
# A post of so many passages may be one claim as a whole; a longer one only holds it somewhere.
_SHORT = 3


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
    """All candidates against one post; `documents` are their numbers, `features` is documents x FEATURES."""

    reading: PostReading
    among: Documents
    documents: Sequence[int]
    features: Floats
    windows: Ints

    def best(self, limit: int) -> list[Scored]:
        """The rebuttals among the candidates, best first; equals in the order that the index found them."""
        ranking = model().ranking
        scores = (self.features @ ranking.weighing(FEATURES)).tolist()
        rows: dict[int, list[int]] = {}
        for at in sorted(range(len(scores)), key=lambda at: -scores[at]):
            rows.setdefault(self.among.rebuttal(self.documents[at]), []).append(at)
        lowest = min(scores)
        totals = [
            (scores[own[0]] + ranking.second * (scores[own[1]] if own[1:] else lowest), rebuttal)
            for rebuttal, own in rows.items()
        ]
        ranked = sorted(totals, key=lambda each: -each[0])[:limit]
        return [self._scored(total, rebuttal, rows[rebuttal], scores) for total, rebuttal in ranked]

    def _scored(self, total: float, rebuttal: int, rows: Sequence[int], scores: Sequence[float]) -> Scored:
        documents = self.among.of(rebuttal)
        fits = (self._fit(documents[self.documents[at]], at, scores[at]) for at in rows)
        best = {fit.document.claim is None: fit for fit in reversed(list(fits))}
        whole = next(iter(documents.values())).rebuttal
        return Scored(whole, total, claim=best.get(False), summary=best.get(True))

    def _fit(self, document: Document, at: int, score: float) -> Fit:
        features = dict(zip(FEATURES, self.features[at].tolist(), strict=True))
        return Fit(document, score, int(self.windows[at]), features)


def compare(reading: PostReading, documents: Sequence[int], among: Documents, places: Places) -> Comparison:
    """Lay `documents` beside the post; `among` has them and knows how common words are."""
    count, parts = len(documents), len(reading.parts)
    keys, senses = among.packed(documents)
    letters = Letters.of(keys)
    grams = likeness.Post.of(reading.grams, parts, places)
    stems = likeness.Post.of(reading.stems, parts, places)
    cosine = likeness.cosine(letters.grams(), count, grams, among.grams)
    words = coverage.words(letters, senses, stems, among.stems)
    covered = words.coverage(count)
    heavy = words.coverage(count, power=2)
    fit = cosine * heavy
    if parts > _SHORT:
        fit[:, 0] = -1  # a citizen wants to see which words were judged
    window = fit.argmax(axis=1)
    rows = np.arange(count)
    features = np.column_stack(
        (
            np.log(cosine[:, 0] + 1e-3),
            np.log(cosine.max(axis=1) + 1e-3),
            covered[:, 0],
            covered[rows, window],
            heavy[:, 0],
            heavy[rows, window],
            np.log1p(words.mass(count)[rows, window]),
            words.heaviest_missing(count)[rows, window] / 8,
            np.log1p(np.bincount(words.owners, minlength=count)),
        )
    )
    return Comparison(reading, among, documents, features.astype(np.float32), window)
