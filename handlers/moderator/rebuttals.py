"""/find, /show and /retire: looking rebuttals up, and taking one out of service."""

from collections.abc import Iterable
from dataclasses import replace

from telegram import Update

from handlers import replies
from handlers.context import Context
from handlers.corrections import affected, notice
from handlers.errors import Refusal
from handlers.incoming import arguments, chat_of, message_of, pressed
from handlers.moderator.naming import meant, named, newest
from handlers.moderator.saving import WITHDRAWN, save
from handlers.replies import Button, Reply
from handlers.texts import Html, lines, shortened
from knowledge.models import Rebuttal, Status
from knowledge.text import key

SHOWN = 8  # one screen of a phone
# What /show has room for beside the rebuttal itself.
PHRASINGS = 20
CLAIM = 100
ROOT = 5  # letters of a word that its endings leave alone, mostly


async def find(update: Update, context: Context) -> None:
    """List the rebuttals nearest to the words, then those out of service that hold all of them."""
    t, words = await context.texts(update), arguments(message_of(update))
    if not words.strip():
        raise Refusal("find.usage")
    near = [known for known, _ in context.matcher.similar(words, SHOWN)]
    found = [*near, *_holding(words, await _out_of_service(context))][:SHOWN]
    if not found:
        raise Refusal("find.none")
    told = [
        t(
            "find.line",
            id=known.id,
            verdict=t(f"verdict.{known.verdict}"),
            status=t(f"status.{known.status}"),
            claim=replies.told_claim(known, t.language, CLAIM),
        )
        for known in found
    ]
    title = t.counted("find.title", len(found))
    await context.say(message_of(update), Reply(Html("\n\n".join([title, *told]))))


async def _out_of_service(context: Context) -> list[Rebuttal]:
    others = [status for status in Status if status is not Status.PUBLISHED]
    return [known for status in others for known in await context.work.rebuttals.all(status)]


def _holding(words: str, rebuttals: Iterable[Rebuttal]) -> list[Rebuttal]:
    """Return those whose claims and explanations hold every word, whatever its ending."""
    roots = [f" {word[:ROOT]}" for word in key(words).split()]
    return [
        known
        for known in rebuttals
        for text in (f" {key(' '.join((*(claim.text for claim in known.claims), *known.summary.values())))}",)
        if all(root in text for root in roots)
    ]


async def show(update: Update, context: Context) -> None:
    """Show one rebuttal as citizens see it, with its state and its phrasings."""
    known = await named(context, meant(update, context), "show.usage")
    await context.say(message_of(update), await _shown(update, context, known))


async def show_too(update: Update, context: Context) -> None:
    """Show a rebuttal below the card that speaks of it."""
    _, (rebuttal_id, *_) = pressed(update)
    known = await named(context, rebuttal_id)
    context.toast(update)
    await context.tell(chat_of(update), await _shown(update, context, known))


async def _shown(update: Update, context: Context, known: Rebuttal) -> Reply:
    t = await context.texts(update)
    citizen = replies.rebuttal(known, t)
    phrasings = Html("\n").join(
        t("show.claim", language=claim.language.upper(), claim=shortened(claim.text, CLAIM))
        for claim in known.claims[-PHRASINGS:]  # the last ones: what was learned lately
    )
    text = t(
        "show.card", id=known.id, status=t(f"status.{known.status}"), rebuttal=citizen.text, claims=phrasings
    )
    remarks = [t("show.until", day=t.day(known.until))] if known.until else []
    if (await newest(context, known.id)).status is Status.WAITING:
        remarks.append(t("review.waits", id=known.id))
    deeds = [
        Button(t("edit.button"), data=f"v1:edit:{known.id}"),
        Button(t("history.button"), data=f"v1:history:{known.id}"),
    ]
    if _published(known) and (await context.asker(update)).is_moderator:
        deeds.append(Button(t("retire.button"), data=f"v1:retire:{known.id}"))
    rows = [*citizen.buttons, tuple(deeds)]
    if (await context.asker(update)).is_moderator:
        rows.append((Button(t("variants.button"), data=f"v1:variants:{known.id}"),))
    return Reply(lines(text, *(("", *remarks) if remarks else ())), tuple(rows))


async def retire(update: Update, context: Context) -> None:
    """Ask before a rebuttal is taken out of service."""
    known = await named(context, meant(update, context), "retire.usage")
    await context.say(message_of(update), await _asked(update, context, known))


async def ask_to_retire(update: Update, context: Context) -> None:
    """Ask the same when the button under /show is pressed."""
    _, (rebuttal_id, *_) = pressed(update)
    known = await named(context, rebuttal_id, "retire.usage")
    context.toast(update)
    await context.tell(chat_of(update), await _asked(update, context, known))


async def _asked(update: Update, context: Context, known: Rebuttal) -> Reply:
    t = await context.texts(update)
    if not _published(known):
        raise Refusal("retire.already", id=known.id)
    claim = replies.told_claim(known, t.language)
    yes = Button(t("retire.yes"), data=f"v1:retired:{known.id}")
    no = Button(t("retire.no"), data="v1:kept:")
    readers = await affected(context.work, known, withdrawn=True)
    tell = Button(t.counted("retire.tell", readers), data=f"v1:retired:{known.id}:tell")
    return Reply(t("retire.ask", id=known.id, claim=claim), ((no, yes), *(((tell,),) if readers else ())))


async def retired(update: Update, context: Context) -> None:
    """Take the rebuttal out of service, which keeps it; those who read it are told, if that was chosen."""
    card, (rebuttal_id, telling, _) = pressed(update)
    known = await named(context, rebuttal_id, "retire.usage")
    t, asker = await context.texts(update), await context.asker(update)
    if not _published(known):
        raise Refusal("retire.already", id=known.id)
    deed = WITHDRAWN if telling == "tell" else "rebuttal.retired"
    away = await save(
        context, replace(known, status=Status.RETIRED), by=asker.person, deed=deed, settles=True
    )
    readers = await affected(context.work, away, withdrawn=True) if deed == WITHDRAWN else 0
    context.toast(update)
    if card is not None:
        await context.turn(card, Reply(lines(t("retire.done", id=known.id), *notice(away, readers, t))))


async def kept(update: Update, context: Context) -> None:
    """Close the question without retiring anything."""
    card, _ = pressed(update)
    t = await context.texts(update)
    context.toast(update)
    if card is not None:
        await context.turn(card, Reply(t("retire.kept")))


def _published(known: Rebuttal) -> bool:
    return known.status is Status.PUBLISHED
