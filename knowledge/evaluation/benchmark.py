"""A benchmark folder as data: rebuttals, posts, and which post makes which claim."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.models import Claim, Kind, Language, Post, Rebuttal, Source, Verdict
from knowledge.text import key

# Sets of other people's claims come without verdict, summary and source.
_UNNAMED = Source("benchmark", "https://example.org/")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A post, the rebuttals whose claim it makes (none: foreign), and the answers it may get."""

    id: str
    post: Post
    rebuttals: frozenset[str]
    expected: frozenset[Kind]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One folder: `claims.jsonl` or `rebuttals.jsonl`, `posts.jsonl`, maybe `qrels.tsv`."""

    name: str
    rebuttals: tuple[Rebuttal, ...]
    posts: tuple[Labelled, ...]


def read(folder: Path, foreign: Iterable[Path] = (), split: str | None = None) -> Benchmark:
    """Read `folder`; `foreign` are further files of posts that make no claim of it; `split` keeps one split.

    Of claims with the same folded text only the first is kept, and posts that make another of them make it.
    Raises OSError where a file is missing, KeyError or ValueError where a field is.
    """
    given = tuple(_rebuttals(folder))
    kept = _first_twins(given)
    rebuttals = tuple(rebuttal for rebuttal in given if kept[rebuttal.id] == rebuttal.id)
    relevant = _relevant(folder, kept)
    rows = [row for row in _rows(folder / "posts.jsonl") if split in (None, row.get("split"))]
    posts = [_labelled(row, relevant.get(row["id"], frozenset())) for row in rows]
    posts += [_labelled(row, frozenset()) for file in foreign for row in _rows(file)]
    return Benchmark(folder.name, rebuttals, tuple(posts))


def _rows(file: Path) -> list[Mapping[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]


def _rebuttals(folder: Path) -> Iterable[Rebuttal]:
    curated = folder / "rebuttals.jsonl"
    if curated.exists():
        yield from (_rebuttal(row) for row in _rows(curated))
        return
    for row in _rows(folder / "claims.jsonl"):
        texts = [row[field] for field in ("text", "title") if row.get(field)]
        claims = tuple(Claim(text, Language(row["lang"])) for text in texts)
        yield Rebuttal(row["id"], Verdict.FALSE, claims, {}, _UNNAMED)


def _rebuttal(row: Mapping[str, Any]) -> Rebuttal:
    claims = tuple(Claim(text, Language(lang)) for lang, texts in row["claims"].items() for text in texts)
    summary = {Language(lang): text for lang, text in row["summary"].items()}
    anchors = tuple(row.get("anchors", ()))
    return Rebuttal(
        row["id"], Verdict(row["verdict"]), claims, summary, Source(**row["source"]), anchors=anchors
    )


def _first_twins(rebuttals: Sequence[Rebuttal]) -> Mapping[str, str]:
    first: dict[tuple[str, ...], str] = {}
    keys = {rebuttal.id: tuple(key(claim.text) for claim in rebuttal.claims) for rebuttal in rebuttals}
    return {rebuttal: first.setdefault(own, rebuttal) for rebuttal, own in keys.items()}


def _relevant(folder: Path, kept: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    file = folder / "qrels.tsv"
    if not file.exists():
        return {}
    found: dict[str, set[str]] = defaultdict(set)
    for line in file.read_text(encoding="utf-8").splitlines()[1:]:
        post, claim, *_ = line.split("\t")
        found[post].add(kept[claim])
    return {post: frozenset(claims) for post, claims in found.items()}


def _labelled(row: Mapping[str, Any], rebuttals: frozenset[str]) -> Labelled:
    answers = [row[field] for field in ("expect", "answer") if field in row] + list(row.get("also", ()))
    named = rebuttals | frozenset(row.get("rebuttals", ()))
    return Labelled(row["id"], Post(row["text"]), named, frozenset(Kind(answer) for answer in answers))
