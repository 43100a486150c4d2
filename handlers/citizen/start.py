"""/start and /help: what the bot is for, in one screen."""

from telegram import Update

from handlers.context import Context
from handlers.incoming import chat_of
from handlers.own_menu import renew_menu
from handlers.replies import Button, Reply
from handlers.texts import Html


async def start(update: Update, context: Context) -> None:
    """Greet; the first thing to do is to forward a post."""
    t = await context.texts(update)
    buttons = (
        (Button(t("start.language"), data="v1:language:"), Button(t("start.help"), data="v1:help:")),
        (Button(t("start.privacy"), data="v1:privacy:"),),
    )
    await context.tell(chat_of(update), Reply(t("start.hero"), buttons))
    await renew_menu(context, await context.asker(update))


async def explain(update: Update, context: Context) -> None:
    """Explain the bot; moderators also read their commands."""
    asker, t = await context.asker(update), await context.texts(update)
    parts = [t("help.citizen")]
    if asker.is_moderator:
        parts.append(t("help.moderator"))
    elif asker.is_member:
        parts.append(t("help.trainee"))
    if asker.is_owner:
        parts.append(t("help.owner"))
    context.toast(update)
    await context.tell(chat_of(update), Reply(Html("\n\n".join(parts))))
