"""The cards of complaints in the moderators' chats: what was sent, what was answered, and two buttons."""

from handlers import replies
from handlers.context import Context
from handlers.letters import texts_for
from handlers.moderator.colleagues import colleagues
from handlers.replies import Button, Reply
from handlers.texts import Texts, lines, one_line, shortened
from knowledge.models import Kind, Rebuttal
from knowledge.store import Complaint, ComplaintState

# "Is it this?" is answered no every other time (docs/matching.md), and nothing false was said: that is worth
# moderators' time only when a second person says no to the same.
PERSONS = {Kind.SUGGESTION: 2}
ONE_BY_ONE = 10  # with more persons, a card is brought up to date for every tenth only
# Post, claim and phrasing together stay far below Telegram's 4,096 characters.
POST = 900
CLAIM = 300


async def show(context: Context, complaint_id: int) -> None:
    """Send the card to the moderators' chat, or each owner's, or bring those that are there up to date."""
    complaint = await context.work.complaints.find(complaint_id)
    known = await context.work.rebuttals.find(complaint.rebuttal) if complaint is not None else None
    if complaint is None or known is None or not _is_due(complaint):
        return
    cards = dict(complaint.cards)
    for chat_id in {**dict.fromkeys(context.scene.desk.moderators_chats), **cards}:
        t = await texts_for(context.work, context.scene.desk, chat_id)
        label = (await colleagues(context, t)).label(complaint.decided_by or "")
        reply = drawn(complaint, known, t, label)
        if chat_id in cards:
            await context.redraw(chat_id, reply, card=cards[chat_id])
        else:
            cards[chat_id] = await context.draw(chat_id, reply)
    if cards != complaint.cards:
        await context.work.complaints.shown(complaint_id, cards)


def _is_due(complaint: Complaint) -> bool:
    if complaint.state is not ComplaintState.OPEN:
        return True
    persons = complaint.persons
    return persons >= PERSONS.get(complaint.kind, 1) and (persons <= ONE_BY_ONE or not persons % ONE_BY_ONE)


def drawn(complaint: Complaint, known: Rebuttal, t: Texts, decided_by: str) -> Reply:
    """Return the card; a decided complaint says who decided what and offers nothing any more.

    `decided_by` is the label of that moderator.
    """
    claim, matched = replies.told_claim(known, t.language, CLAIM), shortened(complaint.claim, CLAIM)
    text = lines(
        t("complaint.title", id=complaint.id),
        t.counted(f"complaint.persons.{complaint.kind}", complaint.persons),
        "",
        t("complaint.post", text=one_line(complaint.text, POST)),
        "",
        t("complaint.answer", id=known.id, verdict=t(f"verdict.{known.verdict}"), claim=claim),
        *((t("complaint.matched", claim=matched),) if matched != claim else ()),
        t("complaint.likeness", percent=round(100 * complaint.probability)),
    )
    if complaint.state is not ComplaintState.OPEN:
        return Reply(lines(text, "", t(f"complaint.decided.{complaint.state}", label=decided_by)))
    uphold = Button(t("complaint.uphold"), data=f"v1:upheld:{complaint.id}")
    refute = Button(t("complaint.refute"), data=f"v1:refuted:{complaint.id}")
    return Reply(text, ((uphold,), (refute,)))
