"""Which messages are one question: an album, several forwards, a comment and what it is about. Pure.

Reads messages as Telegram sends them, https://core.telegram.org/bots/api#message, before anything is parsed.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

Raw = Mapping[str, Any]

# The parts of an album come one by one, and so do a comment and its forward: most within some 100 ms.
QUIET = timedelta(seconds=1)
ALBUM = 10  # https://core.telegram.org/bots/api#sendmediagroup
MOST = 20  # messages in one answer; Telegram lets 100 be forwarded at once
NEAR = 1  # second between two messages that were sent together: their dates are whole seconds
# Words above a post: "Мне прислали это, скажите, правда или нет?" Claims are mostly longer.
COMMENT = 7
# Clients cut a longer text into messages of 4,096 units, at a space or line break where they find one.
FULL = 3500
LINKS = {"url", "text_link"}


def message_in(payload: str) -> Raw | None:
    """Return the message that a person has written to the bot in private, else None."""
    try:
        update = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    message = update.get("message") if isinstance(update, dict) else None
    if not isinstance(message, dict):
        return None
    chat, sender = message.get("chat"), message.get("from")
    if not isinstance(chat, dict) or chat.get("type") != "private" or not isinstance(chat.get("id"), int):
        return None
    return message if isinstance(sender, dict) else None


def may_go_on(message: Raw | None) -> bool:
    """Tell whether other messages may belong to this one."""
    if message is None:
        return False
    return "media_group_id" in message or _is_forward(message) or is_comment(message) or _is_cut(message)


def together(messages: Sequence[Raw | None]) -> int:
    """Return how many of these, from the first one on, are one question."""
    number = 1
    while number < min(len(messages), MOST) and _go_together(messages[number - 1], messages[number]):
        number += 1
    return number


def is_unfinished(messages: Sequence[Raw | None]) -> bool:
    """Tell whether it is certain, or as good as, that more of these messages are on their way."""
    last = messages[-1]
    if last is None:
        return False
    if "media_group_id" in last:
        return _parts(messages, last) < ALBUM
    return _is_cut(last) and not _is_forward(last)


def is_comment(message: Raw) -> bool:
    """Tell whether it is a few words of the sender's own, such as people write above what they forward."""
    text = message.get("text")
    if not isinstance(text, str) or text.startswith("/") or _is_forward(message) or _is_reply(message):
        return False
    return len(text.split()) <= COMMENT and not _has_links(message)


def _go_together(one: Raw | None, other: Raw | None) -> bool:
    if one is None or other is None or _is_reply(other):
        return False
    if "media_group_id" in one and one["media_group_id"] == other.get("media_group_id"):
        return True
    if not _are_near(one, other):
        return False
    if _is_forward(other):
        return _is_forward(one) or is_comment(one)
    return _is_cut(one) and not _is_forward(one) and isinstance(other.get("text"), str)


def _parts(messages: Sequence[Raw | None], last: Raw) -> int:
    album = last["media_group_id"]
    return sum(each is not None and each.get("media_group_id") == album for each in messages)


def _is_forward(message: Raw) -> bool:
    return "forward_origin" in message


def _is_reply(message: Raw) -> bool:
    return "reply_to_message" in message or "external_reply" in message


def _is_cut(message: Raw) -> bool:
    text = message.get("text")
    return isinstance(text, str) and len(text) >= FULL


def _are_near(one: Raw, other: Raw) -> bool:
    sent, then = one.get("date"), other.get("date")
    return isinstance(sent, int) and isinstance(then, int) and 0 <= then - sent <= NEAR


def _has_links(message: Raw) -> bool:
    entities = message.get("entities")
    marked = entities if isinstance(entities, list) else []
    return any(isinstance(entity, dict) and entity.get("type") in LINKS for entity in marked)
