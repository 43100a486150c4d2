"""/export: rebuttals and the queue as files."""

from telegram import Update

from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import arguments, chat_of, message_of, pressed
from handlers.replies import Button, Reply
from handlers.texts import Texts
from knowledge.exchange import Format

QUEUE, CASES = "queue", "cases"
KINDS = (*map(str, Format), QUEUE, CASES)


async def export(update: Update, context: Context) -> None:
    """Send what the command names, or ask."""
    kind = arguments(message_of(update)).strip().lower()
    if not kind:
        t = await context.texts(update)
        await context.say(message_of(update), _asked(t))
        return
    await _send(update, context, kind)


async def press(update: Update, context: Context) -> None:
    """Send what the button names."""
    _, (kind, *_) = pressed(update)
    await _send(update, context, kind)
    context.toast(update)


def _asked(t: Texts) -> Reply:
    buttons = tuple((Button(t(f"export.{kind}"), data=f"v1:export:{kind}"),) for kind in KINDS)
    return Reply(t("export.ask"), buttons)


async def _send(update: Update, context: Context, kind: str) -> None:
    """Owe the chat a file; what is in it is put together when it is sent (see bot/attachments.py)."""
    if kind not in KINDS:
        raise Refusal("export.usage")
    t, chat_id = await context.texts(update), chat_of(update)
    is_own = kind in {QUEUE, CASES}
    caption = t(f"export.caption.{kind}") if is_own else t("export.caption", format=t(f"format.{kind}"))
    parameters = {
        "chat_id": chat_id,
        "attached": {"document": kind},
        "caption": caption,
        "parse_mode": "HTML",
    }
    await context.call("sendDocument", chat_id, parameters)
