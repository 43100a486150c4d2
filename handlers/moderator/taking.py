"""Taking a rumour ("I'm on it"), letting it go, and handing it over to somebody else of the team."""

from datetime import timedelta

from telegram import Update

from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import pressed
from handlers.letters import texts_for
from handlers.moderator import contest, rumour
from handlers.moderator.colleagues import colleagues
from handlers.moderator.rumour_card import back_to
from handlers.replies import Button, Reply

# Long enough to ring a press office up and write; who forgot about it holds nobody up for a day.
TAKEN_FOR = timedelta(hours=2)


async def take(update: Update, context: Context) -> None:
    """The asker works on it from now on, and everybody sees so."""
    _, (part, *_) = pressed(update)
    found, asker = await rumour.find(context, part), await context.asker(update)
    t = await context.texts(update)
    until = context.now + TAKEN_FOR
    if not await context.work.rumours.take(found.id, asker.person, until=until, now=context.now):
        await contest.lost(update, context, found.id)
        return
    await contest.record(context, found.id, asker.person, "taken")
    context.toast(update, t("take.done", time=t.lasting(TAKEN_FOR)))
    await rumour.show(update, context, found.id)


async def release(update: Update, context: Context) -> None:
    """Nobody works on it any more."""
    _, (part, *_) = pressed(update)
    found, asker = await rumour.find(context, part), await context.asker(update)
    if not await context.work.rumours.release(found.id, asker.person):
        await contest.lost(update, context, found.id)
        return
    await contest.record(context, found.id, asker.person, "released")
    context.toast(update, (await context.texts(update))("take.released"))
    await rumour.show(update, context, found.id)


async def ask_to_whom(update: Update, context: Context) -> None:
    """Offer every other moderator: a trainee could not answer it."""
    card, (part, *_) = pressed(update)
    found = await contest.open_one(update, context, part)
    asker, t = await context.asker(update), await context.texts(update)
    others = (await colleagues(context, t)).others(asker.person)
    if not others:
        raise Refusal("hand_over.nobody")
    rows = tuple((Button(label, data=f"v1:handed:{found.id}:{person}"),) for person, label in others)
    context.toast(update)
    if card is not None:
        await context.turn(card, Reply(t("hand_over.ask", id=found.id), (*rows, back_to(found.id, t))))


async def hand_over(update: Update, context: Context) -> None:
    """Somebody else works on it; the moderators' chat, or an owner who it goes to, is told."""
    _, (part, person, _) = pressed(update)
    found, asker = await rumour.find(context, part), await context.asker(update)
    t = await context.texts(update)
    known = await colleagues(context, t)
    if not known.is_moderator(person):
        raise Refusal("team.gone")
    until = context.now + TAKEN_FOR
    if not await context.work.rumours.hand_over(found.id, asker.person, person, until=until, now=context.now):
        await contest.lost(update, context, found.id)
        return
    await contest.record(context, found.id, asker.person, "handed_over", to=person)
    context.toast(update, t("hand_over.done", label=known.label(person)))
    await _tell(context, found.id, by=asker.person, to=person)
    await rumour.show(update, context, found.id)


async def _tell(context: Context, rumour_id: int, *, by: str, to: str) -> None:
    """Tell whom it concerns: of moderators no chat is kept, so they are told where all of them are."""
    desk = context.scene.desk
    chats = [owner for owner in desk.owners if desk.pseudonym(owner) == to]
    for chat_id in chats or ([desk.moderators_chat] if desk.moderators_chat is not None else []):
        t = await texts_for(context.work, desk, chat_id)
        known = await colleagues(context, t)
        said = t("hand_over.told", id=rumour_id, by=known.label(by), to=known.label(to))
        open_ = Button(t("rumour.open"), data=f"v1:opened:{rumour_id}")
        await context.tell(chat_id, Reply(said, ((open_,),)))
