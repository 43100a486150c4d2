"""What may not become a part of a rebuttal although it fits its field: said here, with the reason."""

from collections.abc import Callable, Iterable
from datetime import datetime

from handlers.context import Context
from handlers.own import is_own
from knowledge.days import day_of
from knowledge.exchange import FieldError, fields
from knowledge.models import Kind, Match, Post, Stance
from knowledge.text import canonical


def admission(context: Context, corrects: str = "") -> Callable[[str, str], None]:
    """Return a check of (field, value) that raises FieldError; `corrects` is the rebuttal being changed."""

    def admit(step: str, value: str) -> None:
        match step:
            case "claim":
                admit_claim(context, value, corrects)
            case "source_url":
                fields.from_domains(value.strip(), context.scene.desk.source_domains)
            case "link":
                admit_links(context, value.split())
            case "until":
                admit_last_day(value.strip(), context.now)

    return admit


def admit_claim(context: Context, text: str, corrects: str = "") -> None:
    """Refuse what the bot itself says, and what a rebuttal says: matched with, it would deny itself."""
    if is_own(text):
        raise FieldError("claim", "ours")
    for match in context.matcher.check(Post(text)).matches:
        if match.stance is Stance.QUOTES and match.rebuttal.id != corrects:
            raise FieldError("claim", "summary", id=match.rebuttal.id)


def admit_links(context: Context, links: Iterable[str]) -> None:
    """Refuse what is no page, and the official source of a rebuttal."""
    for link in links:
        if canonical(link) is None:
            raise FieldError("link", "url")
        if context.matcher.is_source(link):
            raise FieldError("link", "official")


def admit_last_day(day: str, now: datetime) -> None:
    """Refuse a last day that is over."""
    if day and day < day_of(now):
        raise FieldError("until", "past")


def alike(context: Context, claims: tuple[str, ...], corrects: str = "") -> Match | None:
    """Return the published rebuttal that answers one of the claims already, or nearly so."""
    for text in claims:
        answer = context.matcher.check(Post(text))
        if answer.kind is not Kind.UNKNOWN:
            for match in answer.matches:
                if match.rebuttal.id != corrects:
                    return match
    return None
