"""The card of a complaint decided: not this claim, or right after all; whoever complained is told."""

from telegram import Update

from handlers import complaint_cards, replies
from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import number_of, pressed
from handlers.letters import owe
from handlers.moderator import negatives
from handlers.moderator.colleagues import colleagues
from handlers.moderator.naming import named
from handlers.replies import Reply
from handlers.texts import Texts, lines, one_line, texts
from knowledge.models import Rebuttal
from knowledge.store import Complaint, ComplaintState, Priority

WORDING = 200  # characters of the post: enough for whoever sent it to remember it by


class _TooLateError(Exception):
    """Somebody else decided in the meantime; what this one wrote is rolled back."""


async def uphold(update: Update, context: Context) -> None:
    """The post is not about that claim: the rebuttal is no longer given for it and its copies."""
    await _decide(update, context, ComplaintState.UPHELD)


async def refute(update: Update, context: Context) -> None:
    """The answer was right: who complains of the same again is told so at once."""
    await _decide(update, context, ComplaintState.REFUTED)


async def _decide(update: Update, context: Context, state: ComplaintState) -> None:
    _, (part, *_) = pressed(update)
    complaint, asker = await _find(context, part), await context.asker(update)
    known = await named(context, complaint.rebuttal)
    if complaint.state is ComplaintState.OPEN:
        try:
            async with context.work.savepoint():
                await _write(context, complaint, known, state, asker.person)
        except _TooLateError:
            pass
        else:
            await _tell(context, complaint, known, state)
            await complaint_cards.show(context, complaint.id)
            context.toast(update)
            return
    await _lost(update, context, complaint.id)


async def _find(context: Context, part: str) -> Complaint:
    number = number_of(part)
    found = await context.work.complaints.find(number) if number is not None else None
    if found is None:
        raise Refusal("complaint.gone")
    return found


async def _write(
    context: Context, complaint: Complaint, known: Rebuttal, state: ComplaintState, by: str
) -> None:
    if state is ComplaintState.UPHELD and not negatives.holds(context, known, complaint.text):
        await negatives.add(context, known, complaint.text, by=by)
    if not await context.work.complaints.decide(complaint.id, state, by=by):
        raise _TooLateError
    await context.work.audit.record(
        by, f"complaint.{state}", known.id, {"number": complaint.id}, now=context.now
    )


async def _tell(context: Context, complaint: Complaint, known: Rebuttal, state: ComplaintState) -> None:
    """Owe everybody who complained the outcome; their chats are forgotten."""
    for each in await context.work.complaints.release(complaint.id):
        chosen = await context.work.people.language(each.person)
        reply = _outcome(complaint, known, state, texts(chosen or each.language))
        key = f"complaint:{complaint.id}:{each.person}"
        await owe(
            context.work,
            context.scene.desk,
            each.chat_id,
            key,
            reply,
            priority=Priority.BROADCAST,
            now=context.now,
        )


def _outcome(complaint: Complaint, known: Rebuttal, state: ComplaintState, t: Texts) -> Reply:
    post = one_line(complaint.text, WORDING)
    if state is ComplaintState.UPHELD:
        return Reply(t("complaint.told.upheld", post=post))
    told = replies.rebuttal(known, t)
    return Reply(lines(t("complaint.told.refuted", post=post), "", told.text), told.buttons)


async def _lost(update: Update, context: Context, complaint_id: int) -> None:
    """Tell who was first, and what they decided."""
    complaint, t = await _find(context, str(complaint_id)), await context.texts(update)
    label = (await colleagues(context, t)).label(complaint.decided_by or "")
    raise Refusal(f"complaint.decided.{complaint.state}", label=label)
