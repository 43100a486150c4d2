"""Update JSON -> inbox row: its kind and the queue that it must keep its place in. Nothing else is parsed."""

import json
from typing import Any

from knowledge.store import RawUpdate


def raw_update(update: dict[str, Any]) -> RawUpdate:
    """Return the row for one update; kinds and fields that nobody knows yet are kept as they came."""
    kind = next((name for name in update if name != "update_id"), "empty")
    payload = json.dumps(update, ensure_ascii=False, separators=(",", ":"))
    return RawUpdate(int(update["update_id"]), kind, _queue(kind, update.get(kind)), payload)


def _queue(kind: str, content: object) -> str:
    """Return the chat's queue, else the person's, else the kind's own.

    A button press belongs to the chat of its card: a card and the messages around it keep their order.
    """
    if isinstance(content, dict):
        for holder in (content, content.get("message")):
            if isinstance(holder, dict) and isinstance(chat := holder.get("chat"), dict):
                return f"chat:{chat.get('id')}"
        if isinstance(person := content.get("from"), dict):
            return f"person:{person.get('id')}"
    return f"kind:{kind}"
