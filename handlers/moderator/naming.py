"""Which rebuttal a moderator means: by its id, or by answering a message of the bot's that shows it."""

from telegram import Message, MessageEntity, Update

from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import arguments, message_of, replied_to
from knowledge.models import Rebuttal

ID_LENGTH = 40  # fields.rebuttal_id; what is longer is not repeated whole


def meant(update: Update, context: Context) -> str:
    """Return the id after the command, else the one that the answered message shows; "" without either."""
    message = message_of(update)
    return arguments(message).strip().lower() or shown_in(message, context.scene.desk.bot_id)


def shown_in(message: Message, bot_id: int) -> str:
    """Return the first id that the bot's own message shows which is answered; only ids are in <code>."""
    card = replied_to(message, bot_id)
    return next(iter(card.parse_entities([MessageEntity.CODE]).values()), "") if card else ""


async def named(context: Context, rebuttal_id: str, usage: str = "rebuttal.usage") -> Rebuttal:
    """Return the rebuttal as it is in service, or would be; Refusal when there is none."""
    if not rebuttal_id:
        raise Refusal(usage)
    known = await context.work.rebuttals.find(rebuttal_id.lower())
    if known is None:
        raise Refusal("rebuttal.none", id=rebuttal_id[:ID_LENGTH])
    return known


async def newest(context: Context, rebuttal_id: str) -> Rebuttal:
    """Return its newest state, which may be a correction that is not in service yet."""
    known = await named(context, rebuttal_id)
    version = await context.work.versions.newest(known.id)
    return version.rebuttal if version else known
