"""Somebody came from a group to the private chat: there the post is read in full, and can be followed."""

from telegram import Update

from handlers.context import Context
from handlers.group.wording import PAYLOAD
from handlers.incoming import arguments, chat_of, message_of
from handlers.replies import Reply


async def opened(update: Update, context: Context) -> bool:
    """Ask for the post, which the bot keeps nothing of where it was; False for another start."""
    if arguments(message_of(update)) != PAYLOAD:
        return False
    t = await context.texts(update)
    await context.tell(chat_of(update), Reply(t("group.forward_here")))
    return True
