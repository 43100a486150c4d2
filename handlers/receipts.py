"""Receipts: whoever set letters to many off is told how many of them arrived."""

from datetime import datetime

from handlers.context import Desk
from handlers.letters import owe, texts_for
from handlers.replies import Reply
from handlers.texts import Html, Texts, lines, texts
from knowledge.store import Broadcast, Priority, Receipts, Transaction


async def hand_in(
    desk: Desk, transaction: Transaction, broadcast: Broadcast, receipts: Receipts, *, now: datetime
) -> None:
    """Owe the one message that ends a broadcast; none when there was nobody to write to."""
    if not receipts.total:
        return
    for chat_id in desk.moderators_chats if broadcast.chat_id is None else [broadcast.chat_id]:
        known = broadcast.language
        t = texts(known) if known is not None else await texts_for(transaction, desk, chat_id)
        key = f"receipts:{broadcast.id}:{chat_id}"
        reply = Reply(_told(broadcast, receipts, t))
        await owe(transaction, desk, chat_id, key, reply, priority=Priority.ANSWER, now=now)


def _told(broadcast: Broadcast, receipts: Receipts, t: Texts) -> Html:
    title = t(f"receipts.{broadcast.kind}", id=broadcast.rebuttal, rumour=broadcast.rumour or "")
    figures = t(
        "receipts.figures",
        delivered=receipts.delivered,
        blocked=receipts.blocked,
        failed=receipts.failed,
    )
    return lines(title, figures)
