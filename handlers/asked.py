"""What a citizen asks about: what they sent, or what they answer with a few words of their own."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from telegram import Message

from handlers.bursts import COMMENT
from handlers.contents import words_elsewhere, words_of
from handlers.incoming import is_by, post_of
from knowledge.models import Answer, Kind, Post

Check = Callable[[Post], Answer]


class Asked(NamedTuple):
    """A post, what is answered to it, the message that asks it, and the one that the answer quotes."""

    message: Message
    about: Message
    post: Post
    answer: Answer


def asked_in(messages: Sequence[Message], check: Check, bot_id: int) -> list[Asked]:
    """Return what is asked in messages that belong together, each text once; [] when they say nothing.

    A comment above what was forwarded is left out, unless the bot knows something about it, too.
    """
    is_comment_only = all(map(is_comment, messages))
    found: dict[str, Asked] = {}
    for message in filter(words_of, messages):
        asked = _asked(message, check, bot_id)
        if asked.answer.kind is not Kind.UNKNOWN or is_comment_only or not is_comment(message):
            found.setdefault(asked.post.text, asked)
    return list(found.values())


def leading(messages: Sequence[Message]) -> int:
    """Return which of several messages the others come with: no comment, and with words if there are any."""
    others = [place for place, message in enumerate(messages) if not is_comment(message)]
    return next((place for place in others if words_of(messages[place])), others[0] if others else 0)


def _asked(message: Message, check: Check, bot_id: int) -> Asked:
    """Ask about the message's own words; where they claim nothing known, about what they are said of."""
    own = post_of(message)
    asked = Asked(message, message, own, check(own))
    if asked.answer.kind is not Kind.UNKNOWN:
        return asked
    for about, post in _cited(message, bot_id):
        cited = Asked(message, about, post, check(post))
        if cited.answer.kind is not Kind.UNKNOWN or is_comment(message):
            return cited
    return asked


def _cited(message: Message, bot_id: int) -> Iterator[tuple[Message, Post]]:
    """Yield the words that were marked, and the message that is answered, unless the bot has said them."""
    answered, words = message.reply_to_message, words_elsewhere(message)
    if answered is not None and is_by(answered, bot_id):
        return
    if words:
        yield answered or message, Post(words)
    if answered is not None and words_of(answered):
        yield answered, post_of(answered)


def is_comment(message: Message) -> bool:
    """Tell whether it is a few words of the sender's own."""
    text = message.text
    return text is not None and message.forward_origin is None and len(text.split()) <= COMMENT
