"""How alike claims and the windows of a post are: TF-IDF cosine of grams, BM25 of stems."""

import numpy as np

from knowledge.matching.frequencies import Frequencies
from knowledge.matching.terms import SLOTS, Floats, Ints, Terms

# The usual BM25 constants; P@1 on the real post sets moves within noise (±.01) for k1 .6-2 and b .3-.75.
_K1 = 1.2
_B = 0.75
# Where a post's term stands in its own table, by slot. Shared scratch: one thread, the event loop's, matches
# posts.
_ROWS = np.full(SLOTS, -1, np.int64)


def windows(parts: int) -> list[tuple[int, int]]:
    """Which parts of a post each window covers, first and last: all, each one, each two neighbours."""
    if parts == 1:
        return [(0, 0)]
    return [(0, parts - 1), *((at, at) for at in range(parts)), *((at, at + 1) for at in range(parts - 1))]


def present(terms: Terms, parts: int) -> tuple[Ints, Floats]:
    """The post's distinct slots, and which windows hold each (0/1, slots x windows)."""
    order = np.argsort(terms.slots, kind="stable")
    ordered = terms.slots[order]
    new = np.concatenate((np.ones(min(1, ordered.size), np.bool_), ordered[1:] != ordered[:-1]))
    held = np.zeros((int(new.sum()), parts), np.float32)
    held[np.cumsum(new) - 1, terms.owners[order]] = 1
    if parts == 1:
        return ordered[new], held
    pairs = np.maximum(held[:, :-1], held[:, 1:])
    return ordered[new], np.hstack((np.ones((held.shape[0], 1), np.float32), held, pairs))


def cosine(claims: Terms, count: int, post: Terms, parts: int, frequencies: Frequencies) -> Floats:
    """Cosine of each claim with each window (claims x windows); a term counts once in a window."""
    idf = frequencies.idf(claims.slots)
    weight = (1 + np.log(claims.counts)) * idf
    length = np.sqrt(np.bincount(claims.owners, weight * weight, count)).clip(1e-6)
    slots, held = present(post, parts)
    own = frequencies.idf(slots)
    span = np.sqrt((own * own) @ held).clip(1e-6)
    result: Floats = _sums(claims, weight * idf, count, slots, held) / (length[:, None] * span)
    return result


def bm25(
    claims: Terms, count: int, post: Terms, parts: int, frequencies: Frequencies, usual: float
) -> Floats:
    """BM25 of each claim for each window's stems (claims x windows); `usual`: the mean length of a claim."""
    length = np.bincount(claims.owners, claims.counts, count)[claims.owners]
    damped = claims.counts * (_K1 + 1) / (claims.counts + _K1 * (1 - _B + _B * length / usual))
    slots, held = present(post, parts)
    weight = (frequencies.idf(claims.slots) * damped).astype(np.float32)
    return _sums(claims, weight, count, slots, held)


def _sums(claims: Terms, weight: Floats, count: int, slots: Ints, held: Floats) -> Floats:
    """For each claim and window: the weight of the claim's terms that the window holds."""
    _ROWS[slots] = np.arange(slots.size)
    rows = _ROWS[claims.slots]
    _ROWS[slots] = -1
    hit = np.flatnonzero(rows >= 0)
    total = np.zeros((count, held.shape[1]), np.float32)
    if hit.size:
        owners = claims.owners[hit]
        first = np.flatnonzero(np.concatenate(([True], owners[1:] != owners[:-1])))
        weighted = held[rows[hit]] * weight[hit, None]
        total[owners[first]] = np.add.reduceat(weighted, first, axis=0)
    return total
