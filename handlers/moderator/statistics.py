"""/stats: the figures of a period as a picture, in words, and as a table."""

from typing import Any

from telegram import Update

from handlers.context import Context
from handlers.incoming import arguments, chat_of, message_of, pressed
from handlers.moderator.period import parse
from handlers.replies import Button, markup
from handlers.texts import Texts
from knowledge.periods import Period, today

OFFERED = ("day", "week", "month")


async def stats(update: Update, context: Context) -> None:
    """Send the figures of the period that the command names."""
    await _send(update, context, arguments(message_of(update)))


async def press(update: Update, context: Context) -> None:
    """Send those of the period on the button."""
    _, (said, *_) = pressed(update)
    await _send(update, context, said)
    context.toast(update)


async def _send(update: Update, context: Context, said: str) -> None:
    t, chat_id = await context.texts(update), chat_of(update)
    period = parse(said, today(context.now))
    await context.call("sendPhoto", chat_id, picture(chat_id, period, t))
    attached = {"document": of_period(period, t)}
    table = {"chat_id": chat_id, "attached": attached, "caption": t("stats.table")}
    await context.call("sendDocument", chat_id, table)


def picture(chat_id: int, period: Period, t: Texts) -> dict[str, Any]:
    """Return the parameters of sendPhoto; picture and caption are made when it is sent."""
    buttons = (tuple(Button(t(f"stats.button.{name}"), data=f"v1:stats:{name}") for name in OFFERED),)
    return {
        "chat_id": chat_id,
        "attached": {"photo": of_period(period, t)},
        "parse_mode": "HTML",
        "reply_markup": markup(buttons),
    }


def of_period(period: Period, t: Texts) -> dict[str, str]:
    """Return what a letter's `attached` says of figures (see bot/attachments.py)."""
    first, last = period.first.isoformat(), period.last.isoformat()
    return {"first": first, "last": last, "language": t.language.value}
