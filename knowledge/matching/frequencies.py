"""How common each term is: in the store, and in ordinary language, which a small store does not show."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np

from knowledge.matching.terms import SLOTS, Floats, Ints, Letters, pack

COMMON_STEMS = Path(__file__).with_name("common_stems.tsv")
# Nothing is rarer than one text in so many: a word that is in no list must not outweigh all others of its
# claim.
_RAREST = 3000
# Nearly as common as everything else: the weight stays above zero.
_COMMONEST = 0.9
# A word in k of N rebuttals is taken for one in (k-1)/(N+50) texts: the first rebuttal with a word says
# nothing of how common it is, and in a store of ten neither does the second.
_PRIOR = 50


class Frequencies:
    """Document frequencies by hashed slot: a rebuttal is one document, over what ordinary language shows.

    `ordinary` is the share of ordinary texts that hold each slot.
    """

    def __init__(self, ordinary: Floats) -> None:
        self._ordinary = ordinary
        self._held = np.zeros(SLOTS, np.int32)
        self._documents = 0

    def count(self, slots: Ints, documents: int, sign: int) -> None:
        """Count `documents` more, or fewer with a `sign` of -1; `slots` are those of each, distinct in it."""
        np.add.at(self._held, slots, np.int32(sign))
        self._documents += sign * documents

    def idf(self, slots: Ints) -> Floats:
        """Minus the logarithm of the share of texts that hold each slot: 0.1 (all) to 8 or more (none)."""
        own = np.maximum(self._held.take(slots) - 1, 0).astype(np.float32)
        own /= np.float32(self._documents + _PRIOR)
        np.maximum(own, self._ordinary.take(slots), out=own)
        return _minus_log(own, 1 / max(_RAREST, self._documents))


def rarity(slot: int) -> float:
    """Minus the logarithm of the share of ordinary texts that hold a stem, whatever the store holds."""
    return _rarities().get(slot, _UNHEARD)


@cache
def _rarities() -> dict[int, float]:
    """The rarity of each stem that is in the list: numpy takes 4 µs to look up one, this .1."""
    shares = ordinary_stems()
    slots = np.flatnonzero(shares)
    return dict(zip(slots.tolist(), _minus_log(shares[slots], 1 / _RAREST).tolist(), strict=True))


def _minus_log(share: Floats, rarest: float) -> Floats:
    result: Floats = np.clip(share, rarest, _COMMONEST, dtype=np.float32)
    np.log(result, out=result)
    return np.negative(result, out=result)


_UNHEARD = float(_minus_log(np.zeros(1, np.float32), 1 / _RAREST)[0])


@cache
def ordinary_stems() -> Floats:
    """The share of ordinary texts that hold each stem, by slot."""
    letters, shares = _common()
    table = np.zeros(SLOTS, np.float32)
    table[letters.stem_slots(letters.word_starts())] = shares
    return table


@cache
def ordinary_grams() -> Floats:
    """The share of ordinary texts that hold each gram, by slot, as far as common stems tell."""
    letters, shares = _common()
    grams = letters.grams()
    table = np.zeros(SLOTS, np.float32)
    np.add.at(table, grams.slots, shares[grams.owners])
    return np.minimum(table, _COMMONEST)


@cache
def _common() -> tuple[Letters, Floats]:
    stems, shares = zip(*_rows(), strict=True)
    return Letters.of([pack(stem) for stem in stems]), np.array(shares, np.float32)


def _rows() -> Iterator[tuple[str, float]]:
    for line in COMMON_STEMS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        step, stems = line.split("\t")
        for stem in stems.split():
            if pack(stem).decode("cp1251") == stem:
                yield stem, 2 ** (-int(step) / 2)
