"""Messages that are passed on: what stays of them, and the names that Telegram gives to their files then."""

from typing import Any

from bot.sandbox.messages import Json, Message
from bot.sandbox.state import State

# What somebody wrote or attached; where, when, by whom and in answer to what is of the message alone.
_CONTENT = (
    "text", "entities", "caption", "caption_entities",
    "photo", "document", "video", "animation", "video_note", "voice", "audio",
)  # fmt: skip


def passed_on(state: State, message: Message, *, is_named: bool) -> Json:
    """The fields of a forward, which keeps the first origin; unless `is_named`, it comes without one."""
    content = {name: _filed_anew(state, message[name]) for name in _CONTENT if name in message}
    return content | ({"forward_origin": _origin(message)} if is_named else {})


def _origin(message: Message) -> Json:
    own = {"type": "user", "date": message["date"], "sender_user": message["from"]}
    origin: Json = message.get("forward_origin", own)
    return origin


def _filed_anew(state: State, part: Any) -> Any:
    """The same with a new file_id for each file: only file_unique_id is promised to stay the same.

    https://core.telegram.org/bots/api#photosize
    """
    if isinstance(part, list):
        return [_filed_anew(state, each) for each in part]
    if not isinstance(part, dict):
        return part
    inner = {name: _filed_anew(state, each) for name, each in part.items()}
    return inner | ({"file_id": state.store_again(part["file_id"]).id} if "file_id" in part else {})
