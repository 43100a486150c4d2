"""The trilingual concept lexicon: words and short phrases of Kazakh, Russian and English that mean the same.

`concepts/*.tsv` hold it, one concept a line: name, Kazakh, Russian and English forms, kind, parted by tabs.
Forms are parted by "|"; "-" stands where a language has no word. A form is a word or a phrase; a word is met
as it stands, with a star by whatever begins with it ("вакцин*"), with a tilde in the inflections of its
language ("ел~": елге, еліміздің, but neither елек nor елу), with a plus in those of a Kazakh verb ("сат+":
сатады, сатылмайды, сатқандар, but neither сатушы nor сатира). The longest stem that fits a word wins, so a
concept of its own is all that a false friend of a stem needs.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache, partial
from importlib.resources import files
from itertools import count, product
from typing import Final, NamedTuple, Self

from knowledge.models import Language
from knowledge.text.normalise import key
from knowledge.text.spelling import REMEMBERED_WORDS
from knowledge.text.wordforms import Pattern, Tail, fits, inflected, keys_of, patterns

_COLUMNS: Final = 5
_NO_WORD: Final = "-"
_EVERY_LANGUAGE: Final = frozenset(Language)
_ALONE: Final = {language: frozenset({language}) for language in Language}
# Whose words are looked for in a text, and in which order. The key spells "суда" (in water) and "суда"
# (of the court), "сан" and "can" alike; Kazakh and Russian are mixed every day, English with either rarely.
_SCOPES: Final[dict[Language | None, tuple[frozenset[Language], ...]]] = {
    Language.KK: (_ALONE[Language.KK], _ALONE[Language.RU]),
    Language.RU: (_ALONE[Language.RU], _ALONE[Language.KK]),
    Language.EN: (_ALONE[Language.EN],),
    None: (_EVERY_LANGUAGE,),
}
# Letters of a stem that is taken from the second language: what shorter ones share with the first is chance
# (of those so found in 600,000 words of Kazakh, nearly all below five letters were false friends).
_BORROWED: Final = 5
_BEGINNING: Final = 3  # letters of a word that tell how long its stem may be


class ConceptKind(StrEnum):
    """What part a concept plays in a claim."""

    TOPIC = "topic"
    ACTOR = "actor"
    ACTION = "action"
    PLACE = "place"
    NEGATION = "negation"
    QUESTION = "question"
    REBUTTAL = "rebuttal"
    FUNCTION = "function"

    __hash__ = str.__hash__  # Enum's own is written in Python and takes .2 µs


class Hit(NamedTuple):
    """A concept's number and the range of the key that speaks of it."""

    concept: int
    start: int
    end: int


class _Form(NamedTuple):
    words: tuple[Pattern, ...]
    languages: frozenset[Language]


@dataclass(frozen=True, slots=True)
class _Concept:
    name: str
    kind: ConceptKind
    forms: tuple[_Form, ...]
    domain: str = ""


class _Meaning(NamedTuple):
    """What a word, or the beginning of a phrase with the patterns in `rest`, means in some languages."""

    concept: int
    languages: frozenset[Language]
    rest: tuple[int, ...] = ()


class _Reading(NamedTuple):
    """What one word tells: its concepts, and the patterns of phrases that it could open or continue."""

    concepts: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()
    continues: tuple[int, ...] = ()
    distinct: frozenset[int] = frozenset()  # the concepts: one object for each word, whose hash is kept


# Most words tell nothing; all of them share this one.
_NOTHING: Final = _Reading()


class Lexicon:
    """Finds concepts in folded keys. Immutable; a number holds for one lexicon and its extensions."""

    def __init__(self, concepts: Sequence[_Concept]) -> None:
        self._concepts = tuple(concepts)
        self._stems: dict[str, list[tuple[Tail, int]]] = defaultdict(list)
        self._words: dict[int, list[_Meaning]] = defaultdict(list)
        self._phrases: dict[tuple[int, int], list[_Meaning]] = defaultdict(list)
        numbers: dict[Pattern, int] = defaultdict(count().__next__)
        for concept, entry in enumerate(self._concepts):
            for words, languages in entry.forms:
                first, *rest = (numbers[word] for word in words)
                if rest:
                    meaning = _Meaning(concept, languages, tuple(rest[1:]))
                    self._phrases[first, rest[0]].append(meaning)
                else:
                    self._words[first].append(_Meaning(concept, languages))
        for pattern, number in numbers.items():
            for stem, tail in pattern:
                self._stems[stem].append((tail, number))
        self._openers = frozenset(first for first, _ in self._phrases)
        rests = (phrase.rest for phrases in self._phrases.values() for phrase in phrases)
        self._followers = frozenset(second for _, second in self._phrases).union(*rests)
        self._lengths = _lengths(self._stems)
        self._read = lru_cache(REMEMBERED_WORDS)(self._read_word)
        self._alone = lru_cache(REMEMBERED_WORDS)(partial(self._read_word, language=None))

    @classmethod
    def load(cls) -> Self:
        """Read the lexicon that comes with the package. ValueError names the file and line that is wrong."""
        folder = files("knowledge.text").joinpath("concepts")
        concepts: list[_Concept] = []
        for file in sorted(folder.iterdir(), key=lambda file: file.name):
            text = file.read_text(encoding="utf-8")
            keys = keys_of(text)
            for number, line in enumerate(text.split("\n"), start=1):
                if line and not line.startswith("#"):
                    concepts.append(_concept(line, keys, where=f"{file.name}:{number}"))
        return cls(concepts)

    def __len__(self) -> int:
        return len(self._concepts)

    def name(self, concept: int) -> str:
        """Return the concept's name; of one that a moderator made, its first word."""
        return self._concepts[concept].name

    def kind(self, concept: int) -> ConceptKind:
        """Return the part that the concept plays in a claim."""
        return self._concepts[concept].kind

    def domain(self, concept: int) -> str:
        """Return the name of the file that the concept stands in, such as "health"; "" for a moderator's."""
        return self._concepts[concept].domain

    def concepts(self, key: str, language: Language | None = None) -> tuple[Hit, ...]:
        """Return what `key` speaks of, in order; the longest phrase wins and hides the words inside it.

        A word or phrase of several concepts gives a hit for each. `language` is the text's, if it is known:
        without it, words of one language are also met by false friends in the others.
        """
        words = key.split(" ")
        read = self._alone if language is None else partial(self._read, language=language)
        readings = list(map(read, words))
        hits: list[Hit] = []
        start = skip = 0
        for at, (word, reading) in enumerate(zip(words, readings, strict=True)):
            end = start + len(word)
            if skip:
                skip -= 1
            else:
                concepts = reading.concepts
                if reading.opens:
                    skip, phrase = self._phrase(readings, at, language)
                    if skip:
                        concepts = phrase
                        end += sum(1 + len(each) for each in words[at + 1 : at + 1 + skip])
                hits += [Hit(concept, start, end) for concept in concepts]
            start += len(word) + 1
        return tuple(hits)

    def spoken(self, words: Sequence[str]) -> list[frozenset[int]]:
        """The distinct concepts that each word speaks of, alone or in a phrase.

        A phrase does not hide its words here: "retire" meets "pension" by them.
        """
        readings = list(map(self._alone, words))
        spoken = [reading.distinct for reading in readings]
        free = 0  # the first word that no phrase has taken
        for at, reading in enumerate(readings):
            if reading.opens and at >= free:
                more, phrase = self._phrase(readings, at, None)
                free = at + 1 + more
                if more:
                    spoken[at:free] = [alone.union(phrase) for alone in spoken[at:free]]
        return spoken

    def with_synonyms(self, pairs: Iterable[tuple[str, str]]) -> "Lexicon":
        """Return a lexicon in which the words or phrases of each pair also mean the same, in any inflection.

        What the first of a pair means wins over what the second does; when neither means anything, a concept
        is born. The concepts of this lexicon keep their numbers. ValueError names a text that has no words.
        """
        concepts = list(self._concepts)
        taught: dict[str, set[int]] = defaultdict(set)
        for pair in pairs:
            keys = [_worded(text) for text in pair]
            known = [taught[folded] | self._meanings(folded) for folded in keys]
            targets = known[0] or known[1]
            if not targets:
                targets = {len(concepts)}
                concepts.append(_Concept(pair[0], ConceptKind.TOPIC, ()))
            for folded, meanings in zip(keys, known, strict=True):
                form = _Form(tuple(inflected(word) for word in folded.split(" ")), _EVERY_LANGUAGE)
                for concept in targets - meanings:
                    old = concepts[concept]
                    concepts[concept] = replace(old, forms=(*old.forms, form))
                taught[folded] |= targets
        return Lexicon(concepts)

    def _meanings(self, key: str) -> set[int]:
        """The concepts of the whole of `key`."""
        return {hit.concept for hit in self.concepts(key) if (hit.start, hit.end) == (0, len(key))}

    def _phrase(
        self, readings: Sequence[_Reading], at: int, language: Language | None
    ) -> tuple[int, tuple[int, ...]]:
        """How many words after `at` belong to the longest phrase that begins there, and what it means."""
        following = readings[at + 1].continues if at + 1 < len(readings) else ()
        if not following:
            return 0, ()
        longest = 0
        found: set[int] = set()
        for pair in product(readings[at].opens, following):
            for concept, languages, rest in self._phrases.get(pair, ()):
                length = 1 + len(rest)
                if length >= longest and _follow(readings, at + 2, rest) and _overlap(languages, language):
                    found = found | {concept} if length == longest else {concept}
                    longest = length
        return longest, tuple(sorted(found))

    def _read_word(self, word: str, language: Language | None) -> _Reading:
        lengths = self._lengths.get(word[:_BEGINNING]) or self._lengths.get(word[:1], ())
        begun = [
            (length, tails)
            for length in lengths
            if length <= len(word) and (tails := self._stems.get(word[:length]))
        ]
        fitting = [
            (length, number)
            for length, tails in begun
            for tail, number in tails
            if fits(tail, word[:length], word)
        ]
        if not fitting:
            return _NOTHING
        own, *others = _SCOPES[language]
        concepts = self._meant(fitting, own)
        for other in others:
            concepts = concepts or self._meant(fitting, other, shortest=_BORROWED)
        numbers = {number for _, number in fitting}
        return _Reading(
            tuple(sorted(concepts)),
            tuple(self._openers & numbers),
            tuple(self._followers & numbers),
            frozenset(concepts),
        )

    def _meant(
        self, fitting: Iterable[tuple[int, int]], scope: frozenset[Language], shortest: int = 1
    ) -> set[int]:
        """The concepts of the longest stem that is a word of `scope`; `fitting` is sorted, longest first."""
        concepts: set[int] = set()
        for length, number in fitting:
            if length < shortest:
                break
            for concept, languages, _ in self._words.get(number, ()):
                if scope is _EVERY_LANGUAGE or not languages.isdisjoint(scope):
                    concepts.add(concept)
                    shortest = length
        return concepts


def _lengths(stems: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """How long the stems are that a word may have, the longest first, by its beginning.

    A word of which no stem shares the beginning may have those that are shorter than it, by its first letter.
    """
    found: dict[str, set[int]] = defaultdict(set)
    for stem in stems:
        found[stem[: _BEGINNING if len(stem) >= _BEGINNING else 1]].add(len(stem))
    for beginning in [each for each in found if len(each) == _BEGINNING]:
        found[beginning] |= found.get(beginning[0], set())
    return {beginning: tuple(sorted(lengths, reverse=True)) for beginning, lengths in found.items()}


def _overlap(languages: frozenset[Language], language: Language | None) -> bool:
    return any(not languages.isdisjoint(scope) for scope in _SCOPES[language])


def _follow(readings: Sequence[_Reading], at: int, phrase: tuple[int, ...]) -> bool:
    return len(readings) - at >= len(phrase) and all(
        part in readings[place].continues for place, part in enumerate(phrase, start=at)
    )


def _concept(line: str, keys: Mapping[str, str], *, where: str) -> _Concept:
    columns = line.split("\t")
    if len(columns) != _COLUMNS:
        raise ValueError(f"{where}: expected {_COLUMNS} columns parted by tabs, found {len(columns)}")
    name, *cells, kind = columns
    try:
        forms = tuple(
            _Form(patterns(form, language, keys), _ALONE[language])
            for language, cell in zip(Language, cells, strict=True)
            if cell != _NO_WORD
            for form in cell.split("|")
        )
        return _Concept(name, ConceptKind(kind), forms, domain=where.partition(".")[0])
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from error


def _worded(text: str) -> str:
    folded = key(text)
    if not folded:
        raise ValueError(f"synonym {text!r} must hold at least one word")
    return folded
