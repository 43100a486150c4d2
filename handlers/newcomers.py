"""Moderators are told that feeds have brought drafts: once for a round, however many it were."""

from datetime import datetime

from handlers.context import Desk
from handlers.replies import Reply, content
from handlers.texts import texts
from knowledge.models import Language
from knowledge.store import Priority, Transaction


async def drafts_came(desk: Desk, transaction: Transaction, count: int, *, now: datetime) -> None:
    """Owe the moderators' chat, or else each owner, one message."""
    chats = [desk.moderators_chat] if desk.moderators_chat is not None else sorted(desk.owners)
    for chat_id in chats:
        t = texts(await transaction.people.language(desk.pseudonym(chat_id)) or Language.RU)
        await transaction.outbox.add(
            f"drafts:{chat_id}:{int(now.timestamp())}",
            desk.bot_id,
            chat_id,
            "sendMessage",
            {"chat_id": chat_id, **content(Reply(t.counted("feed.drafts", count)))},
            priority=Priority.ALARM,
            now=now,
        )
