"""Who administers a group: it is asked of Telegram before anything is shown or changed."""

from typing import NamedTuple

from telegram import Message, Update
from telegram.constants import ChatType

GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}


class Claim(NamedTuple):
    """Somebody who acts as an administrator of a group."""

    chat_id: int
    user_id: int


def claim_in(update: Update) -> Claim | None:
    """Return whom Telegram has to be asked about; that takes time, so it is done before any transaction."""
    chat, user, query = update.effective_chat, update.effective_user, update.callback_query
    if chat is None or user is None or chat.type not in GROUPS:
        return None
    is_press = query is not None and (query.data or "").startswith("v1:group:")
    is_command = update.message is not None and (update.message.text or "").startswith("/settings")
    return Claim(chat.id, user.id) if is_press or is_command else None


def speaks_for_the_group(message: Message) -> bool:
    """Tell whether an administrator wrote it who hides behind the group; nobody else can."""
    return message.sender_chat is not None and message.sender_chat.id == message.chat_id
