"""Tests of knowledge/store/broadcasts.py: whose turn it is, what overtakes it, and who got its letters."""

from datetime import timedelta

from knowledge.models import Language
from knowledge.store import BroadcastKind, BroadcastState, Priority, Receipts, Store, Transaction
from tests.knowledge.store.samples import BOT, NOW, ask

MINUTE = timedelta(minutes=1)
CORRECTION = BroadcastKind.CORRECTION


async def _broadcast(transaction: Transaction, kind: BroadcastKind = CORRECTION, minutes: int = 0) -> int:
    return await transaction.broadcasts.add(
        kind, "tap-water", 2, by="m", due_at=NOW + minutes * MINUTE, chat_id=5, language=Language.KK
    )


def _owe(transaction: Transaction, broadcast: int, *chats: int) -> None:
    for chat in chats:
        transaction.outbox.owe(
            f"{broadcast}:{chat}", BOT, chat, "sendMessage", {}, priority=Priority.BROADCAST, now=NOW,
            broadcast=broadcast,
        )  # fmt: skip


async def test_a_broadcast_is_due_from_its_time_until_it_is_written(store: Store) -> None:
    async with store.begin() as transaction:
        later = await _broadcast(transaction, minutes=2)
        other = await _broadcast(transaction, BroadcastKind.ANSWER)
        broadcasts = transaction.broadcasts
        assert await broadcasts.due([CORRECTION], now=NOW + MINUTE) == ()
        (due,) = await broadcasts.due([CORRECTION], now=NOW + 2 * MINUTE)
        assert (due.id, due.state, due.chat_id) == (later, BroadcastState.DUE, 5)
        await broadcasts.written([later])
        assert await broadcasts.due([CORRECTION], now=NOW + 2 * MINUTE) == ()
        assert [written.id for written in await broadcasts.all_written()] == [later]
        assert [due.id for due in await broadcasts.due([BroadcastKind.ANSWER], now=NOW)] == [other]


async def test_only_a_later_change_of_the_verdict_overtakes_a_correction(store: Store) -> None:
    async with store.begin() as transaction:
        await _broadcast(transaction)
        (first,) = await transaction.broadcasts.due([CORRECTION], now=NOW)
        await _broadcast(transaction, BroadcastKind.ANSWER)
        assert not await transaction.broadcasts.is_overtaken(first)
        await _broadcast(transaction, BroadcastKind.WITHDRAWAL)
        assert await transaction.broadcasts.is_overtaken(first)


async def test_receipts_count_what_became_of_each_letter_and_what_is_not_written_yet(store: Store) -> None:
    async with store.begin() as transaction:
        broadcast, another = await _broadcast(transaction), await _broadcast(transaction)
        _owe(transaction, broadcast, 1, 2, 3, 4)
        _owe(transaction, another, 9)
        letters = {letter.chat_id: letter.id for letter in await transaction.outbox.due(BOT, 9, now=NOW)}
        await transaction.outbox.sent({letters[1]: 100}, now=NOW)
        await transaction.outbox.dead(letters[2], "BadRequest", now=NOW)
        await transaction.outbox.drop_chat(BOT, 3, now=NOW)
        asked = await ask(transaction, "су")
        await transaction.inquiries.promise([asked.id], "tap-water", now=NOW, broadcast=broadcast)
        found = await transaction.broadcasts.receipts(broadcast)
        assert (found, found.total) == (Receipts(delivered=1, blocked=1, failed=1, open=2), 5)
        assert await transaction.broadcasts.open_letters(broadcast) == 1
        await transaction.inquiries.settle([asked.id], now=NOW)
        assert (await transaction.broadcasts.receipts(broadcast)).open == 1


async def test_a_broadcast_ends_once(store: Store) -> None:
    async with store.begin() as transaction:
        broadcast = await _broadcast(transaction)
    async with store.begin() as transaction:
        assert await transaction.broadcasts.over(broadcast)
    async with store.begin() as transaction:
        assert not await transaction.broadcasts.over(broadcast)
