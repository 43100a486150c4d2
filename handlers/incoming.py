"""Telegram's message -> Post: the only place that digs in Telegram's optionals."""

from typing import Any

from telegram import (
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginUser,
    Update,
)

from handlers.contents import links_of, words_of
from knowledge.models import Post
from knowledge.store import ChannelPost
from knowledge.text import utf16_range

# Digits that every database takes as an id: 2**63 has 19.
ID_DIGITS = 18
# Bot API, ReplyParameters.quote: the entities that a quote must have where the message has them.
COMPARED = {"bold", "italic", "underline", "strikethrough", "spoiler", "custom_emoji"}


def message_of(update: Update) -> Message:
    """Return the message that a route let through."""
    assert update.message is not None, "routes take new messages only"
    return update.message


def chat_of(update: Update) -> int:
    """Return the chat that a message was written in, or a button pressed in."""
    assert update.effective_chat is not None, "commands and buttons come from a chat"
    return update.effective_chat.id


def pressed(update: Update) -> tuple[Message | None, tuple[str, str, str]]:
    """Return the card whose button was pressed (None: too old for Telegram) and the parts of its data.

    `v1:add:7:field:verdict` -> ("7", "field", "verdict"); parts that are not there are empty.
    """
    query = update.callback_query
    assert query is not None, "routes take button presses only"
    # python-telegram-bot makes a Message of it either way.
    card = query.message if isinstance(query.message, Message) and query.message.is_accessible else None
    first, second, third, *_ = [*(query.data or "").split(":")[2:], "", "", ""]
    return card, (first, second, third)


def number_of(part: str) -> int | None:
    """Return the id that a button's data or a command names; None for what no row can have."""
    return int(part) if part.isascii() and part.isdigit() and len(part) <= ID_DIGITS else None


def replied_to(message: Message, bot_id: int) -> Message | None:
    """Return the message of the bot's own that is answered."""
    answered = message.reply_to_message
    return answered if answered is not None and is_by(answered, bot_id) else None


def is_by(message: Message, user_id: int) -> bool:
    """Tell whether this user or bot has written the message."""
    return message.from_user is not None and message.from_user.id == user_id


def channel_of(message: Message) -> str | None:
    """Return the channel that a post was forwarded from: its @name, else its title.

    A group counts only if it has a @name, which makes it public; a person never does.
    """
    match message.forward_origin:
        case MessageOriginChannel(chat=chat) | MessageOriginChat(sender_chat=chat) if chat.username:
            return f"@{chat.username}"
        case MessageOriginChannel(chat=chat):
            return chat.title
        case _:
            return None


def origin_of(message: Message) -> ChannelPost | None:
    """Return which post of a channel was forwarded: the same for everybody who forwards it."""
    match message.forward_origin:
        case MessageOriginChannel(chat=chat, message_id=number):
            return ChannelPost(chat.id, number)
        case _:
            return None


def is_from(message: Message, user_id: int) -> bool:
    """Tell whether a message is a forward of what this user or bot said."""
    origin = message.forward_origin
    return isinstance(origin, MessageOriginUser) and origin.sender_user.id == user_id


def post_of(message: Message) -> Post:
    """Return what a message says, wherever that is, and the addresses in it, visible and hidden."""
    return Post(words_of(message), links_of(message))


def quotation(message: Message, words: str) -> dict[str, Any]:
    """Return the `quote…` parts of the Bot API's ReplyParameters for words of the message; {} if not in it.

    Telegram compares the formatting, too: a plain quote of bold words is refused as QUOTE_TEXT_INVALID.
    """
    text = message.text or message.caption or ""
    at = text.find(words) if words else -1
    if at < 0:
        return {}
    start, length = utf16_range(text, at, at + len(words))
    end = start + length
    formats = [
        {**entity.to_dict(), "offset": first - start, "length": last - first}
        for entity in (*message.entities, *message.caption_entities)
        if entity.type in COMPARED
        for first in (max(entity.offset, start),)
        for last in (min(entity.offset + entity.length, end),)
        if first < last
    ]
    return {"quote": words, "quote_position": start} | ({"quote_entities": formats} if formats else {})


def arguments(message: Message) -> str:
    """Return what follows the command, lines kept."""
    return "".join((message.text or "").split(maxsplit=1)[1:])
