"""What those who followed a question read when it has an answer: the rebuttal, once a person."""

from collections.abc import Iterable
from datetime import datetime

from handlers import replies
from handlers.citizen.noting import told
from handlers.context import Desk
from handlers.letters import owe
from handlers.replies import Reply
from handlers.texts import Html, Texts, one_line, texts
from knowledge.models import Inquiry, Language, Rebuttal, Status
from knowledge.store import Check, Priority, Transaction

WORDING = 200  # characters of their own post: enough to remember it by


async def tell(desk: Desk, transaction: Transaction, owed: Iterable[Inquiry], *, now: datetime) -> None:
    """Owe each of these who follows a letter with the rebuttal; one that was retired since is not told."""
    noted: list[Check] = []
    for inquiry in owed:
        known = await transaction.rebuttals.find(inquiry.rebuttal or "")
        if known is not None and known.status is Status.PUBLISHED:
            noted += await _told(desk, transaction, inquiry, known, now)
    await transaction.checks.add(noted)


async def _told(
    desk: Desk, transaction: Transaction, inquiry: Inquiry, known: Rebuttal, now: datetime
) -> list[Check]:
    """Owe the letter; a person who asked in several wordings is told once: its key holds them both."""
    key, chat_id = f"told:{known.id}:{inquiry.person}", inquiry.chat_id
    if chat_id is None or await transaction.outbox.has(desk.bot_id, key):
        return []
    reader = await transaction.people.profile(inquiry.person)
    t = texts(reader.language or inquiry.language or Language.RU)
    await owe(
        transaction,
        desk,
        chat_id,
        key,
        _answer(inquiry, known, t),
        priority=Priority.BROADCAST,
        now=now,
        broadcast=inquiry.broadcast,
    )
    kept = chat_id if reader.wants_corrections else None
    return [told(known, inquiry.person, kept, t.language, now)]


def _answer(inquiry: Inquiry, known: Rebuttal, t: Texts) -> Reply:
    asked = one_line(inquiry.text, WORDING)
    shown = replies.rebuttal(known, t)
    return Reply(Html(f"{t('told.title', asked=asked)}\n\n{shown.text}"), shown.buttons)
