"""Two moderators at once: one wins, and the other one reads who was first and sees the card as it is now."""

from telegram import Update

from handlers.context import Context
from handlers.errors import Refusal
from handlers.moderator import rumour
from handlers.moderator.colleagues import colleagues
from handlers.moderator.history import who
from knowledge.models import Rumour, RumourState


async def lost(update: Update, context: Context, rumour_id: int) -> None:
    """Say why a deed did not happen, and bring the card up to date."""
    why = await refusal(update, context, rumour_id)
    if update.callback_query is None:
        raise why
    t = await context.texts(update)
    context.toast(update, t(why.key, **why.values), alert=True)
    await rumour.show(update, context, rumour_id)


async def refusal(update: Update, context: Context, rumour_id: int) -> Refusal:
    """Return who was first, as far as anybody was."""
    t = await context.texts(update)
    found = await rumour.find(context, str(rumour_id))
    known = await colleagues(context, t)
    holder = found.holder(context.now)
    if found.state is RumourState.OPEN and holder is not None:
        return Refusal("contest.taken", id=rumour_id, label=known.label(holder))
    deed = next(iter(await context.work.audit.latest(1, about=rumour.subject(rumour_id))), None)
    if deed is None or deed.deed != f"rumour.{found.state}":
        return Refusal("contest.changed", id=rumour_id)
    return Refusal(f"contest.{found.state}", id=rumour_id, label=who(deed.actor, known, t))


async def open_one(update: Update, context: Context, part: str) -> Rumour:
    """Return the rumour if the asker may work on it now; else raise the Refusal that says who does."""
    found, asker = await rumour.find(context, part), await context.asker(update)
    if found.state is not RumourState.OPEN or found.holder(context.now) not in {None, asker.person}:
        raise await refusal(update, context, found.id)
    return found


async def record(context: Context, rumour_id: int, by: str, deed: str, **details: object) -> None:
    """Write a deed into the audit, under the rumour's name."""
    await context.work.audit.record(by, f"rumour.{deed}", rumour.subject(rumour_id), details, now=context.now)
