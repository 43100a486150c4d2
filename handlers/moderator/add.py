"""/add: a card that is filled in field by field and edited in place, or one message of labelled lines."""

from datetime import timedelta

from telegram import Message, Update

from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import arguments, chat_of, message_of, post_of, pressed
from handlers.moderator import card, labelled, publishing
from handlers.moderator.admission import admission, alike
from handlers.moderator.draft import FIELDS, MANY, OPTIONAL, Draft
from handlers.moderator.saving import may_publish
from handlers.replies import Reply
from handlers.sight import Sight, sight_of
from handlers.texts import Html
from knowledge.exchange import FieldError
from knowledge.models import Language, Verdict
from knowledge.store import Dialog
from knowledge.text import language_of

FLOW = "add"
KEPT_FOR = timedelta(days=1)  # a draft left overnight is still there in the morning


async def begin(update: Update, context: Context) -> None:
    """Open the card; an unfinished draft is taken up again."""
    message = message_of(update)
    if arguments(message):
        await from_lines(update, context, message.text or "", Draft())
        return
    asker = await context.asker(update)
    old = await context.work.dialogs.load(asker.person, now=context.now)
    await open_with(update, context, Draft.of(old.data) if old else Draft(), resumed=bool(old))


async def open_with(update: Update, context: Context, draft: Draft, *, resumed: bool = False) -> None:
    """Open the card with what is known already."""
    asker, version = await context.asker(update), _first_version(context)
    drawn = await _drawn(update, context, draft, version, resumed=resumed)
    await _keep(context, asker.person, draft, await context.draw(chat_of(update), drawn), version)


async def from_lines(update: Update, context: Context, text: str, begun: Draft) -> None:
    """Open the card at its preview with all labelled lines filled in, or name every line that is wrong."""
    t, asker = await context.texts(update), await context.asker(update)
    admit = admission(context, begun.corrects)
    draft, problems = labelled.parse(text, asker.reads(), begun, admit)
    if problems or draft.missing():
        key = "edit.lines_wrong" if begun.corrects else "add.lines_wrong"
        raise Refusal(key, problems=card.problems(problems, draft, t))
    version = _first_version(context)
    drawn = await _drawn(update, context, draft, version)
    shown = await context.draw(chat_of(update), drawn, about=message_of(update))
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
    sight = sight_of(message)
    if sight is not None and _is_for_the_card(message, draft):
        await _attach(update, context, dialog, draft, sight)
        return True
    if not (message.text or message.caption):
        return False
    # A forwarded post is a claim to write about; at any other field it is a post to check.
    if draft.step in {"verdict", "preview"} or (message.forward_origin and draft.step != "claim"):
        return False
    value = post_of(message).text
    try:
        filled = draft.filled(value, language_of(value) or asker.reads())
        admission(context, draft.corrects)(draft.step, value)
    except FieldError as error:
        raise Refusal("add.wrong", why=card.wrong(error, await context.texts(update))) from None
    await _redraw(update, context, dialog, filled if draft.step in MANY else filled.after())
    return True


def _is_for_the_card(message: Message, draft: Draft) -> bool:
    """Pictures are asked for, or a moderator's own comes without a word; other ones are posts to check."""
    return draft.step == "medium" or not (message.forward_origin or message.caption)


async def _attach(update: Update, context: Context, dialog: Dialog, draft: Draft, sight: Sight) -> None:
    try:
        filled = draft.attached(sight.medium)
    except FieldError as error:
        raise Refusal("add.wrong", why=card.wrong(error, await context.texts(update))) from None
    await context.work.known_media.note(sight.medium, sight.file_id, now=context.now)
    await _redraw(update, context, dialog, filled)


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
            await _close(update, context, dialog, (await context.texts(update))("add.cancelled"))
        case "publish" | "to" if not may_publish(await context.asker(update)):
            # They could when the card was drawn; now it gets the button that they have.
            context.toast(update, (await context.texts(update))("add.not_yours"), alert=True)
            await _redraw(update, context, dialog, draft)
        case "publish" | "submit" | "keep" | "to" if not draft.missing():
            await _close(update, context, dialog, await _finished(update, context, draft, action, argument))
        case "back":
            await _redraw(update, context, dialog, draft.before())
        case "next" if draft.has(draft.step) or draft.step in OPTIONAL:
            await _redraw(update, context, dialog, draft.after())
        case "clear":
            await _redraw(update, context, dialog, draft.cleared())
        case "drop" if argument in {str(number) for number in range(1, len(draft.claims) + 1)}:
            await _redraw(update, context, dialog, draft.without(int(argument) - 1))
        case "field" if argument in FIELDS:
            await _redraw(update, context, dialog, draft.mend(argument))
        case "verdict" if argument in set(Verdict):
            filled = draft.filled(argument, Language.RU, "verdict")
            await _redraw(update, context, dialog, filled.after())
        case _:
            raise Refusal("button.unknown")


async def _finished(update: Update, context: Context, draft: Draft, action: str, argument: str) -> Html:
    match action:
        case "keep" | "submit":
            return await publishing.keep(update, context, draft)
        case "to":
            return await publishing.extend(update, context, draft, argument)
        case _:
            return await publishing.publish(update, context, draft)


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
    t, publishes = await context.texts(update), may_publish(await context.asker(update))
    prospect = _prospect(context, draft, publishes=publishes) if finished else None
    return card.drawn(draft, version, t, resumed=resumed, prospect=prospect)


def _prospect(context: Context, draft: Draft, *, publishes: bool) -> card.Prospect:
    found = alike(context, tuple(text for _, text in draft.claims), draft.corrects)
    return card.Prospect(
        anchors=context.matcher.anchors(draft.rebuttal("preview")),
        alike=found.rebuttal if found else None,
        publishes=publishes,
        reviewed=context.scene.desk.two_review,
    )


async def _keep(context: Context, person: str, draft: Draft, shown: int, version: int) -> None:
    await context.work.dialogs.save(
        Dialog(person, FLOW, draft.step, draft.data(), shown, version, context.now + KEPT_FOR)
    )


async def _close(update: Update, context: Context, dialog: Dialog, said: Html) -> None:
    assert dialog.card is not None, "a dialog is saved with its card"
    await context.redraw(chat_of(update), Reply(said), card=dialog.card)
    await context.work.dialogs.close(dialog.person)
