r"""Rebuttals as a table that spreadsheets open and save: a row each, columns named as in JSONL.

A cell of several values has one on each line; a line break within a value is written `\n`, a backslash
`\\`. A cell that a spreadsheet would take for a formula has an apostrophe before it.
"""

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from knowledge.exchange.errors import ExchangeError, Problem
from knowledge.exchange.jsonl import checked, entry_of
from knowledge.models import Language, Origin, Rebuttal

_ONE = ("id", "verdict", "status", "until")
_SOURCE = ("source.name", "source.url", "source.date")
_MANY = ("links", "anchors", "negatives", "media")
COLUMNS = (
    *_ONE,
    *(f"claims.{language}" for language in Language),
    *(f"learned.{language}" for language in Language),
    *(f"summary.{language}" for language in Language),
    *_SOURCE,
    *_MANY,
)
REQUIRED = "id, verdict, source.name, source.url"
# What Excel writes, by region; a tab when a sheet is saved as Unicode text.
_DELIMITERS = ";,\t"
# https://owasp.org/www-community/attacks/CSV_Injection, with the apostrophes that were there before.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_ESCAPED = re.compile(r"\\([\\n])")
_LINE_ENDS = re.compile(r"\r\n?")


def parse_table(content: bytes) -> tuple[Rebuttal, ...]:
    """All rebuttals of a table with a line of column names; any order, columns that are not there are empty.

    UTF-8 or, with a byte order mark, UTF-16; commas, semicolons or tabs. Raises ExchangeError with every
    problem; its lines are those of the file, where a row may have several.
    """
    text = _decoded(content)
    rows = _rows(text)
    _, names = next(rows, (1, []))
    known = [name.strip().lower() for name in names]
    _check_columns(known)
    problems: list[Problem] = []
    entries = []
    for line, cells in rows:
        if len(cells) > len(known) and any(map(str.strip, cells[len(known) :])):
            problems.append(Problem(line, "", "cells", {"limit": len(known), "length": len(cells)}))
        elif any(map(str.strip, cells)):
            entries.append((line, _entry(dict(zip(known, cells, strict=False)))))
    rebuttals, wrong = checked(entries)
    if problems or wrong:
        raise ExchangeError(sorted((*problems, *wrong), key=lambda problem: problem.line))
    return rebuttals


def dump_table(rebuttals: Iterable[Rebuttal]) -> Iterator[str]:
    """The table line by line, with semicolons and a byte order mark: so Excel opens it in every region."""
    yield from dump_rows(COLUMNS, map(_row, rebuttals))


def dump_rows(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A table of any columns, safe to open: no cell is a formula."""
    yield "\ufeff"
    for row in itertools.chain([columns], rows):
        line = io.StringIO(newline="")
        csv.writer(line, delimiter=";").writerow([_harmless(cell) for cell in row])
        yield line.getvalue()


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ExchangeError([Problem(line, "", "utf8", {})]) from None


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line that it begins on."""
    first, _, rest = text.partition("\n")
    skipped = 0
    if told := re.fullmatch(r"sep=(.)\r?", first):  # Excel's own way to say it
        delimiter, text, skipped = told[1], rest, 1
    else:
        delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins + skipped, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise ExchangeError([Problem(begins + skipped, "", "table", {"found": str(error)})]) from None


def _check_columns(names: list[str]) -> None:
    wrong = [
        Problem(1, name, "unknown", {"choices": ", ".join(COLUMNS)})
        for name in dict.fromkeys(names)
        if name and name not in COLUMNS
    ]
    wrong += [Problem(1, name, "repeated", {}) for name in COLUMNS if names.count(name) > 1]
    if not any(name in COLUMNS for name in names):
        wrong = [Problem(1, "", "columns", {"choices": REQUIRED})]
    if wrong:
        raise ExchangeError(wrong)


def _entry(row: Mapping[str, str]) -> dict[str, Any]:
    """The object of JSONL for a row; an empty cell is an absent member."""
    cells = {name: _plain(cell) for name, cell in row.items() if cell.strip()}
    claims = {
        str(language): [
            *_values(cells.get(f"claims.{language}", "")),
            *_learned(cells.get(f"learned.{language}", "")),
        ]
        for language in Language
    }
    return {
        **{name: cells[name] for name in _ONE if name in cells},
        "claims": {language: texts for language, texts in claims.items() if texts},
        "summary": {
            str(language): cells[f"summary.{language}"]
            for language in Language
            if f"summary.{language}" in cells
        },
        "source": {name.partition(".")[2]: cells[name] for name in _SOURCE if name in cells},
        **{name: _values(cells[name]) for name in _MANY if name in cells},
    }


def _learned(cell: str) -> list[dict[str, str]]:
    return [{"text": text, "origin": Origin.LEARNED} for text in _values(cell)]


def _row(rebuttal: Rebuttal) -> list[str]:
    entry = entry_of(rebuttal)
    claims: dict[str, list[str]] = {}
    for claim in rebuttal.claims:
        column = "learned" if claim.origin is Origin.LEARNED else "claims"
        claims.setdefault(f"{column}.{claim.language}", []).append(claim.text)
    cells = {
        **{name: entry.get(name, "") for name in _ONE},
        **{name: _lines(texts) for name, texts in claims.items()},
        **{f"summary.{language}": text for language, text in rebuttal.summary.items()},
        **{f"source.{name}": value for name, value in entry["source"].items()},
        **{name: _lines(entry.get(name, ())) for name in _MANY},
    }
    return [cells.get(column, "") for column in COLUMNS]


def _values(cell: str) -> list[str]:
    return [
        _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else "\\", line)
        for line in _LINE_ENDS.sub("\n", cell).split("\n")
        if line.strip()
    ]


def _lines(values: Iterable[str]) -> str:
    return "\n".join(value.replace("\\", "\\\\").replace("\n", "\\n") for value in values)


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
