"""Stores and posts of any size for the matching benchmark, out of real sentences, the same in every run."""

import gzip
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.text import key

_CLAIM_LENGTHS = range(30, 301)
_HELD_OUT = 10  # every tenth sentence is in no store: posts are padded with these
_LONGEST = 4_096  # Telegram's limit for a message

# What people do to a claim when they retell it; shares of its words.
_DROPPED = 0.2
_REPLACED = 0.08
_INFLECTED = 0.3
_MISTYPED = 0.06
_ENDINGS = ("ов", "ы", "а", "ой", "ға", "дың", "лар", "ed", "ing", "s")
_REPLACED_IN_A_VARIANT = 0.5


@dataclass(frozen=True, slots=True)
class Text:
    """A claim or a post, and its folded key."""

    text: str
    key: str


@dataclass(frozen=True, slots=True)
class PlantedPost(Text):
    """A post and the number of the claim that it retells."""

    claim: int


class Sentences:
    """Kazakh, Russian and English sentences from `*.txt.gz` of a folder, one a line, in one mixed order."""

    def __init__(self, folder: Path) -> None:
        lines: list[str] = []
        for path in sorted(folder.glob("*.txt.gz")):
            with gzip.open(path, "rt", encoding="utf-8") as file:
                lines += [line for line in map(str.strip, file) if len(line) in _CLAIM_LENGTHS]
        if not lines:
            raise SystemExit(f"{folder} must hold *.txt.gz with a sentence of 30-300 characters a line")
        random.Random(1).shuffle(lines)
        self._filler = lines[::_HELD_OUT]
        self._originals = [line for number, line in enumerate(lines) if number % _HELD_OUT]

    def claims(self, count: int) -> list[Text]:
        """Return the sentences themselves, then variants of them in which every second word is another's."""
        chance = random.Random(2)
        texts = self._originals[:count]
        while len(texts) < count:
            original = self._originals[len(texts) % len(self._originals)]
            texts.append(_with_other_words(original, _REPLACED_IN_A_VARIANT, self._originals, chance))
        return [Text(text, key(text)) for text in texts]

    def posts(self, claims: Sequence[Text], count: int, median: int | None) -> list[PlantedPost]:
        """Return posts of about this median length in characters, or of full length (None)."""
        chance = random.Random(3)
        posts = []
        for _ in range(count):
            claim = chance.randrange(len(claims))
            length = min(_LONGEST, int(chance.lognormvariate(0, 0.6) * median)) if median else _LONGEST
            text = self._buried(_retold(claims[claim].text, self._filler, chance), length, chance)
            posts.append(PlantedPost(text, key(text), claim))
        return posts

    def strangers(self, count: int) -> list[PlantedPost]:
        """Return sentences that are in no store; they retell claim -1, which is none."""
        texts = random.Random(4).choices(self._filler, k=count)
        return [PlantedPost(text, key(text), -1) for text in texts]

    def _buried(self, retold: str, length: int, chance: random.Random) -> str:
        room = length - len(retold)
        around: list[str] = []
        while room > 0:
            around.append(chance.choice(self._filler)[:room])
            room -= len(around[-1]) + 1
        around.insert(chance.randint(0, len(around)), retold)
        return " ".join(around)[:_LONGEST]


def _retold(claim: str, others: Sequence[str], chance: random.Random) -> str:
    words = _with_other_words(claim, _REPLACED, others, chance).split()
    kept = [word for word in words if chance.random() > _DROPPED] or words
    return " ".join(_mistyped(_inflected(word, chance), chance) for word in kept)


def _with_other_words(text: str, share: float, others: Sequence[str], chance: random.Random) -> str:
    return " ".join(
        chance.choice(chance.choice(others).split()) if chance.random() < share else word
        for word in text.split()
    )


def _inflected(word: str, chance: random.Random) -> str:
    if len(word) < 5 or chance.random() > _INFLECTED:
        return word
    return word[: -chance.randint(1, 2)] + chance.choice(_ENDINGS)


def _mistyped(word: str, chance: random.Random) -> str:
    if len(word) < 4 or chance.random() > _MISTYPED:
        return word
    at = chance.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
