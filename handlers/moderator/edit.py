"""/edit: correcting a rebuttal field by field on the card of /add, or by labelled lines in one message."""

from telegram import Update

from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import arguments, message_of, pressed
from handlers.moderator import add
from handlers.moderator.draft import Draft
from handlers.moderator.labelled import LINE
from handlers.moderator.naming import named, newest, shown_in
from knowledge.store import PENDING


async def edit(update: Update, context: Context) -> None:
    """`/edit id` opens the card; labelled lines below fill fields in; in reply to a rebuttal needs no id."""
    message = message_of(update)
    first, _, rest = arguments(message).partition("\n")
    if not first or LINE.match(first):
        first, rest = shown_in(message, context.scene.desk.bot_id), arguments(message)
    if not first:
        raise Refusal("edit.usage")
    draft = await _begun(update, context, first.strip())
    if rest.strip():
        await add.from_lines(update, context, rest, draft)
    else:
        await add.open_with(update, context, draft)


async def press(update: Update, context: Context) -> None:
    """Open the card by the button below a rebuttal."""
    _, (rebuttal_id, *_) = pressed(update)
    draft = await _begun(update, context, rebuttal_id)
    context.toast(update)
    await add.open_with(update, context, draft)


async def _begun(update: Update, context: Context, rebuttal_id: str) -> Draft:
    """Return the newest state as a draft, or the correction of it that the asker is in the middle of."""
    asker = await context.asker(update)
    known = await newest(context, (await named(context, rebuttal_id)).id)
    version = await context.work.versions.newest(known.id)
    pending = version if version is not None and known.status in PENDING else None
    fresh = Draft.correcting(known, (pending.rumour if pending else None) or 0)
    open_card = await context.work.dialogs.load(asker.person, now=context.now)
    if open_card is None:
        return fresh
    begun = Draft.of(open_card.data)
    if begun.corrects != known.id:
        raise Refusal("edit.busy")
    return begun if begun.version == known.version else fresh
