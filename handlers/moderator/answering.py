"""Answering a rumour with a rebuttal that is there already: shown first, then sent to those who follow."""

from telegram import Update

from handlers import replies
from handlers.context import Asker, Context
from handlers.errors import Refusal
from handlers.incoming import message_of, pressed
from handlers.moderator import contest, rumour
from handlers.moderator.naming import named
from handlers.moderator.rumour_card import back_to
from handlers.replies import Button, Reply
from handlers.texts import Html
from knowledge.models import Rebuttal, Status
from knowledge.store import BroadcastKind, BroadcastState


async def ask(update: Update, context: Context) -> None:
    """Show what people would read before anything is sent."""
    card, (part, rebuttal_id, _) = pressed(update)
    question = await _question(update, context, part, rebuttal_id)
    context.toast(update)
    if card is not None:
        await context.turn(card, question)


async def command(update: Update, context: Context) -> None:
    """`/answer id` in reply to a card, or `/answer 17 id`: any rebuttal, however far it is."""
    message = message_of(update)
    part, rebuttal_id = rumour.named(message, context.scene.desk.bot_id)
    if not part.isdecimal() or not rebuttal_id:
        raise Refusal("answering.usage")
    await context.say(message, await _question(update, context, part, rebuttal_id.lower()))


async def answer(update: Update, context: Context) -> None:
    """Close the rumour with the rebuttal, which is then owed to everyone who follows it."""
    _, (part, rebuttal_id, _) = pressed(update)
    found, known = await rumour.find(context, part), await _published(context, rebuttal_id)
    said = await _closed(update, context, found.id, known)
    if said is None:
        await contest.lost(update, context, found.id)
        return
    context.toast(update)
    await rumour.show(update, context, found.id, said)


async def answered(
    update: Update, context: Context, rumour_id: int, known: Rebuttal, *, author: str | None = None
) -> Html:
    """Answer the rumour with a rebuttal that was written for it; return how that went.

    What its `author` has taken is theirs to answer, whoever approved it.
    """
    try:
        said = await _closed(update, context, rumour_id, known, author=author)
        why = said or await contest.refusal(update, context, rumour_id)
    except Refusal as gone:  # merged away while the card was being filled in
        why = gone
    t = await context.texts(update)
    return t(why.key, **why.values) if isinstance(why, Refusal) else why


async def _closed(
    update: Update, context: Context, rumour_id: int, known: Rebuttal, *, author: str | None = None
) -> Html | None:
    """Answer it and write that down; return what to say of it, None when somebody else was first."""
    asker, t = await context.asker(update), await context.texts(update)
    found = await context.work.rumours.find(rumour_id)
    is_theirs = found is not None and found.holder(context.now) == author
    by = author if author is not None and is_theirs else asker.person
    followers = await context.work.inquiries.followers(rumour_id)
    broadcast = await _broadcast(context, asker, rumour_id, known) if followers else None
    if not await context.work.rumours.answer(rumour_id, by, known.id, now=context.now, broadcast=broadcast):
        if broadcast is not None:
            await context.work.broadcasts.over(broadcast)
        return None
    await contest.record(context, rumour_id, asker.person, "answered", rebuttal=known.id)
    return t("answering.done", id=rumour_id, count=followers)


async def _broadcast(context: Context, asker: Asker, rumour_id: int, known: Rebuttal) -> int:
    """Have the asker told how many the answer reached."""
    return await context.work.broadcasts.add(
        BroadcastKind.ANSWER,
        known.id,
        known.version,
        by=asker.person,
        due_at=context.now,
        state=BroadcastState.WRITTEN,
        chat_id=asker.user_id,
        language=asker.reads(),
        rumour=rumour_id,
    )


async def _question(update: Update, context: Context, part: str, rebuttal_id: str) -> Reply:
    found, t = await contest.open_one(update, context, part), await context.texts(update)
    known = await _published(context, rebuttal_id)
    followers = await context.work.inquiries.followers(found.id)
    head = t("answering.ask", id=found.id, count=followers)
    yes = Button(t("answering.yes"), data=f"v1:answered:{found.id}:{known.id}")
    shown = replies.rebuttal(known, t)
    return Reply(Html(f"{head}\n\n{shown.text}"), (*shown.buttons, (yes,), back_to(found.id, t)))


async def _published(context: Context, rebuttal_id: str) -> Rebuttal:
    known = await named(context, rebuttal_id)
    if known.status is not Status.PUBLISHED:
        raise Refusal("retire.already", id=known.id)
    return known
