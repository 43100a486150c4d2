"""The button below a correction: to get no more of them, or to get them again."""

from telegram import Update

from handlers.context import Context
from handlers.corrections import wish
from handlers.errors import Refusal
from handlers.incoming import pressed
from handlers.replies import Button, markup


async def choose(update: Update, context: Context) -> None:
    """Keep the wish; who wants none is forgotten wherever a correction could have been owed."""
    card, (chosen, *_) = pressed(update)
    if chosen not in {"on", "off"}:
        raise Refusal("button.unknown")
    asker, t, wanted = await context.asker(update), await context.texts(update), chosen == "on"
    await context.work.people.want_corrections(asker.person, wanted=wanted, now=context.now)
    if not wanted:
        await context.work.checks.forget_reader(asker.person)
    context.toast(update, t("correction.resumed") if wanted else t("correction.stopped"))
    if card is not None:
        links = card.reply_markup.inline_keyboard if card.reply_markup else ()
        kept = tuple((Button(row[0].text, url=row[0].url),) for row in links if row[0].url)
        changed = markup((*kept, wish(t, wanted=wanted)))
        about = {"chat_id": card.chat_id, "message_id": card.message_id, "reply_markup": changed}
        await context.call("editMessageReplyMarkup", card.chat_id, about)
