"""The formats that rebuttals come and go in, and how a file is recognised."""

import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import PurePath

from knowledge.exchange.claimreview import dump_reviews, parse_reviews
from knowledge.exchange.csv import dump_table, parse_table
from knowledge.exchange.jsonl import dump, parse
from knowledge.models import Rebuttal


class Format(StrEnum):
    """`jsonl` and `csv` hold all of a rebuttal, `claimreview` what the public may see."""

    JSONL = "jsonl"
    CLAIMREVIEW = "claimreview"
    CSV = "csv"


# What each is called as a file.
SUFFIXES = {Format.JSONL: ".jsonl", Format.CLAIMREVIEW: ".json", Format.CSV: ".csv"}
_BY_SUFFIX = {
    ".jsonl": Format.JSONL, ".ndjson": Format.JSONL,
    ".csv": Format.CSV, ".tsv": Format.CSV,
    ".jsonld": Format.CLAIMREVIEW,
}  # fmt: skip


def format_of(content: bytes, name: str = "") -> Format:
    """By the name's suffix; by the content where that is `.json`, `.txt` or nothing."""
    known = _BY_SUFFIX.get(PurePath(name).suffix.lower())
    if known is not None:
        return known
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith((b"{", b"[")):
        return Format.CSV
    return Format.JSONL if _is_entry(start.partition(b"\n")[0]) else Format.CLAIMREVIEW


def read(content: bytes, kind: Format) -> tuple[Rebuttal, ...]:
    """All rebuttals of a file, or ExchangeError with all that is wrong with it."""
    match kind:
        case Format.JSONL:
            return parse(content.splitlines())
        case Format.CLAIMREVIEW:
            return parse_reviews(content)
        case Format.CSV:
            return parse_table(content)


def write(rebuttals: Iterable[Rebuttal], kind: Format) -> Iterator[str]:
    """The file, a part at a time, line ends included."""
    match kind:
        case Format.JSONL:
            return dump(rebuttals)
        case Format.CLAIMREVIEW:
            return dump_reviews(rebuttals)
        case Format.CSV:
            return dump_table(rebuttals)


def _is_entry(line: bytes) -> bool:
    """Whether a line by itself is an object of JSONL: one of JSON-LD has `@type` or `@graph`."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and not any(name.startswith("@") for name in found)
