"""The texts that posts are compared with: claims and summaries of rebuttals, numbered and packed."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from knowledge.matching.frequencies import Frequencies, ordinary_grams, ordinary_stems
from knowledge.matching.packed import pack_rebuttal, unpack_rebuttal
from knowledge.matching.terms import BITS, SLOTS, Ints, Letters, Terms, distinct, pack, pack_senses
from knowledge.models import Claim, Language, Rebuttal

_NONE = -1
_PARTS = 64
_BETWEEN = b"\0"  # a packed key has no zero


@dataclass(frozen=True, slots=True)
class Document:
    """One text of a rebuttal; `claim` is None for its summary, the official wording."""

    rebuttal: Rebuttal
    claim: Claim | None
    language: Language


class Read(NamedTuple):
    """What is read in a document: its words, and (number of the word, concept) for what they speak of."""

    words: tuple[str, ...]
    senses: list[tuple[int, int]]


class Documents:
    """Documents by number, from 0 up. Numbers of removed ones are given out again.

    A document is two strings of bytes and two numbers, not an object of objects: at 100,000 claims that is
    a third of the memory, and the garbage collector, which once stopped a post for .6 s, finds nothing to
    walk through. A rebuttal goes by the number of its first document; its others follow from one to the next.
    """

    def __init__(self) -> None:
        self.grams = Frequencies(ordinary_grams())
        self.stems = Frequencies(ordinary_stems())
        self._rebuttals: list[bytes] = []  # b"" for a document that is not its rebuttal's first
        self._texts: list[bytes] = []
        self._firsts = array("i")
        self._following = array("i")
        self._free: list[int] = []
        # The first document of each id; in parts, because a dictionary that grows moves all its entries at
        # once: 5 ms at 175,000.
        self._numbers: list[dict[str, int]] = [{} for _ in range(_PARTS)]

    def __len__(self) -> int:
        """How many rebuttals there are."""
        return sum(map(len, self._numbers))

    def add(self, given: Sequence[tuple[Rebuttal, Sequence[Read]]]) -> list[int]:
        """Hold rebuttals that are not there yet, each with what is read in its `texts`; all their numbers."""
        numbers = [self._place(rebuttal, reads) for rebuttal, reads in given]
        self._count(numbers, 1)
        return [number for own in numbers for number in own]

    def remove(self, rebuttal: str) -> list[int]:
        """Forget a rebuttal; the numbers that its documents had (none if it was not there)."""
        numbers = list(self._chain(self._part(rebuttal).pop(rebuttal, _NONE)))
        if numbers:
            self._count([numbers], -1)
        for number in numbers:
            self._rebuttals[number] = self._texts[number] = b""
        self._free += numbers
        return numbers

    def rebuttal(self, number: int) -> int:
        """The number of the rebuttal that a document belongs to."""
        return self._firsts[number]

    def first(self, rebuttal: str) -> int | None:
        """The number that a rebuttal goes by, given its id; None when it is not there."""
        return self._part(rebuttal).get(rebuttal)

    def numbers(self, rebuttal: str) -> list[int]:
        """The numbers of the documents of a rebuttal, given its id; none when it is not there."""
        return list(self._chain(self._part(rebuttal).get(rebuttal, _NONE)))

    def find(self, rebuttal: str) -> Rebuttal | None:
        """The rebuttal with this id; None when it is not there."""
        first = self.first(rebuttal)
        return None if first is None or first == _NONE else unpack_rebuttal(self._rebuttals[first])

    def of(self, rebuttal: int) -> dict[int, Document]:
        """The documents of a rebuttal by their numbers."""
        whole = unpack_rebuttal(self._rebuttals[rebuttal])
        documents = [Document(whole, claim, language) for _, language, claim in texts(whole)]
        return dict(zip(self._chain(rebuttal), documents, strict=True))

    def packed(self, numbers: Sequence[int]) -> tuple[list[bytes], list[bytes]]:
        """The keys and the senses of documents, as `terms` packs them."""
        parts = [self._texts[number].partition(_BETWEEN) for number in numbers]
        return [key for key, _, _ in parts], [senses for _, _, senses in parts]

    def _part(self, rebuttal: str) -> dict[str, int]:
        return self._numbers[hash(rebuttal) % _PARTS]

    def _chain(self, number: int) -> Iterator[int]:
        while number != _NONE:
            yield number
            number = self._following[number]

    def _place(self, rebuttal: Rebuttal, reads: Sequence[Read]) -> list[int]:
        numbers = [self._number() for _ in reads]
        first = numbers[0] if numbers else _NONE
        self._part(rebuttal.id)[rebuttal.id] = first
        for number, following, read in zip(numbers, [*numbers[1:], _NONE], reads, strict=True):
            self._texts[number] = pack(" ".join(read.words)) + _BETWEEN + pack_senses(read.senses)
            self._firsts[number], self._following[number] = first, following
        if numbers:
            self._rebuttals[first] = pack_rebuttal(rebuttal)
        return numbers

    def _number(self) -> int:
        if self._free:
            return self._free.pop()
        self._rebuttals.append(b"")
        self._texts.append(b"")
        self._firsts.append(_NONE)
        self._following.append(_NONE)
        return len(self._texts) - 1

    def _count(self, numbers: Sequence[Sequence[int]], sign: int) -> None:
        """Count the documents of whole rebuttals in the frequencies, or with -1 take them back."""
        keys, _ = self.packed([number for own in numbers for number in own])
        letters = Letters.of(keys)
        owners = np.arange(len(numbers)).repeat(np.array([len(own) for own in numbers], np.int64))
        held = sum(bool(own) for own in numbers)
        self.grams.count(_held_once(letters.grams(), owners), held, sign)
        self.stems.count(_held_once(letters.stems(), owners), held, sign)


def texts(rebuttal: Rebuttal) -> list[tuple[str, Language, Claim | None]]:
    """The texts that a post may repeat: each claim, and the official summaries (without a claim)."""
    claims = [(claim.text, claim.language, claim) for claim in rebuttal.claims]
    return [*claims, *((summary, language, None) for language, summary in rebuttal.summary.items())]


def _held_once(terms: Terms, owners: Ints) -> Ints:
    """The slots of terms, each once for every owner of the keys that hold it."""
    return distinct(owners[terms.owners] << BITS | terms.slots) & (SLOTS - 1)
