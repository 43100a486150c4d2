"""Moderators are told that feeds have brought drafts: once for a round, however many it were."""

from datetime import datetime

from handlers.context import Desk
from handlers.letters import owe, texts_for
from handlers.replies import Reply
from knowledge.store import Priority, Transaction


async def drafts_came(desk: Desk, transaction: Transaction, count: int, *, now: datetime) -> None:
    """Owe the moderators' chat, or else each owner, one message."""
    for chat_id in desk.moderators_chats:
        t = await texts_for(transaction, desk, chat_id)
        key, told = f"drafts:{chat_id}:{int(now.timestamp())}", Reply(t.counted("feed.drafts", count))
        await owe(transaction, desk, chat_id, key, told, priority=Priority.ALARM, now=now)
