"""Which post somebody in a group asks about, and whether anybody asked at all."""

from typing import NamedTuple

from telegram import Message, MessageEntity

from handlers.incoming import arguments, is_by, is_from, post_of
from knowledge.models import Post

NAMES: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]


class Subject(NamedTuple):
    """The message that is answered, and what is judged of it."""

    message: Message
    post: Post


def subject_of(message: Message) -> Subject | None:
    """Return what a command or a mention is about: the words quoted, the post answered, or its own words."""
    if message.quote is not None and message.quote.is_manual:
        return Subject(message, Post(message.quote.text))
    answered = _answered(message)
    if answered is not None and not _is_own(answered):
        return Subject(answered, post_of(answered))
    words = _own_words(message)
    return Subject(message, Post(words, post_of(message).links)) if words else None


def is_named(message: Message) -> bool:
    """Tell whether the message speaks to the bot by its name; who passes such a message on does not."""
    return message.forward_origin is None and message.via_bot is None and bool(_names(message))


def is_command(message: Message) -> bool:
    """Tell whether the message is a command, to whichever bot."""
    found = message.parse_entities([MessageEntity.BOT_COMMAND]) if message.text else {}
    return any(entity.offset == 0 for entity in found)


def is_small_talk(message: Message) -> bool:
    """Tell whether the message, though it names the bot, only goes on about something the bot said."""
    answered = _answered(message)
    return answered is not None and _is_own(answered) and not is_command(message)


def _answered(message: Message) -> Message | None:
    """Return the message that is answered; in a forum each answers the one that opened its topic."""
    answered = message.reply_to_message
    return None if answered is None or answered.forum_topic_created is not None else answered


def _is_own(message: Message) -> bool:
    me = message.get_bot().id
    return is_by(message, me) or is_from(message, me)


def _own_words(message: Message) -> str:
    """Return what a person asks in their own words, without the command and the bot's name."""
    text = message.text or message.caption or ""
    if text.startswith("/"):
        return arguments(message).strip()
    for name in _names(message):
        text = text.replace(name, " ")
    return " ".join(text.split())


def _names(message: Message) -> list[str]:
    """Return how the message names the bot, as it is written there."""
    me = message.get_bot()
    found = message.parse_entities(NAMES) if message.text else {}
    found |= message.parse_caption_entities(NAMES) if message.caption else {}
    return [
        words
        for entity, words in found.items()
        if (entity.user.id == me.id if entity.user else words.lower() == f"@{me.username}".lower())
    ]
