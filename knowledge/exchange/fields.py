"""What may stand in each field of a rebuttal: the same rules for files and for what a moderator types.

Every function takes what was given and returns the value to keep, or raises FieldError under its own name.
"""

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit

from knowledge.exchange.errors import FieldError
from knowledge.models import FileKind, KnownMedium, Language, Origin, Status, Verdict
from knowledge.text import content_words

# A command, a button's callback data (64 bytes) and a line of a list each hold an id of this length.
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?", re.ASCII)
# No ASCII but letters, digits, dot and hyphen; names in other scripts are taken as they are.
_HOST = re.compile(r"[^\x00-,/:-@\[-^`{-\x7f]+")
# Control characters except tab and line end, and halves of characters, which no database takes.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

# Shorter ones would match anything, longer ones are posts and not claims.
CLAIM_LENGTH = 3, 1000
# "Банк закрывается" may be a rumour; one word, or a greeting, meets whatever people write.
CLAIM_WORDS = 2
# An answer shows up to three summaries with claim and source in Telegram's 4,096 characters.
SUMMARY_LENGTH = 1, 900
SOURCE_NAME_LENGTH = 1, 200
URL_LENGTH = 500
ANCHOR_LENGTH = 1, 100
LINKS = (
    20  # pages of one rebuttal that a moderator writes down: a rumour's copies are far more, its roots not
)
MEDIA = 20  # pictures of one rebuttal: those that a claim circulates with, not all that show its subject
# Telegram's file_unique_id: base64 for addresses, of some twenty characters.
_UNIQUE_ID = re.compile(r"[\w-]{1,64}", re.ASCII)
# A message of Telegram is as long; it is kept whole, because its copies are told by what all of it says.
NEGATIVE_LENGTH = 1, 4096

Choice = TypeVar("Choice", bound=StrEnum)


def rebuttal_id(value: object) -> str:
    given = _text("rebuttal_id", value)
    if not _ID.fullmatch(given):
        raise FieldError("rebuttal_id", "id")
    return given


def verdict(value: object) -> Verdict:
    return _choice("verdict", value, Verdict)


def language(value: object) -> Language:
    return _choice("language", value, Language)


def origin(value: object) -> Origin:
    return _choice("origin", value, Origin)


def status(value: object) -> Status:
    return _choice("status", value, Status)


def claim(value: object) -> str:
    return _text("claim", value, CLAIM_LENGTH)


def new_claim(value: object) -> str:
    """A claim that somebody writes now. Files may hold what was taken before there was this rule."""
    given = claim(value)
    if (words := len(content_words(given))) < CLAIM_WORDS:
        raise FieldError("claim", "words", limit=CLAIM_WORDS, length=words)
    return given


def summary(value: object) -> str:
    return _text("summary", value, SUMMARY_LENGTH)


def anchor(value: object) -> str:
    return _text("anchor", value, ANCHOR_LENGTH)


def negative(value: object) -> str:
    return _text("negative", value, NEGATIVE_LENGTH)


def source_name(value: object) -> str:
    return _text("source_name", value, SOURCE_NAME_LENGTH)


def source_url(value: object) -> str:
    return _url("source_url", value)


def link(value: object) -> str:
    return _url("link", value)


def links(values: Sequence[str]) -> tuple[str, ...]:
    """What a moderator gives as a rebuttal's pages. Files may hold more."""
    if len(values) > LINKS:
        raise FieldError("link", "many", limit=LINKS)
    return tuple(dict.fromkeys(map(link, values)))


def medium(value: object) -> KnownMedium:
    """A file by what it is and what Telegram calls it: `photo:AQADtbc`."""
    kind, _, unique_id = _text("medium", value).partition(":")
    if kind not in list(FileKind) or not _UNIQUE_ID.fullmatch(unique_id):
        raise FieldError("medium", "choice", choices=", ".join(f"{each}:…" for each in FileKind))
    return KnownMedium(FileKind(kind), unique_id)


def media(values: Sequence[KnownMedium]) -> tuple[KnownMedium, ...]:
    """What a moderator attaches to a rebuttal, each once. Files may hold more."""
    if len(values) > MEDIA:
        raise FieldError("medium", "many", limit=MEDIA)
    return tuple(dict.fromkeys(values))


def source_date(value: object) -> str:
    """A year, a month or a day that the calendar has: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`."""
    given = _text("source_date", value)
    parts = _DATE.fullmatch(given)
    try:
        if parts is not None:
            date(int(parts["year"]), int(parts["month"] or 1), int(parts["day"] or 1))
            return given
    except ValueError:
        pass
    raise FieldError("source_date", "date")


def until(value: object) -> str:
    """A day that the calendar has: `YYYY-MM-DD`."""
    given = _text("until", value)
    try:
        if _DAY.fullmatch(given):
            date.fromisoformat(given)
            return given
    except ValueError:
        pass
    raise FieldError("until", "day")


def from_domains(url: str, domains: Sequence[str]) -> str:
    """An address at one of the domains or below; without domains any will do."""
    if not is_from(url, domains):
        raise FieldError("source_url", "domain", choices=", ".join(domains))
    return url


def is_from(url: str, domains: Sequence[str]) -> bool:
    """Whether an address is at one of the domains or below; without domains any is."""
    host = _ascii(urlsplit(url).hostname or "")
    return not domains or any(f".{host}".endswith(f".{_ascii(domain)}") for domain in domains)


def _ascii(host: str) -> str:
    """The host as DNS has it: `ҚАЗ.kz` and its punycode are the same site."""
    try:
        return host.lower().rstrip(".").encode("idna").decode()
    except UnicodeError:
        return host.lower()


def _text(field: str, value: object, length: tuple[int, int] = (1, URL_LENGTH)) -> str:
    """The text without space around it, if it is as long as allowed and can be printed."""
    if not isinstance(value, str):
        raise FieldError(field, "type", expected="a text")
    text = value.replace("\r\n", "\n").strip()
    unprintable = _UNPRINTABLE.search(text)
    if unprintable is not None:
        raise FieldError(field, "characters", found=f"U+{ord(unprintable[0]):04X}")
    if not text:
        raise FieldError(field, "empty")
    shortest, longest = length
    if len(text) < shortest:
        raise FieldError(field, "short", limit=shortest, length=len(text))
    if len(text) > longest:
        raise FieldError(field, "long", limit=longest, length=len(text))
    return text


def _choice(field: str, value: object, choices: type[Choice]) -> Choice:
    given = _text(field, value).lower()
    if given not in list(choices):
        raise FieldError(field, "choice", choices=", ".join(choices))
    return choices(given)


def _url(field: str, value: object) -> str:
    """An http(s) address. One with a user name is refused: it shows one site and opens another."""
    given = _text(field, value, (1, URL_LENGTH))
    try:
        parts = urlsplit(given)
        parts.port  # noqa: B018  # raises ValueError when it is no port
    except ValueError as error:
        raise FieldError(field, "url") from error
    plain = _HOST.fullmatch(parts.hostname or "") and "@" not in parts.netloc and not re.search(r"\s", given)
    if not plain or parts.scheme not in {"http", "https"}:
        raise FieldError(field, "url")
    return given
