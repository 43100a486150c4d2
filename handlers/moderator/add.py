"""/add: a card that is filled in field by field and edited in place, or one message of labelled lines."""

from dataclasses import replace
from datetime import timedelta

from telegram import Update

from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import arguments, chat_of, message_of, pressed
from handlers.moderator import card, labelled
from handlers.moderator.draft import FIELDS, MANY, OPTIONAL, Draft
from handlers.moderator.saving import may_publish, save
from handlers.replies import Reply
from knowledge.exchange import FieldError
from knowledge.models import Language, Status, Verdict
from knowledge.store import Dialog
from knowledge.text import language_of

FLOW = "add"
KEPT_FOR = timedelta(days=1)  # a draft left overnight is still there in the morning


async def begin(update: Update, context: Context) -> None:
    """Open the card; an unfinished draft is taken up again."""
    message = message_of(update)
    if arguments(message):
        await _from_lines(update, context)
        return
    asker = await context.asker(update)
    old = await context.work.dialogs.load(asker.person, now=context.now)
    draft = Draft.of(old.data) if old else Draft()
    version = _first_version(context)
    drawn = await _drawn(update, context, draft, version, resumed=bool(old))
    await _keep(context, asker.person, draft, await context.tell(message.chat_id, drawn), version)


async def _from_lines(update: Update, context: Context) -> None:
    t, asker = await context.texts(update), await context.asker(update)
    draft, problems = labelled.parse(message_of(update).text or "", asker.reads())
    if problems or draft.missing():
        raise Refusal("add.lines_wrong", problems=card.problems(problems, draft, t))
    version = _first_version(context)
    shown = await context.say(message_of(update), await _drawn(update, context, draft, version))
    await _keep(context, asker.person, draft, shown, version)


def _first_version(context: Context) -> int:
    """Return a number that no earlier card of this person has: one that was left lying must not act again."""
    return int(context.now.timestamp() * 1000)


async def fill(update: Update, context: Context) -> bool:
    """Take a message as the value of the field asked for; without an open card it is a post to check."""
    asker = await context.asker(update)
    dialog = await context.work.dialogs.load(asker.person, now=context.now) if asker.is_member else None
    if dialog is None:
        return False
    message, draft = message_of(update), Draft.of(dialog.data)
    # A forwarded post is a claim to write about; at any other field it is a post to check.
    if draft.step in {"verdict", "preview"} or (message.forward_origin and draft.step != "claim"):
        return False
    value = message.text or message.caption or ""
    try:
        filled = draft.filled(value, language_of(value) or asker.reads())
    except FieldError as error:
        raise Refusal("add.wrong", why=card.wrong(error, await context.texts(update))) from None
    await _redraw(update, context, dialog, filled if draft.step in MANY else filled.after())
    return True


async def press(update: Update, context: Context) -> None:
    """Do what a button of the card says, unless the card has moved on since."""
    _, (version, action, argument) = pressed(update)
    asker, t = await context.asker(update), await context.texts(update)
    dialog = await context.work.dialogs.load(asker.person, now=context.now)
    if dialog is None:
        raise Refusal("add.closed")
    if version != str(dialog.version):
        context.toast(update, t("add.stale"), alert=True)
        await _redraw(update, context, dialog, Draft.of(dialog.data))
        return
    await _act(update, context, dialog, action, argument)
    context.toast(update)


async def _act(update: Update, context: Context, dialog: Dialog, action: str, argument: str) -> None:
    draft = Draft.of(dialog.data)
    match action:
        case "cancel":
            await _close(update, context, dialog, "add.cancelled")
        case "publish" if not draft.missing():
            await _publish(update, context, dialog, draft)
        case "submit" if not draft.missing():
            await _submit(update, context, dialog, draft)
        case "back":
            await _redraw(update, context, dialog, draft.before())
        case "next" if draft.has(draft.step) or draft.step in OPTIONAL:
            await _redraw(update, context, dialog, draft.after())
        case "clear":
            await _redraw(update, context, dialog, draft.cleared())
        case "field" if argument in FIELDS:
            await _redraw(update, context, dialog, draft.mend(argument))
        case "verdict" if argument in set(Verdict):
            filled = draft.filled(argument, Language.RU, "verdict")
            await _redraw(update, context, dialog, filled.after())
        case _:
            raise Refusal("button.unknown")


async def _publish(update: Update, context: Context, dialog: Dialog, draft: Draft) -> None:
    if not may_publish(await context.asker(update)):
        # They could when the card was drawn; now it gets the button that they have.
        context.toast(update, (await context.texts(update))("add.not_yours"), alert=True)
        await _redraw(update, context, dialog, draft)
        return
    rebuttal = draft.rebuttal(await _free_id(context, draft))
    await save(context, rebuttal, by=dialog.person, deed="rebuttal.published")
    await _close(update, context, dialog, "add.published", id=rebuttal.id)


async def _submit(update: Update, context: Context, dialog: Dialog, draft: Draft) -> None:
    rebuttal = replace(draft.rebuttal(await _free_id(context, draft)), status=Status.DRAFT)
    await save(context, rebuttal, by=dialog.person, deed="rebuttal.drafted")
    await _close(update, context, dialog, "add.drafted", id=rebuttal.id)


async def _free_id(context: Context, draft: Draft) -> str:
    slug, number = draft.slug(), 1
    taken = slug
    while await context.work.rebuttals.find(taken):
        number += 1
        taken = f"{slug}-{number}"
    return taken


async def _redraw(update: Update, context: Context, dialog: Dialog, draft: Draft) -> None:
    version = dialog.version + 1
    assert dialog.card is not None, "a dialog is saved with its card"
    drawn = await _drawn(update, context, draft, version)
    await context.redraw(chat_of(update), drawn, card=dialog.card)
    await _keep(context, dialog.person, draft, dialog.card, version)


async def _drawn(
    update: Update, context: Context, draft: Draft, version: int, *, resumed: bool = False
) -> Reply:
    finished = draft.step == "preview" and not draft.missing()
    anchors = context.matcher.anchors(draft.rebuttal("preview")) if finished else ()
    t, publishes = await context.texts(update), may_publish(await context.asker(update))
    return card.drawn(draft, version, t, resumed=resumed, anchors=anchors, publishes=publishes)


async def _keep(context: Context, person: str, draft: Draft, shown: int, version: int) -> None:
    await context.work.dialogs.save(
        Dialog(person, FLOW, draft.step, draft.data(), shown, version, context.now + KEPT_FOR)
    )


async def _close(update: Update, context: Context, dialog: Dialog, key: str, **values: str) -> None:
    t = await context.texts(update)
    assert dialog.card is not None, "a dialog is saved with its card"
    await context.redraw(chat_of(update), Reply(t(key, **values)), card=dialog.card)
    await context.work.dialogs.close(dialog.person)
