"""Dismissing a rumour that is not worth an answer, with a reason, and taking that back."""

from telegram import Update

from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import message_of, pressed
from handlers.moderator import contest, rumour
from handlers.moderator.rumour_card import REASONS, back_to
from handlers.moderator.rumour_card import reason as in_words
from handlers.replies import Button, Reply
from handlers.texts import one_line
from knowledge.models import Rumour

LENGTH = 200  # of a reason in own words: a sentence or two


async def ask_why(update: Update, context: Context) -> None:
    """Offer the usual reasons, and say how to give another one."""
    card, (part, *_) = pressed(update)
    found, t = await contest.open_one(update, context, part), await context.texts(update)
    rows = tuple((Button(t(f"reason.{usual}"), data=f"v1:reason:{found.id}:{usual}"),) for usual in REASONS)
    context.toast(update)
    if card is not None:
        await context.turn(card, Reply(t("dismissal.ask", id=found.id), (*rows, back_to(found.id, t))))


async def dismiss(update: Update, context: Context) -> None:
    """Dismiss for a usual reason; those who followed are told that it will not be checked."""
    _, (part, usual, _) = pressed(update)
    if usual not in REASONS:
        raise Refusal("button.unknown")
    found = await rumour.find(context, part)
    if not await _dismissed(update, context, found, usual):
        await contest.lost(update, context, found.id)
        return
    t = await context.texts(update)
    context.toast(update, t("dismissal.done", id=found.id, reason=in_words(usual, t)))
    await rumour.show(update, context, found.id)


async def command(update: Update, context: Context) -> None:
    """`/dismiss words` in reply to a card, or `/dismiss 17 words`: the reason in own words."""
    message, t = message_of(update), await context.texts(update)
    part, words = rumour.named(message, context.scene.desk.bot_id)
    why = one_line(words, LENGTH)
    if not part.isdecimal() or not why:
        raise Refusal("dismissal.usage")
    found = await rumour.find(context, part)
    if not await _dismissed(update, context, found, why):
        await contest.lost(update, context, found.id)
        return
    await context.say(message, Reply(t("dismissal.done", id=found.id, reason=why)))


async def reopen(update: Update, context: Context) -> None:
    """Take a dismissal back: the rumour waits again as soon as somebody asks."""
    _, (part, *_) = pressed(update)
    found, asker = await rumour.find(context, part), await context.asker(update)
    if not await context.work.rumours.reopen(found.id):
        await contest.lost(update, context, found.id)
        return
    await contest.record(context, found.id, asker.person, "reopened")
    context.toast(update, (await context.texts(update))("dismissal.undone"))
    await rumour.show(update, context, found.id)


async def _dismissed(update: Update, context: Context, found: Rumour, why: str) -> bool:
    asker = await context.asker(update)
    if not await context.work.rumours.dismiss(found.id, asker.person, why, now=context.now):
        return False
    await contest.record(context, found.id, asker.person, "dismissed", reason=why)
    return True
