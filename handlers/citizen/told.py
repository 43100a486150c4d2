"""What those who followed a question read when it has an answer: the rebuttal, once a person."""

from collections.abc import Iterable
from datetime import datetime

from handlers import replies
from handlers.citizen.noting import told
from handlers.context import Desk
from handlers.letters import owe
from handlers.replies import Reply
from handlers.texts import Html, Texts, shortened, texts
from knowledge.models import Inquiry, Language, Rebuttal, Status
from knowledge.store import Priority, Transaction

WORDING = 200  # characters of their own post: enough to remember it by


async def tell(desk: Desk, transaction: Transaction, owed: Iterable[Inquiry], *, now: datetime) -> None:
    """Owe each of these who follows a letter with the rebuttal; one that was retired since is not told.

    A person who asked in several wordings is told once: the letter's key holds the rebuttal and the person.
    """
    noted = []
    for inquiry in owed:
        known = await transaction.rebuttals.find(inquiry.rebuttal or "")
        if inquiry.chat_id is None or known is None or known.status is not Status.PUBLISHED:
            continue
        key = f"told:{known.id}:{inquiry.person}"
        if await transaction.outbox.has(desk.bot_id, key):
            continue
        chosen = await transaction.people.language(inquiry.person)
        t = texts(chosen or inquiry.language or Language.RU)
        reply = _answer(inquiry, known, t)
        await owe(transaction, desk, inquiry.chat_id, key, reply, priority=Priority.BROADCAST, now=now)
        noted.append(told(known, inquiry.person, inquiry.chat_id, t.language, now))
    await transaction.checks.add(noted)


def _answer(inquiry: Inquiry, known: Rebuttal, t: Texts) -> Reply:
    asked = shortened(" ".join(inquiry.text.split()), WORDING)
    shown = replies.rebuttal(known, t)
    return Reply(Html(f"{t('told.title', asked=asked)}\n\n{shown.text}"), shown.buttons)
