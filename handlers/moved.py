"""A group became a supergroup: what the bot owes to it goes to its new id."""

from telegram import Update

from handlers.context import Context
from handlers.incoming import message_of


async def moved(update: Update, context: Context) -> None:
    """Rewrite the letters; Telegram tells of a move once in the old group and once in the new one."""
    message = message_of(update)
    old = message.migrate_from_chat_id or message.chat_id
    new = message.migrate_to_chat_id or message.chat_id
    await context.work.outbox.move_chat(context.scene.desk.bot_id, old, new)
