"""Letters that no update asked for: in whose language they are, and how they are owed to a chat."""

from datetime import datetime

from handlers.context import Desk
from handlers.replies import Reply, content
from handlers.texts import Texts, texts
from knowledge.models import Language
from knowledge.store import Priority, Transaction


async def texts_for(transaction: Transaction, desk: Desk, chat_id: int) -> Texts:
    """Return the words for an owner, or for the moderators' chat, which reads what its first owner does."""
    reader = chat_id if chat_id in desk.owners else min(desk.owners, default=chat_id)
    return texts(await transaction.people.language(desk.pseudonym(reader)) or Language.RU)


async def owe(
    transaction: Transaction,
    desk: Desk,
    chat_id: int,
    key: str,
    reply: Reply,
    *,
    priority: Priority,
    now: datetime,
    due_at: datetime | None = None,
    broadcast: int | None = None,
) -> None:
    """Queue a message for the chat; the same key is the same letter and goes once.

    `broadcast` is what it is counted for when it has arrived, or has not.
    """
    transaction.outbox.owe(
        key,
        desk.bot_id,
        chat_id,
        "sendMessage",
        {"chat_id": chat_id, **content(reply)},
        priority=priority,
        now=now,
        due_at=due_at,
        broadcast=broadcast,
    )
