"""How alike claims and the windows of a post are: TF-IDF cosine of grams."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.frequencies import Frequencies
from knowledge.matching.terms import Floats, Ints, Places, Terms


def windows(parts: int) -> list[tuple[int, int]]:
    """Which parts of a post each window covers, first and last: all, each one, each two neighbours."""
    if parts == 1:
        return [(0, 0)]
    return [(0, parts - 1), *((at, at) for at in range(parts)), *((at, at + 1) for at in range(parts - 1))]


@dataclass(frozen=True, slots=True)
class Post:
    """A post's distinct terms and which windows hold each: `held` is 0/1, slots x windows."""

    slots: Ints
    held: Floats
    places: Places

    @classmethod
    def of(cls, terms: Terms, parts: int, places: Places) -> "Post":
        """The terms of a post in so many parts; `places` is the matcher's scratch."""
        order = np.argsort(terms.slots, kind="stable")
        ordered = terms.slots[order]
        new = np.concatenate((np.ones(min(1, ordered.size), np.bool_), ordered[1:] != ordered[:-1]))
        held = np.zeros((int(new.sum()), len(windows(parts))), np.float32)
        rows, owners = np.cumsum(new) - 1, terms.owners[order]
        if parts == 1:
            held[rows, owners] = 1
        else:
            held[:, 0] = 1
            held[rows, 1 + owners] = 1
            np.maximum(held[:, 1:parts], held[:, 2 : parts + 1], out=held[:, parts + 1 :])
        return cls(ordered[new], held, places)

    def rows(self, slots: Ints) -> NDArray[np.int32]:
        """The row of `held` for each of `slots`; -1 for what the post does not have."""
        return self.places.find(slots, among=self.slots)


def cosine(claims: Terms, count: int, post: Post, frequencies: Frequencies) -> Floats:
    """Cosine of each claim with each window (claims x windows); a term counts once in a window."""
    idf = frequencies.idf(claims.slots)
    weight = (1 + np.log(claims.counts)) * idf
    length = np.sqrt(sums(claims.owners, np.square(weight)[:, None], count)).clip(1e-6)
    own = frequencies.idf(post.slots)
    # Not `@`: for so little BLAS only wakes its threads, and on a busy machine waits 8 ms for them.
    span = np.sqrt(np.einsum("s,sw->w", own * own, post.held)).clip(1e-6)
    result: Floats = _held_sums(claims, weight * idf, count, post) / (length * span)
    return result


def _held_sums(claims: Terms, weight: Floats, count: int, post: Post) -> Floats:
    """For each claim and window: the weight of the claim's terms that the window holds."""
    rows = post.rows(claims.slots)
    hit = np.flatnonzero(rows >= 0)
    weighted = post.held.take(rows[hit], axis=0)
    weighted *= weight[hit, None]
    return sums(claims.owners[hit], weighted, count)


def sums(owners: Ints, values: Floats, count: int, how: np.ufunc = np.add) -> Floats:
    """The sums of the rows of `values` that each of `count` owners has; `owners` are in order."""
    total = np.zeros((count, values.shape[1]), np.float32)
    if owners.size:
        first = np.flatnonzero(np.concatenate(([True], owners[1:] != owners[:-1])))
        total[owners[first]] = how.reduceat(values, first, axis=0)
    return total
