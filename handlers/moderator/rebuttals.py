"""/find, /show and /retire: looking rebuttals up, and taking one out of service."""

from dataclasses import replace

from telegram import Update

from handlers import replies
from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import arguments, chat_of, message_of, pressed
from handlers.moderator.saving import save
from handlers.replies import Button, Reply
from handlers.texts import Html, shortened
from knowledge.models import Rebuttal, Status

SHOWN = 8  # one screen of a phone
# What /show has room for beside the rebuttal itself.
PHRASINGS = 20
CLAIM = 100


async def find(update: Update, context: Context) -> None:
    """List the rebuttals nearest to the words."""
    t, words = await context.texts(update), arguments(message_of(update))
    if not words.strip():
        raise Refusal("find.usage")
    found = context.matcher.similar(words, SHOWN)
    if not found:
        raise Refusal("find.none")
    lines = [
        t(
            "find.line",
            id=known.id,
            verdict=t(f"verdict.{known.verdict}"),
            claim=replies.told_claim(known, t.language, CLAIM),
        )
        for known, _ in found
    ]
    title = t.counted("find.title", len(found))
    await context.say(message_of(update), Reply(Html("\n\n".join([title, *lines]))))


async def show(update: Update, context: Context) -> None:
    """Show one rebuttal as citizens see it, with its state and its phrasings."""
    known = await _named(context, arguments(message_of(update)).strip(), "show.usage")
    t = await context.texts(update)
    citizen = replies.rebuttal(known, t)
    phrasings = Html("\n").join(
        t("show.claim", language=claim.language.upper(), claim=shortened(claim.text, CLAIM))
        for claim in known.claims[-PHRASINGS:]  # the last ones: what was learned lately
    )
    text = t(
        "show.card", id=known.id, status=t(f"status.{known.status}"), rebuttal=citizen.text, claims=phrasings
    )
    retirable = _published(known) and (await context.asker(update)).is_moderator
    retire = ((Button(t("retire.button"), data=f"v1:retire:{known.id}"),),) if retirable else ()
    await context.say(message_of(update), Reply(text, (*citizen.buttons, *retire)))


async def retire(update: Update, context: Context) -> None:
    """Ask before a rebuttal is taken out of service."""
    known = await _named(context, arguments(message_of(update)).strip(), "retire.usage")
    await context.say(message_of(update), await _asked(update, context, known))


async def ask_to_retire(update: Update, context: Context) -> None:
    """Ask the same when the button under /show is pressed."""
    _, (rebuttal_id, *_) = pressed(update)
    known = await _named(context, rebuttal_id, "retire.usage")
    context.toast(update)
    await context.tell(chat_of(update), await _asked(update, context, known))


async def _asked(update: Update, context: Context, known: Rebuttal) -> Reply:
    t = await context.texts(update)
    if not _published(known):
        raise Refusal("retire.already", id=known.id)
    claim = replies.told_claim(known, t.language)
    yes = Button(t("retire.yes"), data=f"v1:retired:{known.id}")
    no = Button(t("retire.no"), data="v1:kept:")
    return Reply(t("retire.ask", id=known.id, claim=claim), ((no, yes),))


async def retired(update: Update, context: Context) -> None:
    """Take the rebuttal out of service; it is kept, and no post meets it any more."""
    card, (rebuttal_id, *_) = pressed(update)
    known = await _named(context, rebuttal_id, "retire.usage")
    t, asker = await context.texts(update), await context.asker(update)
    if not _published(known):
        raise Refusal("retire.already", id=known.id)
    await save(context, replace(known, status=Status.RETIRED), by=asker.person, deed="rebuttal.retired")
    context.toast(update)
    if card is not None:
        await context.turn(card, Reply(t("retire.done", id=known.id)))


async def kept(update: Update, context: Context) -> None:
    """Close the question without retiring anything."""
    card, _ = pressed(update)
    t = await context.texts(update)
    context.toast(update)
    if card is not None:
        await context.turn(card, Reply(t("retire.kept")))


async def _named(context: Context, rebuttal_id: str, usage: str) -> Rebuttal:
    if not rebuttal_id:
        raise Refusal(usage)
    known = await context.work.rebuttals.find(rebuttal_id.lower())
    if known is None:
        raise Refusal("rebuttal.none", id=rebuttal_id[:40])
    return known


def _published(known: Rebuttal) -> bool:
    return known.status is Status.PUBLISHED
