"""A group became a supergroup: what the bot owes to it, and what it chose, goes to its new id."""

from telegram import Update

from handlers.context import Context
from handlers.incoming import message_of


async def moved(update: Update, context: Context) -> None:
    """Rewrite letters and settings; Telegram tells of a move in the old group and in the new one."""
    message = message_of(update)
    old = message.migrate_from_chat_id or message.chat_id
    new = message.migrate_to_chat_id or message.chat_id
    await context.work.outbox.move_chat(context.scene.desk.bot_id, old, new)
    await context.work.groups.move(old, new)
