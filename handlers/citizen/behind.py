"""The post behind a message: its own words first, then what was read of its pictures, videos and files."""

from collections.abc import Sequence

from telegram import Message, Update

from handlers.asked import is_comment
from handlers.context import Context
from handlers.incoming import post_of
from handlers.media import media_of
from knowledge.models import Post


def post_with(messages: Sequence[Message], read: str) -> Post:
    """Return one post of messages that belong together, comments left out, and of what was read of them."""
    own = [message for message in messages if len(messages) == 1 or not is_comment(message)]
    posts = [post_of(message) for message in own]
    links = dict.fromkeys(link for post in posts for link in post.links)
    return Post("\n\n".join(text for text in (*(post.text for post in posts), read) if text), tuple(links))


async def post_behind(update: Update, context: Context, message: Message) -> Post:
    """Return the post that an answer was about, when its reader presses a button under it."""
    if media_of(message) is None:
        return post_of(message)
    asker = await context.asker(update)
    read = await context.work.slow_posts.text(asker.person, message.message_id)
    return post_with((message,), read or "")
