"""Merging: two rumours that say the same become one."""

from collections.abc import Mapping

from telegram import Update

from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import message_of, number_of, pressed
from handlers.moderator import contest, queue, rumour
from handlers.moderator.rumour_card import back_to
from handlers.replies import Button, Reply
from handlers.texts import Html
from knowledge.text import key

LOOKED_AT = 50  # of the queue's most urgent; any other one can be named by its number
OFFERED = 6


async def ask_with_which(update: Update, context: Context) -> None:
    """Offer the open rumours whose words are most alike."""
    card, (part, *_) = pressed(update)
    found, t = await contest.open_one(update, context, part), await context.texts(update)
    others = [other for other in await context.work.rumours.page(limit=LOOKED_AT) if other.id != found.id]
    wordings = await queue.wordings(context, [found, *others])
    offered = alike(wordings, found.id)[:OFFERED]
    lines = [t("merge.entry", id=other, wording=wordings[other]) for other in offered]
    buttons = tuple(
        Button(t("rumour.number", id=other), data=f"v1:merged:{found.id}:{other}") for other in offered
    )
    text = Html("\n\n".join([t("merge.ask", id=found.id), *lines, t("merge.usage")]))
    context.toast(update)
    if card is not None:
        rows = (buttons,) if buttons else ()
        await context.turn(card, Reply(text, (*rows, back_to(found.id, t))))


def alike(wordings: Mapping[int, str], rumour_id: int) -> list[int]:
    """Return the other rumours, those first that share the largest part of their words with this one."""
    words = {number: set(key(text).split()) for number, text in wordings.items()}
    own = words.pop(rumour_id, set())
    return sorted(words, key=lambda number: -len(own & words[number]) / (len(own | words[number]) or 1))


async def merge(update: Update, context: Context) -> None:
    """Merge with the rumour that was chosen."""
    _, (part, other, _) = pressed(update)
    found = await rumour.find(context, part)
    kept = await _merged(update, context, found.id, other)
    if kept is None:
        await contest.lost(update, context, found.id)
        return
    t = await context.texts(update)
    context.toast(update, t("merge.done", id=kept))
    await rumour.show(update, context, kept)


async def command(update: Update, context: Context) -> None:
    """`/merge 12` in reply to a card, or `/merge 17 12`."""
    message, t = message_of(update), await context.texts(update)
    part, other = rumour.named(message, context.scene.desk.bot_id)
    other = other.removeprefix("№").strip()
    if number_of(part) is None or number_of(other) is None or int(part) == int(other):
        raise Refusal("merge.usage")
    found = await rumour.find(context, part)
    kept = await _merged(update, context, found.id, other)
    if kept is None:
        await contest.lost(update, context, found.id)
        return
    await context.say(message, Reply(t("merge.done", id=kept)))


async def _merged(update: Update, context: Context, one: int, part: str) -> int | None:
    other = await contest.open_one(update, context, part)
    asker = await context.asker(update)
    kept = await context.work.rumours.merge(one, other.id, asker.person, now=context.now)
    if kept is not None:
        gone = other.id if kept == one else one
        await contest.record(context, gone, asker.person, "merged", into=kept)
    return kept
