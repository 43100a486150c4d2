"""Update JSON -> inbox row: its kind and the queue that it must keep its place in. Nothing else is parsed."""

import hashlib
import json
import re
from typing import Any

from knowledge.store import RawUpdate

UNREADABLE = "unreadable"
# Names of the Bot API look like this; no database has to digest any other.
_NAME = re.compile(r"[a-z0-9_]{1,64}")
_NUMBERS = range(2**63)  # what the column of update ids can hold


def raw_update(update: dict[str, Any]) -> RawUpdate:
    """Return the row for one update; kinds and fields that nobody knows yet are kept as they came."""
    name = next((name for name in update if name != "update_id"), "empty")
    kind = name if _NAME.fullmatch(name) else "unknown"
    return RawUpdate(int(update["update_id"]), kind, _queue(kind, update.get(name)), _payload(update))


def raw_body(body: bytes) -> RawUpdate:
    """Return the row for what was posted to the webhook, whatever it is.

    What is no update gets a negative number made from its content, so that its second delivery is known;
    the worker will fail on it and give it up, as any update that cannot be handled.
    """
    update = _read(body)
    if isinstance(update, dict) and type(update.get("update_id")) is int and update["update_id"] in _NUMBERS:
        return raw_update(update)
    number = -1 - int.from_bytes(hashlib.sha256(body).digest()[:7])
    return RawUpdate(number, UNREADABLE, f"kind:{UNREADABLE}", _payload(body.decode(errors="replace")))


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _payload(content: object) -> str:
    """Return JSON that every database takes: half a surrogate pair has no UTF-8, its escape has."""
    payload = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    try:
        payload.encode()
    except UnicodeEncodeError:
        return json.dumps(content, separators=(",", ":"))
    return payload


def _queue(kind: str, content: object) -> str:
    """Return the chat's queue, else the person's, else the kind's own.

    A button press belongs to the chat of its card: a card and the messages around it keep their order.
    """
    if isinstance(content, dict):
        for holder in (content, content.get("message")):
            if (chat := _number(holder, "chat")) is not None:
                return f"chat:{chat}"
        if (person := _number(content, "from")) is not None:
            return f"person:{person}"
    return f"kind:{kind}"


def _number(holder: object, whose: str) -> int | None:
    """Return the id of a chat or person in `holder`."""
    owner = holder.get(whose) if isinstance(holder, dict) else None
    number = owner.get("id") if isinstance(owner, dict) else None
    return number if isinstance(number, int) else None
