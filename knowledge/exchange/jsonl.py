"""Rebuttals as JSON Lines, one object a line: `parse` takes a whole file or nothing, `dump` writes one."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, cast

from knowledge.exchange import fields
from knowledge.exchange.errors import ExchangeError, FieldError, Problem
from knowledge.models import Claim, Language, Origin, Rebuttal, Source, Status

_FIELDS = (
    "id", "verdict", "claims", "summary", "source", "links", "status",
    "anchors", "negatives", "until", "media",
)  # fmt: skip
_SOURCE_FIELDS = ("name", "url", "date")
_CLAIM_FIELDS = ("text", "origin")

# Line ends for Unicode but not for JSON: whoever splits a file by Unicode's rules must not cut a text in two.
LINE_ENDS = str.maketrans({end: f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"})

T = TypeVar("T")


def parse(lines: Iterable[str | bytes]) -> tuple[Rebuttal, ...]:
    """All rebuttals of a file. Empty lines, a byte order mark and either line end are fine.

    Raises ExchangeError with every problem of every line; then nothing should be taken from the file.
    """
    problems: list[Problem] = []
    rebuttals: list[Rebuttal] = []
    taken: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        reader = _Reader(number, taken)
        rebuttals += reader.rebuttals(line)
        problems += reader.problems
    if problems:
        raise ExchangeError(problems)
    return tuple(rebuttals)


def checked(
    entries: Iterable[tuple[int, Mapping[str, Any]]],
) -> tuple[tuple[Rebuttal, ...], tuple[Problem, ...]]:
    """What `parse` finds in objects that another format became: (line or place, object).

    A rebuttal counts only where there is no problem with its object.
    """
    problems: list[Problem] = []
    rebuttals: list[Rebuttal] = []
    taken: dict[str, int] = {}
    for number, entry in entries:
        reader = _Reader(number, taken)
        rebuttals += reader.checked(entry)
        problems += reader.problems
    return tuple(rebuttals), tuple(problems)


def dump(rebuttals: Iterable[Rebuttal]) -> Iterator[str]:
    """A line for each rebuttal, line end included. Claims are grouped by language."""
    for rebuttal in rebuttals:
        yield json.dumps(entry_of(rebuttal), ensure_ascii=False).translate(LINE_ENDS) + "\n"


def entry_of(rebuttal: Rebuttal) -> dict[str, Any]:
    """The object that stands for a rebuttal."""
    claims: dict[str, list[Any]] = {}
    for claim in rebuttal.claims:
        claims.setdefault(claim.language, []).append(
            claim.text if claim.origin is Origin.CURATED else {"text": claim.text, "origin": claim.origin}
        )
    source = {"name": rebuttal.source.name, "url": rebuttal.source.url, "date": rebuttal.source.date}
    return {
        "id": rebuttal.id,
        "verdict": rebuttal.verdict,
        "claims": claims,
        "summary": dict(rebuttal.summary),
        "source": {name: value for name, value in source.items() if value is not None},
        "links": rebuttal.links,
        "status": rebuttal.status,
        **({"anchors": rebuttal.anchors} if rebuttal.anchors else {}),
        **({"negatives": rebuttal.negatives} if rebuttal.negatives else {}),
        **({"until": rebuttal.until} if rebuttal.until else {}),
        **({"media": [f"{each.kind}:{each.unique_id}" for each in rebuttal.media]} if rebuttal.media else {}),
    }


class _Reader:
    """Reads one line and gathers all that is wrong with it, instead of stopping at the first fault."""

    def __init__(self, line: int, taken: dict[str, int]) -> None:
        self.problems: list[Problem] = []
        self._line = line
        self._taken = taken  # id -> the line that has it

    def rebuttals(self, line: str | bytes) -> list[Rebuttal]:
        """The rebuttal of the line; none when the line is empty or something is wrong with it."""
        try:
            text = (line.decode() if isinstance(line, bytes) else line).lstrip("\ufeff").strip()
            entry = json.loads(text, object_pairs_hook=_once) if text else None
        except UnicodeDecodeError:
            self._refuse("", "utf8")
        except FieldError as error:
            self._refuse(error.field, error.code)
        except (ValueError, RecursionError):  # what is no JSON, or nested or long beyond reason
            self._refuse("", "json")
        else:
            if isinstance(entry, dict):
                return self.checked(entry)
            if text:
                self._refuse("", "json")
        return []

    def checked(self, entry: Mapping[str, Any]) -> list[Rebuttal]:
        """The rebuttal that an object stands for; none when something is wrong with it."""
        rebuttal = self._rebuttal(self._object("", entry, _FIELDS))
        return [] if self.problems else [rebuttal]

    def _rebuttal(self, entry: Mapping[str, Any]) -> Rebuttal:
        """Where something is wrong, the rebuttal has holes: it counts only when there is no problem."""
        rebuttal = Rebuttal(
            id=self._value("id", entry.get("id"), fields.rebuttal_id),
            verdict=self._value("verdict", entry.get("verdict"), fields.verdict),
            claims=self._claims(entry.get("claims")),
            summary=self._summary(entry.get("summary")),
            source=self._source(entry.get("source")),
            links=self._values("links", entry.get("links"), fields.link),
            status=self._value("status", entry.get("status", Status.PUBLISHED), fields.status),
            anchors=self._values("anchors", entry.get("anchors"), fields.anchor),
            negatives=self._values("negatives", entry.get("negatives"), fields.negative),
            until=self._optional("until", entry.get("until"), fields.until),
            media=self._values("media", entry.get("media"), fields.medium),
        )
        if rebuttal.id and self._taken.setdefault(rebuttal.id, self._line) != self._line:
            self._refuse("id", "taken", line=self._taken[rebuttal.id])
        return rebuttal

    def _claims(self, found: object) -> tuple[Claim, ...]:
        by_language = self._object("claims", found, tuple(Language), filled=True)
        return tuple(
            self._claim(path, phrasing, Language(language))
            for language, phrasings in by_language.items()
            for path, phrasing in self._items(f"claims.{language}", phrasings)
        )

    def _claim(self, path: str, found: object, language: Language) -> Claim:
        if not isinstance(found, dict):
            return Claim(self._value(path, found, fields.claim), language)
        parts = self._object(path, found, _CLAIM_FIELDS)
        text = self._value(f"{path}.text", parts.get("text"), fields.claim)
        origin = self._value(f"{path}.origin", parts.get("origin", Origin.CURATED), fields.origin)
        return Claim(text, language, origin)

    def _summary(self, found: object) -> dict[Language, str]:
        by_language = self._object("summary", found, tuple(Language), filled=True)
        return {
            Language(language): self._value(f"summary.{language}", text, fields.summary)
            for language, text in by_language.items()
        }

    def _source(self, found: object) -> Source:
        parts = self._object("source", found, _SOURCE_FIELDS, filled=True)
        if not parts:
            return Source("", "")
        return Source(
            self._value("source.name", parts.get("name"), fields.source_name),
            self._value("source.url", parts.get("url"), fields.source_url),
            self._optional("source.date", parts.get("date"), fields.source_date),
        )

    def _optional(self, path: str, found: object, check: Callable[[object], T]) -> T | None:
        return None if found is None else self._value(path, found, check)

    def _object(
        self, path: str, found: object, known: Sequence[str], *, filled: bool = False
    ) -> Mapping[str, Any]:
        """The members that are known; with `filled` there must be something in one of them."""
        if found is None or (filled and isinstance(found, dict) and not any(found.values())):
            self._refuse(path, "required")
            return {}
        if not isinstance(found, dict):
            self._refuse(path, "type", expected="an object in braces")
            return {}
        for name in (name for name in found if name not in known):
            self._refuse(f"{path}.{name}".strip("."), "unknown", choices=", ".join(known))
        return {name: value for name, value in found.items() if name in known}

    def _values(self, path: str, found: object, check: Callable[[object], T]) -> tuple[T, ...]:
        return tuple(self._value(place, item, check) for place, item in self._items(path, found))

    def _items(self, path: str, found: object) -> Iterator[tuple[str, Any]]:
        if found is not None and not isinstance(found, list):
            self._refuse(path, "type", expected="a list in brackets")
            return
        for number, item in enumerate(found or (), start=1):
            yield f"{path}[{number}]", item

    def _value(self, path: str, found: object, check: Callable[[object], T]) -> T:
        try:
            if found is not None:
                return check(found)
            self._refuse(path, "required")
        except FieldError as error:
            self._refuse(path, error.code, **error.params)
        return cast("T", None)  # a hole, see _rebuttal

    def _refuse(self, path: str, code: str, **params: str | int) -> None:
        self.problems.append(Problem(self._line, path, code, params))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON; a name that comes twice is an error, where the parser would keep the last one."""
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        raise FieldError(next(name for name in names if names.count(name) > 1), "repeated")
    return members
