"""The buttons under "not checked yet": to be told of an answer, and no longer to be."""

from datetime import datetime

from telegram import Update

from handlers import replies
from handlers.citizen import asking, noting
from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import chat_of, number_of, pressed
from knowledge.models import Inquiry, Status


async def follow(update: Update, context: Context) -> None:
    """Keep the chat until the answer is there; one that is there already is shown at once."""
    inquiry = await _own(update, context)
    known = await context.work.rebuttals.find(inquiry.rebuttal) if inquiry.rebuttal else None
    if known is None or known.status is not Status.PUBLISHED:
        await _follow(update, context, inquiry)
        return
    card, _ = pressed(update)
    context.toast(update)
    if card is not None:
        t = await context.texts(update, inquiry.language)
        noting.note_shown(context, await context.asker(update), known, card.chat_id, t.language)
        await context.turn(card, replies.rebuttal(known, t))


async def unfollow(update: Update, context: Context) -> None:
    """Forget the chat again."""
    inquiry = await _own(update, context)
    if not await context.work.inquiries.unfollow(inquiry.id, inquiry.person):
        raise Refusal("follow.over")
    await _turn(update, context, inquiry, None)


async def _follow(update: Update, context: Context, inquiry: Inquiry) -> None:
    closes_at = context.now + context.scene.desk.answer_within
    is_kept = await context.work.inquiries.follow(
        inquiry.id, inquiry.person, chat_of(update), closes_at=closes_at
    )
    if not is_kept:
        raise Refusal("follow.over")
    await _turn(update, context, inquiry, closes_at)


async def _turn(update: Update, context: Context, inquiry: Inquiry, closes_at: datetime | None) -> None:
    t, within = await context.texts(update, inquiry.language), context.scene.desk.answer_within
    context.toast(update, t("follow.started") if closes_at else t("follow.stopped"))
    card, _ = pressed(update)
    if card is not None:
        await context.turn(card, asking.unanswered(inquiry.id, t, closes_at, within))


async def _own(update: Update, context: Context) -> Inquiry:
    """Return the question that the button is about; whose it is not is told nothing else."""
    _, (part, *_) = pressed(update)
    asker, number = await context.asker(update), number_of(part)
    inquiry = await context.work.inquiries.find(number) if number is not None else None
    if inquiry is None or inquiry.person != asker.person:
        raise Refusal("follow.over")
    return inquiry
