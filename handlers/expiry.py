"""Rebuttals whose last day is over go out of service, and moderators are told."""

from dataclasses import replace
from datetime import datetime

from handlers import replies
from handlers.context import Desk
from handlers.letters import owe, texts_for
from handlers.moderator.saving import PROGRAM, saved
from handlers.replies import Button, Reply
from knowledge.days import day_of
from knowledge.models import Rebuttal, Status
from knowledge.store import PENDING, Priority, Transaction

PORTION = 50  # rebuttals in a transaction, for which posts have to wait


async def expire(desk: Desk, transaction: Transaction, *, now: datetime) -> int:
    """End what has had its last day; return how many that was. What somebody is changing now comes later."""
    over = await transaction.rebuttals.over(day_of(now), PORTION)
    ended = [known for known in over if await _end(transaction, known, now)]
    for known in ended:
        await _tell(desk, transaction, known, now)
    return len(ended)


async def _end(transaction: Transaction, known: Rebuttal, now: datetime) -> bool:
    newest = await transaction.versions.newest(known.id)
    expired = replace(known, status=Status.EXPIRED)
    kept = await saved(transaction, expired, by=PROGRAM, deed="rebuttal.expired", now=now)
    if kept is not None and newest is not None and newest.rebuttal.status in PENDING:
        # A correction that is under way goes on: it may be the one that gives a later last day.
        pending = replace(newest.rebuttal, version=kept.version)
        await saved(
            transaction,
            pending,
            by=newest.actor,
            deed=newest.deed,
            remark=newest.remark,
            rumour=newest.rumour,
            now=now,
        )
    return kept is not None


async def _tell(desk: Desk, transaction: Transaction, known: Rebuttal, now: datetime) -> None:
    for chat_id in desk.moderators_chats:
        t = await texts_for(transaction, desk, chat_id)
        claim = replies.told_claim(known, t.language)
        extend = Button(t("edit.button"), data=f"v1:edit:{known.id}")
        told = Reply(t("expiry.told", id=known.id, claim=claim, day=t.day(known.until or "")), ((extend,),))
        key = f"expired:{known.id}:{known.version}:{chat_id}"
        await owe(transaction, desk, chat_id, key, told, priority=Priority.ANSWER, now=now)
