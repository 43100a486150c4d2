"""The methods of the Bot API that the sandbox knows, except those that send and edit (messaging.py)."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox import groups, inline, messaging
from bot.sandbox.entities import utf16_length
from bot.sandbox.messages import Json
from bot.sandbox.profile import LENGTHS
from bot.sandbox.refusal import bad_request
from bot.sandbox.state import State

Method = Callable[[State, Json], Any]
# https://core.telegram.org/bots/api#answercallbackquery
_TOAST_LENGTH = 200
# https://core.telegram.org/bots/api#sendchataction
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def get_me(state: State, _params: Json) -> Json:
    return state.me


def get_updates(state: State, params: Json) -> Awaitable[list[Json]]:
    return state.updates.take(
        params.get("offset", 0),
        params.get("limit", 100),
        params.get("timeout", 0),
        params.get("allowed_updates"),
    )


async def set_webhook(state: State, params: Json) -> bool:
    """Plain HTTP is taken on loopback, as a local Bot API server does."""
    url = params.get("url", "")
    if url and not url.startswith(("https://", "http://127.0.0.1:")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if params.get("drop_pending_updates"):
        state.updates.forget()
    state.updates.allow(params.get("allowed_updates"))
    await state.updates.deliver_to(params if url else {})
    return True


async def delete_webhook(state: State, params: Json) -> bool:
    return await set_webhook(state, {"drop_pending_updates": params.get("drop_pending_updates", False)})


def get_webhook_info(state: State, _params: Json) -> Json:
    delivery = state.updates.delivery
    set_up = delivery.hook if delivery else {}
    failure = delivery.failure if delivery else {}
    info = {key: set_up[key] for key in ("max_connections", "allowed_updates", "ip_address") if key in set_up}
    return (
        info
        | failure
        | {
            "url": set_up.get("url", ""),
            "has_custom_certificate": "certificate" in set_up,
            "pending_update_count": len(state.updates.pending),
        }
    )


def answer_callback_query(state: State, params: Json) -> bool:
    query = state.queries.get(params.get("callback_query_id", ""))
    if query is None or query.answer is not None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if utf16_length(params.get("text", "")) > _TOAST_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answer = {"text": params.get("text", ""), "show_alert": params.get("show_alert", False)}
    query.chat.toast(query.answer)
    return True


def send_chat_action(state: State, params: Json) -> bool:
    state.chats.find(params.get("chat_id"))
    if params.get("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def get_chat(state: State, params: Json) -> Json:
    return state.chats.find(params.get("chat_id")).full()


def get_file(state: State, params: Json) -> Json:
    file = state.files.get(params.get("file_id", ""))
    if file is None:
        raise bad_request("invalid file_id")
    return file.card() | {"file_path": file.path}


def set_my_commands(state: State, params: Json) -> bool:
    state.profile.set_commands(
        params.get("commands", []), params.get("scope", "default"), params.get("language_code", "")
    )
    return True


def delete_my_commands(state: State, params: Json) -> bool:
    return set_my_commands(state, params | {"commands": []})


def get_my_commands(state: State, params: Json) -> list[Json]:
    return state.profile.commands(params.get("scope", "default"), params.get("language_code", ""))


def _texts() -> dict[str, Method]:
    """setMyName, getMyName and so on: one pair for each text of the profile."""

    def setter(what: str) -> Method:
        def set_text(state: State, params: Json) -> bool:
            state.profile.set_text(what, params.get(what, ""), params.get("language_code", ""))
            return True

        return set_text

    def getter(what: str) -> Method:
        return lambda state, params: {what: state.profile.text(what, params.get("language_code", ""))}

    return {
        f"{verb}My{what.title().replace('_', '')}": make(what)
        for what in LENGTHS
        for verb, make in (("set", setter), ("get", getter))
    }


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "sendMessage": messaging.send_message,
    "sendPhoto": messaging.send_photo,
    "sendDocument": messaging.send_document,
    "editMessageText": messaging.edit_message_text,
    "editMessageReplyMarkup": messaging.edit_message_reply_markup,
    "deleteMessage": messaging.delete_message,
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": inline.answer_inline_query,
    "sendChatAction": send_chat_action,
    "answerGuestQuery": groups.answer_guest_query,
    "getChat": get_chat,
    "getChatAdministrators": groups.get_chat_administrators,
    "getChatMember": groups.get_chat_member,
    "getFile": get_file,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    **_texts(),
}
