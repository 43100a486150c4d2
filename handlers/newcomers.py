"""Moderators are told that feeds or files have brought work: once for each, however much it is."""

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


async def proposals_came(desk: Desk, transaction: Transaction, count: int, *, by: str, now: datetime) -> None:
    """Owe the others the same about a file of which `count` rebuttals wait for approval."""
    for chat_id in desk.moderators_chats:
        if desk.pseudonym(chat_id) != by:
            t = await texts_for(transaction, desk, chat_id)
            key, told = f"proposals:{chat_id}:{now.timestamp()}", Reply(t("import.told", count=count))
            await owe(transaction, desk, chat_id, key, told, priority=Priority.ANSWER, now=now)
