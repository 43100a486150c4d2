"""/privacy: what is stored and how long, by the settings, who sees it and how to erase it."""

from telegram import Update

from handlers.context import Context
from handlers.incoming import chat_of
from handlers.replies import Button, Reply


async def privacy(update: Update, context: Context) -> None:
    """Say it on one screen, with the two things to do about it."""
    t, desk = await context.texts(update), context.scene.desk
    kept = desk.kept
    spans = {
        "checks": kept.checks,
        "chats": kept.chats,
        "inquiries": kept.inquiries,
        "letters": kept.letters,
        "dead": kept.dead,
        "within": desk.answer_within,
    }
    text = t("privacy.text", **{name: t.counted("days", span.days) for name, span in spans.items()})
    buttons = (
        (Button(t("privacy.mydata"), data="v1:mydata:"),),
        (Button(t("privacy.forget"), data="v1:toforget:"),),
    )
    context.toast(update)
    await context.tell(chat_of(update), Reply(text, buttons))
