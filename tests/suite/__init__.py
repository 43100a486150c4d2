"""The regression suite of hand-written posts: what is in a folder of it, typed (see README.md)."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from knowledge.models import Claim, Kind, Language, Rebuttal, Source, Status, Verdict

__all__ = [
    "DEV",
    "HELD",
    "KINDS",
    "SEALED",
    "TRAIN",
    "RumourPost",
    "Suite",
    "SuitePost",
    "load",
    "load_rumours",
]

Noun = TypeVar("Noun")

DEV = Path(__file__).parent / "dev"
HELD = Path(__file__).parent / "held"
RUMOURS = Path(__file__).parent / "rumours"
SEALED = Path(__file__).parent / "sealed"
TRAIN = tuple(
    Path(__file__).parent / "train" / part
    for part in (
        "money",
        "security",
        "society",
        "towns",
        "health",
        "technology",
        "various",
        "nature",
        "civic",
    )
)

KINDS: Mapping[str, Kind] = {
    "copy": Kind.VERDICT,
    "paraphrase": Kind.VERDICT,
    "long": Kind.VERDICT,
    "noise": Kind.VERDICT,
    "rukk": Kind.VERDICT,
    "latin": Kind.VERDICT,
    "mixed": Kind.VERDICT,
    "crosslingual": Kind.VERDICT,
    "several": Kind.VERDICT,
    "question": Kind.VERDICT,
    "neighbour": Kind.UNKNOWN,
    "truenews": Kind.UNKNOWN,
    "unknownrumour": Kind.UNKNOWN,
    "opposite": Kind.UNKNOWN,
    "numbers": Kind.UNKNOWN,
    "easy": Kind.UNKNOWN,
    "denial": Kind.AGREES,
    "rebuttal": Kind.AGREES,
}
"""Every kind of post and the ideal answer to it."""


@dataclass(frozen=True, slots=True)
class SuitePost:
    """One post and what is expected of the bot.

    `rebuttals` are those whose claim the post makes or denies, none for a negative; `near` are those that a
    negative must not be taken for; `also` are answers that a human would accept besides `answer`.
    """

    id: str
    text: str
    language: Language
    kind: str
    answer: Kind
    rebuttals: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    also: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class RumourPost:
    """One post that no rebuttal answers, and the rumour that it belongs to."""

    id: str
    text: str
    language: Language
    rumour: str


@dataclass(frozen=True, slots=True)
class Suite:
    """One folder of the suite, in file order."""

    rebuttals: tuple[Rebuttal, ...]
    posts: tuple[SuitePost, ...]


def load(folder: Path) -> Suite:
    """Read `rebuttals.jsonl` and `posts.jsonl` of `folder`.

    Raises KeyError, TypeError or ValueError where a field is missing, too much or not understood, with the
    file and the line in a note.
    """
    return Suite(
        rebuttals=tuple(_read(folder / "rebuttals.jsonl", _rebuttal)),
        posts=tuple(_read(folder / "posts.jsonl", _post)),
    )


def load_rumours() -> tuple[RumourPost, ...]:
    """Read the posts that are to be grouped; errors as in `load`."""
    return tuple(_read(RUMOURS / "posts.jsonl", _rumour_post))


def _read(file: Path, parse: Callable[[Mapping[str, Any]], Noun]) -> Iterator[Noun]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            yield parse(json.loads(line))
        except (KeyError, TypeError, ValueError) as error:
            error.add_note(f"{file}, line {number}")
            raise


def _rebuttal(row: Mapping[str, Any]) -> Rebuttal:
    return Rebuttal(
        id=row["id"],
        verdict=Verdict(row["verdict"]),
        claims=tuple(
            Claim(text, Language(language)) for language, texts in row["claims"].items() for text in texts
        ),
        summary={Language(language): text for language, text in row["summary"].items()},
        source=Source(**row["source"]),
        links=tuple(row["links"]),
        status=Status(row["status"]),
    )


def _post(row: Mapping[str, Any]) -> SuitePost:
    return SuitePost(
        id=row["id"],
        text=row["text"],
        language=Language(row["lang"]),
        kind=row["kind"],
        answer=Kind(row["answer"]),
        rebuttals=tuple(row["rebuttals"]),
        near=tuple(row.get("near", ())),
        also=tuple(Kind(answer) for answer in row.get("also", ())),
    )


def _rumour_post(row: Mapping[str, Any]) -> RumourPost:
    return RumourPost(row["id"], row["text"], Language(row["lang"]), row["rumour"])
