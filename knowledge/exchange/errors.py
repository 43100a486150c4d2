"""What can be wrong with a rebuttal that somebody wrote, said in a way that programs and people can use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

# What was expected, in English; handlers say it in other languages by the same codes and params.
_EXPECTED = {
    "big": "expected at most {limit} MB",
    "cells": "expected at most {limit} cells, one below each column, found {length}",
    "characters": "expected printable characters, found {found}",
    "choice": "expected one of {choices}",
    "columns": "expected a first line with names of columns, among them {choices}",
    "date": "expected a date such as 2025, 2025-04 or 2025-04-30",
    "day": "expected a day such as 2026-12-31",
    "domain": "expected an address at one of {choices}",
    "empty": "expected a text, found none",
    "id": "expected at most 40 of a-z, 0-9 and -, beginning with a letter or digit",
    "json": "expected one JSON object on this line",
    "long": "expected at most {limit} characters, found {length}",
    "many": "expected at most {limit}",
    "official": "expected a page that spreads the claim, found the official source of a rebuttal",
    "rating": "expected a rating such as False, Ложь or Жалған, found {found}",
    "ours": "expected what people say, found what the bot itself says",
    "picture": "expected a picture or a video",
    "past": "expected a day that is not over",
    "repeated": "expected once, found again",
    "required": "expected, but missing",
    "reviews": "expected JSON with ClaimReview objects of schema.org",
    "short": "expected at least {limit} characters, found {length}",
    "table": "expected a table that a spreadsheet wrote: {found}",
    "summary": "expected a claim, found the explanation of rebuttal {id}",
    "taken": "expected an id of its own, but line {line} has the same",
    "type": "expected {expected}",
    "unknown": "is not a field; expected only {choices}",
    "url": "expected an address such as https://example.kz/page",
    "utf8": "expected text in UTF-8",
    "words": "expected at least {limit} words that say something, found {length}",
}


class FieldError(ValueError):
    """A value that does not fit its field.

    `field` is the name of the function in `fields` that refused it, `code` one of those above, `params` what
    the sentence of that code needs.
    """

    def __init__(self, field: str, code: str, **params: str | int) -> None:
        super().__init__(f"{field}: {_EXPECTED[code].format(**params)}")
        self.field = field
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of a file: `line` counts from 1; `field` is a path such as `claims.ru[2]`, "" for the line.

    Where lines say nothing, as in JSON of one line, `line` counts what `unit` names.
    """

    line: int
    field: str
    code: str
    params: Mapping[str, str | int]
    unit: Literal["line", "review"] = "line"

    def __str__(self) -> str:
        place = f"{self.unit} {self.line}" + (f": {self.field}" if self.field else "")
        return f"{place}: {_EXPECTED[self.code].format(**self.params)}"


class ExchangeError(Exception):
    """A file that was refused as a whole; its text has a line for every problem."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)
