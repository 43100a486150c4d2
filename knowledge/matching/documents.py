"""The texts that posts are compared with: claims and summaries of rebuttals, numbered and packed."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.matching.frequencies import Frequencies, ordinary_grams, ordinary_stems
from knowledge.matching.terms import Letters, distinct
from knowledge.models import Claim, Language, Rebuttal


@dataclass(frozen=True, slots=True)
class Document:
    """One text of a rebuttal; `claim` is None for its summary, the official wording."""

    rebuttal: Rebuttal
    claim: Claim | None
    language: Language
    key: bytes
    senses: bytes


class Documents:
    """Documents by number. Numbers of removed ones are given out again."""

    def __init__(self) -> None:
        self.grams = Frequencies(ordinary_grams())
        self.stems = Frequencies(ordinary_stems())
        self._held: list[Document | None] = []
        self._free: list[int] = []
        self._numbers: dict[str, tuple[int, ...]] = {}
        self._words = 0

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, rebuttal: str) -> bool:
        return rebuttal in self._numbers

    def __getitem__(self, number: int) -> Document:
        document = self._held[number]
        if document is None:
            raise KeyError(number)
        return document

    @property
    def usual_length(self) -> float:
        """Mean number of words of a document."""
        return self._words / max(1, len(self._held) - len(self._free))

    def add(self, rebuttal: str, documents: Sequence[Document]) -> tuple[int, ...]:
        """Hold the documents of a rebuttal that is not there yet; their numbers."""
        numbers = tuple(self._place(document) for document in documents)
        self._numbers[rebuttal] = numbers
        self._count(documents, 1)
        return numbers

    def remove(self, rebuttal: str) -> tuple[int, ...]:
        """Forget a rebuttal; the numbers that its documents had (none if it was not there)."""
        numbers = self._numbers.pop(rebuttal, ())
        self._count([self[number] for number in numbers], -1)
        for number in numbers:
            self._held[number] = None
        self._free += numbers
        return numbers

    def _place(self, document: Document) -> int:
        if self._free:
            number = self._free.pop()
            self._held[number] = document
            return number
        self._held.append(document)
        return len(self._held) - 1

    def _count(self, documents: Sequence[Document], sign: int) -> None:
        if not documents:
            return
        letters = Letters.of([document.key for document in documents])
        for frequencies, terms in ((self.grams, letters.grams()), (self.stems, letters.stems())):
            slots = distinct(terms.slots)
            if sign > 0:
                frequencies.add(slots)
            else:
                frequencies.remove(slots)
        self._words += sign * letters.word_starts().size
