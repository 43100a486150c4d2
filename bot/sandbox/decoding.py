"""Request bodies to parameters: each value is decoded by its declared type, never by guessing.

Clients post forms in which numbers are text and objects are JSON, or JSON bodies, or multipart with files
(https://core.telegram.org/bots/api#making-requests).
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message as Headers
from email.parser import HeaderParser
from typing import Any
from urllib.parse import parse_qsl

from bot.sandbox.refusal import bad_request

# The types of what the methods here need, for work without the whole description (spec.py).
# A parameter has the same type in all methods that have it.
DECLARED: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("message_id", "offset", "limit", "timeout", "cache_time", "max_connections"), ("Integer",)
    ),
    **dict.fromkeys(
        ("show_alert", "disable_notification", "protect_content", "drop_pending_updates", "is_personal"),
        ("Boolean",),
    ),
    **dict.fromkeys(("photo", "document", "thumbnail"), ("InputFile", "String")),
    "results": ("Array of InlineQueryResult",),
    "button": ("InlineQueryResultsButton",),
    "chat_id": ("Integer", "String"),
    "user_id": ("Integer",),
    "allowed_updates": ("Array of String",),
    "commands": ("Array of BotCommand",),
    "scope": ("BotCommandScope",),
    "entities": ("Array of MessageEntity",),
    "caption_entities": ("Array of MessageEntity",),
    "link_preview_options": ("LinkPreviewOptions",),
    "reply_parameters": ("ReplyParameters",),
    "ephemeral_message_parameters": ("EphemeralMessageParameters",),
    "result": ("InlineQueryResult",),
    "reply_markup": ("InlineKeyboardMarkup",),
}


@dataclass(frozen=True)
class Upload:
    """A file that came with the request."""

    name: str
    content: bytes


Raw = Mapping[str, Any]


def read(content_type: str, query: str, body: bytes) -> Raw:
    """All parameters of a request, not yet decoded."""
    raw: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True))
    kind, options = _media_type(content_type)
    if kind == "application/x-www-form-urlencoded":
        raw |= parse_qsl(body.decode(), keep_blank_values=True)
    elif kind == "multipart/form-data":
        raw |= _multipart(body, options["boundary"].encode())
    elif kind == "application/json" and body:
        raw |= json.loads(body)
    return raw


def decoded(raw: Raw, declared: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Values of their declared types; a name that is not declared stays text.

    Raises RefusalError that names the parameter and what was expected.
    """
    return {name: _decoded(name, value, declared.get(name, ("String",))) for name, value in raw.items()}


def _decoded(name: str, value: Any, kinds: Sequence[str]) -> Any:
    if not isinstance(value, str):
        return value
    for kind in kinds:
        try:
            return _DECODERS.get(kind, json.loads)(value)
        except ValueError:
            continue
    raise bad_request(f"can't parse {name}: expected {' or '.join(kinds)}", violation=True)


def _integer(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,19}", text):
        raise ValueError(text)
    return int(text)


def _boolean(text: str) -> bool:
    if text.lower() not in {"true", "false", "1", "0"}:
        raise ValueError(text)
    return text.lower() in {"true", "1"}


def _file(text: str) -> Upload:
    raise ValueError(text)


_DECODERS: Mapping[str, Callable[[str], Any]] = {
    "String": str,
    "Integer": _integer,
    "Float": float,
    "Boolean": _boolean,
    "InputFile": _file,
}


def _media_type(content_type: str) -> tuple[str, Mapping[str, str]]:
    headers = Headers()
    headers["Content-Type"] = content_type
    return headers.get_content_type(), dict(headers.get_params([]))


def _multipart(body: bytes, boundary: bytes) -> Raw:
    """Parts by name. A boundary never occurs inside of a part, so that splitting is enough (RFC 7578)."""
    raw: dict[str, Any] = {}
    for part in body.split(b"--" + boundary)[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        headers = HeaderParser().parsestr(head.decode())
        content = content.removesuffix(b"\r\n")
        name = str(headers.get_param("name", header="content-disposition"))
        filename = headers.get_filename()
        raw[name] = content.decode() if filename is None else Upload(filename, content)
    return raw
