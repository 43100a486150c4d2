"""The buttons under a message: what Telegram accepts as an inline keyboard.

Rules and texts follow `Client::get_reply_markup` in
https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/Client.cpp.
"""

from typing import Any

from bot.sandbox.markup import is_link
from bot.sandbox.refusal import RefusalError, bad_request

# https://core.telegram.org/bots/api#inlinekeyboardbutton
_CALLBACK_DATA_BYTES = 64
# A server limit outside the documentation, see https://limits.tginfo.me/en
_BUTTONS = 100
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


def inline_keyboard(markup: Any) -> dict[str, Any] | None:
    """The keyboard as it is stored with the message; None when there is none or the last button is gone.

    Raises RefusalError with Telegram's reason; other kinds of keyboards are refused, as the bot uses none.
    """
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if markup and "inline_keyboard" not in markup:
        raise bad_request(f"this sandbox shows inline keyboards only, got {sorted(markup)}", violation=True)
    rows = markup.get("inline_keyboard", [])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    kept = [[button for button in map(_button, row) if button["text"]] for row in rows]
    if sum(map(len, kept)) > _BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": [row for row in kept if row]} if any(kept) else None


def _button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise _unparsable("InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise _unparsable('Field "text" must be of type String')
    actions = [name for name in _ACTIONS if _does(button, name)]
    if not actions:
        raise _unparsable("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"a button does one thing, «{button['text']}» has {actions}", violation=True)
    if "url" in actions and not is_link(button["url"]):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if len(str(button.get("callback_data", "")).encode()) > _CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    return dict(button)


def _does(button: dict[str, Any], name: str) -> bool:
    """An empty link or empty data is none; an empty inline query is a query."""
    value = button.get(name)
    return bool(value) if name in {"url", "callback_data", "pay"} else value is not None


def _unparsable(reason: str) -> RefusalError:
    return bad_request(f"can't parse inline keyboard button: {reason}")
