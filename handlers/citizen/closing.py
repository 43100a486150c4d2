"""What those who followed a question read when there is no answer in time, or none will come."""

from collections.abc import Sequence
from datetime import datetime

from handlers.context import Desk
from handlers.letters import owe
from handlers.replies import Reply
from handlers.texts import Html, Texts, one_line, texts
from knowledge.models import Inquiry, Language
from knowledge.store import Priority, Transaction

WORDING = 200  # characters of their own post: enough to remember it by


async def close(desk: Desk, transaction: Transaction, due: Sequence[Inquiry], *, now: datetime) -> None:
    """Owe a person one letter about a rumour, in whatever wordings they asked, and forget the chats."""
    told: set[tuple[str, int]] = set()
    for inquiry in due:
        about = (inquiry.person, inquiry.rumour or -inquiry.id)
        if inquiry.chat_id is not None and about not in told:
            told.add(about)
            await _owe(desk, transaction, inquiry, inquiry.chat_id, now)
    await transaction.inquiries.close([inquiry.id for inquiry in due])


async def _owe(desk: Desk, transaction: Transaction, inquiry: Inquiry, chat_id: int, now: datetime) -> None:
    reader = await transaction.people.profile(inquiry.person)
    t = texts(reader.language or inquiry.language or Language.RU)
    # With the moment: who follows the same question again is told again.
    key = f"closed:{inquiry.id}:{int(now.timestamp())}:{inquiry.person}"
    said = Reply(_said(inquiry, t, now))
    await owe(transaction, desk, chat_id, key, said, priority=Priority.BROADCAST, now=now)


def _said(inquiry: Inquiry, t: Texts, now: datetime) -> Html:
    asked = one_line(inquiry.text, WORDING)
    if inquiry.settled_at is not None:
        return t("closing.dismissed", asked=asked)
    return t("closing.unanswered", asked=asked, days=t.counted("days", max(1, (now - inquiry.asked_at).days)))
