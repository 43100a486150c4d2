"""What the sandbox has beyond the described version of the Bot API: messages that one person sees (10.3)."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from bot.sandbox.chats import Chat
from bot.sandbox.messages import Json
from bot.sandbox.refusal import bad_request
from bot.sandbox.state import State

# https://core.telegram.org/bots/api#ephemeralmessageparameters
_PARAMETER = "ephemeral_message_parameters"
_TYPE = "EphemeralMessageParameters"
_FIELDS = (("receiver_user_id", "Integer", True), ("callback_query_id", "String", False))


def with_newer(description: Mapping[str, Any]) -> dict[str, Any]:
    """The description with these parameters; one that has them already stays as it is."""
    newer = deepcopy(dict(description))
    if "sendMessage" in newer["methods"] and _TYPE not in newer["types"]:
        newer["types"][_TYPE] = {"fields": [_field(*field) for field in _FIELDS]}
        newer["methods"]["sendMessage"]["fields"].append(_field(_PARAMETER, _TYPE, required=False))
        newer["types"]["Message"]["fields"].append(_field("receiver_user", "User", required=False))
    return newer


def _field(name: str, kind: str, required: bool) -> Json:  # a row of the table above
    return {"name": name, "types": [kind], "required": required, "description": ""}


def receiver(state: State, chat: Chat, params: Json) -> Json:
    """The fields of a message that only one person is shown; nothing when all are.

    RefusalError where it is not offered. Without administrator rights a bot may only answer a button so, or
    a command that was ephemeral itself; the wording of Telegram's refusal is not known.
    """
    wanted = params.get(_PARAMETER)
    if not wanted:
        return {}
    may = chat.bot_is_admin or wanted.get("callback_query_id") in state.queries
    if not state.offers_ephemeral or chat.is_private or not may:
        raise bad_request("can't send ephemeral messages to the user")
    user = {"id": wanted["receiver_user_id"], "is_bot": False, "first_name": "Somebody"}
    return {"receiver_user": user}
