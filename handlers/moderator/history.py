"""/history and /undo: who changed what in a rebuttal and when, and bringing the state before back."""

from dataclasses import replace

from telegram import Update

from handlers import replies
from handlers.context import Context
from handlers.corrections import affected, notice
from handlers.errors import Refusal
from handlers.incoming import chat_of, message_of, number_of, pressed
from handlers.moderator.changes import changes
from handlers.moderator.colleagues import Colleagues, colleagues
from handlers.moderator.naming import meant, named
from handlers.moderator.saving import COMMAND_LINE, PROGRAM, overtaken, save
from handlers.replies import Button, Reply
from handlers.texts import Html, Texts, lines
from knowledge.days import day_of
from knowledge.models import Rebuttal, Status, Version
from knowledge.store import PENDING

LOOKED_BACK = 50  # versions; nobody corrects a draft so often before it is published
SHOWN = 4  # versions of a page: with up to six changes each they fit into Telegram's 4,096 characters


async def history(update: Update, context: Context) -> None:
    """Show the last versions of a rebuttal."""
    known = await named(context, meant(update, context), "history.usage")
    await context.say(message_of(update), await _page(update, context, known, known.version))


async def turn(update: Update, context: Context) -> None:
    """Turn to other versions, or open the history below the rebuttal whose button was pressed."""
    card, (rebuttal_id, number, _) = pressed(update)
    known = await named(context, rebuttal_id)
    context.toast(update)
    page = await _page(update, context, known, number_of(number) or known.version)
    if card is not None and number:
        await context.turn(card, page)
    else:
        await context.tell(chat_of(update), page)


async def _page(update: Update, context: Context, known: Rebuttal, number: int) -> Reply:
    t = await context.texts(update)
    team = await colleagues(context, t)
    first = min(number, known.version)
    found = await context.work.versions.until(known.id, first, SHOWN + 1)
    if not found:
        raise Refusal("history.none", id=known.id)
    before = [*found[1:], None][: len(found)]
    told = [told_version(version, was, team, t) for version, was in zip(found, before, strict=True)][:SHOWN]
    text = Html("\n\n".join([t("history.title", id=known.id), *told]))
    newer = Button(t("history.newer"), data=f"v1:history:{known.id}:{first + SHOWN}")
    older = Button(t("history.older"), data=f"v1:history:{known.id}:{first - SHOWN}")
    turning = (*((newer,) if first < known.version else ()), *((older,) if len(found) > SHOWN else ()))
    undo = Button(t("undo.button"), data=f"v1:undo:{known.id}:{known.version}")
    return Reply(text, (*((turning,) if turning else ()), *(((undo,),) if known.version > 1 else ())))


def told_version(version: Version, before: Version | None, team: Colleagues, t: Texts) -> Html:
    """Return who made it when, by which deed, and what differs from the version before."""
    head = t(
        "history.version",
        number=version.number,
        deed=t(f"version.{version.deed}"),
        label=who(version.actor, team, t),
        at=t.moment(version.at),
    )
    remark = (t("history.remark", remark=version.remark),) if version.remark else ()
    differing = changes(before.rebuttal, version.rebuttal, t) if before else []
    return lines(head, *remark, *differing)


def who(actor: str, team: Colleagues, t: Texts) -> str:
    """Return how moderators know whoever did it."""
    return {PROGRAM: t("who.program"), COMMAND_LINE: t("who.command_line")}.get(actor) or team.label(actor)


async def undo(update: Update, context: Context) -> None:
    """Ask before the version before is brought back."""
    known = await named(context, meant(update, context), "undo.usage")
    await context.say(message_of(update), await _asked(update, context, known))


async def ask_to_undo(update: Update, context: Context) -> None:
    """Ask the same when the button below the history is pressed."""
    _, (rebuttal_id, number, _) = pressed(update)
    known = await named(context, rebuttal_id)
    if number != str(known.version):
        raise await overtaken(context, known.id)
    context.toast(update)
    await context.tell(chat_of(update), await _asked(update, context, known))


async def _asked(update: Update, context: Context, known: Rebuttal) -> Reply:
    t = await context.texts(update)
    last, before = await _last_two(context, known)
    differing = changes(last.rebuttal, before.rebuttal, t) or [t("undo.nothing_differs")]
    claim = replies.told_claim(before.rebuttal, t.language)
    asked = t("undo.ask", id=known.id, claim=claim, number=before.number)
    yes = Button(t("undo.yes"), data=f"v1:undone:{known.id}:{known.version}")
    no = Button(t("undo.no"), data="v1:kept:")
    return Reply(lines(asked, "", *differing), ((no, yes),))


async def undone(update: Update, context: Context) -> None:
    """Bring the version before back, as a new version."""
    card, (rebuttal_id, number, _) = pressed(update)
    asker, t = await context.asker(update), await context.texts(update)
    known = await named(context, rebuttal_id)
    if number != str(known.version):
        raise await overtaken(context, known.id)
    _, before = await _last_two(context, known)
    back = _brought_back(before.rebuttal, day_of(context.now))
    kept = await save(
        context, replace(back, version=known.version), by=asker.person, deed="rebuttal.undone", settles=True
    )
    context.toast(update)
    if card is not None:
        done = t("undo.done", id=kept.id, number=before.number, status=t(f"status.{kept.status}"))
        readers = await affected(context.work, kept)
        await context.turn(card, Reply(lines(done, *notice(kept, readers, t))))


def _brought_back(before: Rebuttal, today: str) -> Rebuttal:
    """Return the old state, which nobody waits for any more; a last day that is over would end it at once."""
    status = Status.DRAFT if before.status in PENDING else before.status
    until = None if before.until is not None and before.until < today else before.until
    return replace(before, status=status, until=until)


async def _last_two(context: Context, known: Rebuttal) -> tuple[Version, Version]:
    """Return the newest state and the one to bring back: the last that was no mere draft, if there is one."""
    found = await context.work.versions.until(known.id, known.version, LOOKED_BACK)
    earlier = found[1:]
    if not earlier:
        raise Refusal("undo.first", id=known.id)
    in_service = (version for version in earlier if version.rebuttal.status not in PENDING)
    return found[0], next(in_service, earlier[0])
