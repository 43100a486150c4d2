"""Tests of knowledge/store/subscriptions.py: one wish a person, taken once for each digest."""

import asyncio
from datetime import timedelta
from itertools import chain

from knowledge.models import Language
from knowledge.store import Frequency, Store, Subscription, Transaction
from tests.knowledge.store.samples import NOW

DAY = timedelta(days=1)


def _wish(person: str, frequency: Frequency = Frequency.DAILY, chat: int = 11) -> Subscription:
    return Subscription(person, chat, frequency, Language.KK, NOW)


async def _take(transaction: Transaction, limit: int = 10) -> list[str]:
    taken = await transaction.subscriptions.take(Frequency.DAILY, now=NOW, to=NOW + DAY, limit=limit)
    return sorted(wish.person for wish in taken)


async def test_a_person_has_one_wish_and_can_end_it(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.subscriptions.keep(_wish("aliya"))
        await transaction.subscriptions.keep(_wish("aliya", Frequency.WEEKLY))
        assert await transaction.subscriptions.find("aliya") == _wish("aliya", Frequency.WEEKLY)
        assert await transaction.subscriptions.end("aliya")
        assert await transaction.subscriptions.find("aliya") is None
        assert not await transaction.subscriptions.end("aliya")


async def test_each_is_taken_once_until_the_next_time(store: Store) -> None:
    async with store.begin() as transaction:
        for person in ("aliya", "serik", "timur"):
            await transaction.subscriptions.keep(_wish(person))
        await transaction.subscriptions.keep(_wish("weekly", Frequency.WEEKLY))
        assert await transaction.subscriptions.are_due(Frequency.DAILY, now=NOW)
        first = await _take(transaction, limit=2)
        second = await _take(transaction)
        assert sorted([*first, *second]) == ["aliya", "serik", "timur"]
        assert len(first) == 2
        assert not await transaction.subscriptions.are_due(Frequency.DAILY, now=NOW)
        assert not await _take(transaction)
        assert await transaction.subscriptions.are_due(Frequency.DAILY, now=NOW + DAY)


async def test_two_processes_never_take_the_same(store: Store) -> None:
    async with store.begin() as transaction:
        for number in range(20):
            await transaction.subscriptions.keep(_wish(f"person {number}"))

    async def portion() -> list[str]:
        async with store.begin() as transaction:
            return await _take(transaction)

    taken = [*chain(*await asyncio.gather(*(portion() for _ in range(4))))]
    assert len(taken) == len({*taken}) > 0


async def test_a_chat_that_is_gone_is_owed_nothing_more(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.subscriptions.keep(_wish("aliya", chat=1))
        await transaction.subscriptions.keep(_wish("serik", chat=2))
        await transaction.subscriptions.drop_chat(1)
        assert await transaction.subscriptions.find("aliya") is None
        assert await transaction.subscriptions.find("serik") is not None
