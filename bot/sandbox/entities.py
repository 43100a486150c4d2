"""Message entities: offsets in UTF-16 units, what Telegram finds in plain text, and how it trims a text."""

import re
from collections.abc import Iterator
from typing import Any

Entity = dict[str, Any]

# What clients and servers mark by themselves. Order matters: an address inside a link is part of the link.
_FOUND = re.compile(
    r"(?P<url>\b(?:https?://[^\s<>\"«»/]+|(?<!@)(?:[\w-]+\.)+(?:com|info|io|kz|me|net|org|ru)\b)(?:/[^\s<>\"«»]*[\w/])?)"
    r"|(?P<email>\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w/@])(?P<bot_command>/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
    r"|(?<![\w/@])(?P<mention>@[A-Za-z0-9_]{4,32})(?!\w)"
    r"|(?<![\w#])(?P<hashtag>#\w*[^\W\d]\w*)"
)
# Inside these Telegram looks for nothing more.
_OPAQUE = frozenset({"code", "pre", "text_link", "url", "mention", "bot_command", "hashtag", "email"})


def utf16_length(text: str) -> int:
    """How Telegram counts: an emoji outside the basic plane is two."""
    return len(text.encode("utf-16-le")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part of the text that an entity covers."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")


def with_found(text: str, entities: list[Entity]) -> list[Entity]:
    """The given entities and those that Telegram finds by itself (links, commands, mentions, hashtags)."""
    found = [
        entity
        for entity in _found(text)
        if not any(_overlap(entity, given) for given in entities if given["type"] in _OPAQUE)
    ]
    return sorted([*entities, *found], key=lambda entity: (entity["offset"], -entity["length"]))


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without white space at both ends, as Telegram stores it; entities are shifted and cut to fit."""
    left = utf16_length(text) - utf16_length(text.lstrip())
    core = text.strip()
    return core, within(entities, left, utf16_length(core))


def within(entities: list[Entity], offset: int, length: int) -> list[Entity]:
    """The entities of a part of the text, with offsets from its beginning."""
    parts = []
    for entity in entities:
        start = max(entity["offset"], offset)
        end = min(entity["offset"] + entity["length"], offset + length)
        if start < end:
            parts.append({**entity, "offset": start - offset, "length": end - start})
    return parts


def _found(text: str) -> Iterator[Entity]:
    for match in _FOUND.finditer(text):
        kind = str(match.lastgroup)
        start = utf16_length(text[: match.start()])
        yield {"type": kind, "offset": start, "length": utf16_length(match.group())}


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(
        one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"]
    )
