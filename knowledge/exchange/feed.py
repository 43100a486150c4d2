"""What fact-checkers publish as a feed or on a page, as drafts: RSS, Atom, ClaimReview in JSON or HTML."""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import feedparser

from knowledge.exchange.claimreview import cut, made_id, readable, reviews
from knowledge.exchange.jsonl import checked
from knowledge.exchange.ratings import verdict_of
from knowledge.models import Language, Rebuttal, Status, Verdict
from knowledge.text import language_of

NEWEST = 50  # items of a feed that are looked at; a feed lists its newest first


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed holds now: `drafts`, and how many of its items could not be read."""

    drafts: tuple[Rebuttal, ...]
    malformed: int


class FeedError(ValueError):
    """Not a feed at all."""


def read_feed(content: bytes, url: str) -> Feed:
    """Read what an address gave. Whatever its items say of themselves, they are drafts. Raises FeedError.

    The id of a draft is made from its item's own id or address, so an item that comes again is known.
    """
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"{", b"[")):
        return _reviewed([_json(content.decode("utf-8-sig", "replace"))])
    head = start[:1000].lower()
    if b"<!doctype html" in head or b"<html" in head:
        return _reviewed(_scripts(content.decode("utf-8", "replace")))
    return _syndicated(content, url)


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise FeedError("no JSON") from None


def _reviewed(documents: list[object]) -> Feed:
    found = [review for document in documents for review in reviews(document)][:NEWEST]
    if not found and not documents:
        raise FeedError("no ClaimReview in the page")
    rebuttals, wrong = readable(found)
    return Feed(tuple(replace(rebuttal, status=Status.DRAFT) for rebuttal in rebuttals), wrong)


class _Scripts(HTMLParser):
    """Gathers the JSON-LD of a page: https://developers.google.com/search/docs/appearance/structured-data."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and (dict(attrs).get("type") or "").lower() == "application/ld+json"
        if self._inside:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        del tag
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data


def _scripts(page: str) -> list[object]:
    """The JSON-LD of a page; a script that is broken does not hide the others."""
    reader = _Scripts()
    reader.feed(page)
    documents = []
    for script in reader.found:
        try:
            documents.append(_json(script))
        except FeedError:
            continue
    return documents


def _syndicated(content: bytes, url: str) -> Feed:
    # A stream and not bytes: feedparser takes bytes for the name of a file or an address, and opens that.
    parsed = feedparser.parse(io.BytesIO(content))
    if not parsed.get("version"):
        raise FeedError("neither RSS nor Atom")
    entries = [
        (place, _entry(item, parsed.feed, url)) for place, item in enumerate(parsed.entries[:NEWEST], 1)
    ]
    rebuttals, problems = checked(entries)
    return Feed(rebuttals, len({problem.line for problem in problems}))


def _entry(item: Mapping[str, Any], channel: Mapping[str, Any], url: str) -> dict[str, Any]:
    """The object of JSONL for an item; its verdict is what title or tags say, else `unproven`."""
    title = _plain(item.get("title", ""))
    rated, _, rest = title.partition(":")
    verdict = verdict_of(rated) if rest else None
    claim = rest.strip() if verdict else title
    tags = (verdict_of(str(tag.get("term") or "")) for tag in item.get("tags", ()))
    language = (
        _code(item.get("language")) or language_of(claim) or _code(channel.get("language")) or Language.RU
    )
    link = item.get("link") or url
    day = item.get("published_parsed") or item.get("updated_parsed")
    name = _plain(channel.get("title", "")) or (urlsplit(url).hostname or "")
    return {
        "id": made_id(str(link), str(item.get("id") or link)),
        "verdict": verdict or next(filter(None, tags), Verdict.UNPROVEN),
        "claims": {language: [claim]},
        "summary": {language: cut(_plain(item.get("summary", "")) or title)},
        "source": {"name": name, "url": link}
        | ({"date": "{:04}-{:02}-{:02}".format(*day[:3])} if day else {}),
        "status": Status.DRAFT,
    }


def _code(told: object) -> Language | None:
    short = str(told or "").lower().split("-")[0]
    return Language(short) if short in list(Language) else None


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _plain(html: str) -> str:
    """What a reader sees of a piece of HTML."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    return " ".join(
        "".join(letter if letter.isprintable() else " " for letter in " ".join(reader.words)).split()
    )
