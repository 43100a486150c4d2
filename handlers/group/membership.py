"""The bot is added to a group, introduces itself once, and forgets the group when it is removed."""

from telegram import ChatMember, Update

from handlers.context import Context
from handlers.replies import Reply

OUTSIDE = {ChatMember.LEFT, ChatMember.BANNED}


async def changed(update: Update, context: Context) -> None:
    """Greet where the bot is new; where it is gone nothing of the group is kept."""
    told = update.my_chat_member
    assert told is not None, "the route takes changes of the bot's own membership"
    if told.chat.type not in {told.chat.GROUP, told.chat.SUPERGROUP}:
        return
    groups, chat_id = context.work.groups, told.chat.id
    if told.new_chat_member.status in OUTSIDE:
        await groups.leave(chat_id)
        await context.work.checks.forget_reader(context.scene.desk.pseudonym(chat_id))
        await context.work.outbox.drop_chat(context.scene.desk.bot_id, chat_id, now=context.now)
    elif told.old_chat_member.status in OUTSIDE and await groups.arrive(chat_id, now=context.now):
        await _introduce(update, context, chat_id)


async def _introduce(update: Update, context: Context, chat_id: int) -> None:
    """Say what the bot does; moderators know it, and their chat is for their work."""
    if chat_id != context.scene.desk.moderators_chat:
        t = await context.texts(update)
        await context.tell(chat_id, Reply(t("group.hello", bot=f"@{context.bot.username}")))
