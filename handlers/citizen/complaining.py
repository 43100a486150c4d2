"""The button "not what I sent": a citizen finds an answer wrong, and moderators are asked to look."""

from datetime import timedelta

from telegram import InlineKeyboardButton, Message, Update

from handlers import complaint_cards
from handlers.citizen import origins
from handlers.citizen.asking import storable
from handlers.citizen.behind import post_behind
from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import chat_of, pressed
from handlers.replies import Button, Reply, Rows
from handlers.texts import Html
from knowledge.models import Kind, Language, Match
from knowledge.store import Complaint, ComplaintState

# An honest reader meets one or two wrong answers a day; who presses below everything costs moderators time.
PER_DAY = 5
DAY = timedelta(days=1)
LOOKED_THROUGH = 50  # the last complaints about a rebuttal, among which copies of the post are looked for


async def complain(update: Update, context: Context) -> None:
    """Keep the complaint, thank, and take the button away; who complains of what was looked at is told."""
    card, (rebuttal_id, *_) = pressed(update)
    asked = card.reply_to_message if card is not None else None
    if card is None or asked is None:  # too old for Telegram, or the citizen has deleted the post
        raise Refusal("complaint.no_post")
    post = await post_behind(update, context, asked)
    answer = await origins.settled(context, asked, post, context.matcher.check(post))
    text = storable(post.text)
    match = next((match for match in answer.matches if match.rebuttal.id == rebuttal_id), None)
    if match is None or text is None:
        raise Refusal("complaint.changed")
    if not await _may_complain(update, context):
        raise Refusal("complaint.enough")
    t = await context.texts(update, answer.language)
    complaint = await _joined(update, context, text, answer.kind, match, t.language)
    refuted = complaint.state is ComplaintState.REFUTED
    context.toast(update)
    await context.turn(card, _thanked(card, t("complaint.refuted_before" if refuted else "complaint.thanks")))


async def decline(update: Update, context: Context, asked: Message) -> None:
    """Count a no to "is it this?" as a complaint of what was suggested."""
    post = await post_behind(update, context, asked)
    answer = await origins.settled(context, asked, post, context.matcher.check(post))
    text = storable(post.text)
    t = await context.texts(update, answer.language)
    for match in answer.matches:
        if text is not None and await _may_complain(update, context):
            await _joined(update, context, text, answer.kind, match, t.language)


async def _may_complain(update: Update, context: Context) -> bool:
    asker = await context.asker(update)
    return await context.work.complaints.made_since(asker.person, context.now - DAY) < PER_DAY


async def _joined(
    update: Update, context: Context, text: str, kind: Kind, match: Match, language: Language
) -> Complaint:
    """Return the complaint about this masked post and its copies; who asks is in it, unless it is settled."""
    complaints, asker = context.work.complaints, await context.asker(update)
    await complaints.alone()
    complaint = await _known(context, match, text) or await _filed(context, match, text, kind)
    if complaint.state is ComplaintState.OPEN and await complaints.join(
        complaint.id, asker.person, chat_id=chat_of(update), language=language, now=context.now
    ):
        await complaint_cards.show(context, complaint.id)
    return complaint


async def _known(context: Context, match: Match, text: str) -> Complaint | None:
    """Return the complaint that this one repeats: open, or answered with "it was right"."""
    for complaint in await context.work.complaints.about(match.rebuttal.id, limit=LOOKED_THROUGH):
        upheld = complaint.state is ComplaintState.UPHELD  # and taken back since, as it is given again
        if not upheld and context.matcher.are_copies(text, complaint.text):
            return complaint
    return None


async def _filed(context: Context, match: Match, text: str, kind: Kind) -> Complaint:
    complaints = context.work.complaints
    complaint_id = await complaints.file(
        match.rebuttal.id,
        text,
        kind=kind,
        probability=match.probability,
        claim=match.claim.text,
        now=context.now,
    )
    filed = await complaints.find(complaint_id)
    assert filed is not None, "it was written by this transaction"
    return filed


def _thanked(card: Message, said: Html) -> Reply:
    """Return the answer as it stands, with what is said below it and without the buttons to complain."""
    rows = card.reply_markup.inline_keyboard if card.reply_markup is not None else ()
    kept: Rows = tuple(tuple(_as_it_is(button) for button in row if not _complains(button)) for row in rows)
    return Reply(Html(f"{card.text_html}\n\n{said}"), tuple(row for row in kept if row))


def _as_it_is(button: InlineKeyboardButton) -> Button:
    return Button(button.text, data=str(button.callback_data or ""), url=button.url or "")


def _complains(button: InlineKeyboardButton) -> bool:
    return str(button.callback_data or "").startswith("v1:wrong:")
