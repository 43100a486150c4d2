"""What can be wrong with a rebuttal that somebody wrote, said in a way that programs and people can use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# What was expected, in English; handlers say it in other languages by the same codes and params.
_EXPECTED = {
    "characters": "expected printable characters, found {found}",
    "choice": "expected one of {choices}",
    "date": "expected a date such as 2025, 2025-04 or 2025-04-30",
    "empty": "expected a text, found none",
    "id": "expected at most 40 of a-z, 0-9 and -, beginning with a letter or digit",
    "json": "expected one JSON object on this line",
    "long": "expected at most {limit} characters, found {length}",
    "repeated": "expected once, found again",
    "required": "expected, but missing",
    "short": "expected at least {limit} characters, found {length}",
    "taken": "expected an id of its own, but line {line} has the same",
    "type": "expected {expected}",
    "unknown": "is not a field; expected only {choices}",
    "url": "expected an address such as https://example.kz/page",
    "utf8": "expected text in UTF-8",
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
    """A fault of a file: `line` counts from 1; `field` is a path such as `claims.ru[2]`, "" for the line."""

    line: int
    field: str
    code: str
    params: Mapping[str, str | int]

    def __str__(self) -> str:
        place = f"line {self.line}: {self.field}" if self.field else f"line {self.line}"
        return f"{place}: {_EXPECTED[self.code].format(**self.params)}"


class ExchangeError(Exception):
    """A file that was refused as a whole; its text has a line for every problem."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)
