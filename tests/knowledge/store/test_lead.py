"""Tests of knowledge/store/lead.py, announcements.py and line.py: who leads, and what the others hear."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import text

from knowledge.store import Lead, Priority, Store, StoreUnreachableError, Topic, open_store
from tests.knowledge.store.samples import BOT, NOW, REBUTTAL, an_update

# The session that holds the lead is ended as a network that breaks would end it.
CUT = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user"
    " AND pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted)"
)


@pytest.fixture
async def processes(postgresql_url: str) -> AsyncIterator[tuple[Store, Store]]:
    """Two that share a store, with nothing else in common."""
    async with open_store(postgresql_url) as one, open_store(postgresql_url) as other:
        await one.migrate()
        yield one, other


@asynccontextmanager
async def listening(store: Store) -> AsyncIterator[asyncio.Queue[Topic]]:
    heard: asyncio.Queue[Topic] = asyncio.Queue()
    task = asyncio.create_task(store.listen("worker", heard.put_nowait))
    async with asyncio.timeout(30):
        assert {await heard.get(), await heard.get()} == set(Topic), "it begins with everything"
        yield heard
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def wait_for_the_lead(store: Store) -> Lead:
    async with store.lead(BOT) as lead:
        return lead


TRIED = text(
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE query LIKE 'SELECT pg_try_advisory_lock%' AND state = 'idle' "
    "AND pid NOT IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')"
)


async def somebody_has_tried(store: Store) -> None:
    """Return when a process that does not lead has asked for the lead and was refused."""
    async with asyncio.timeout(30):
        tried = False
        while not tried:
            async with store.begin() as transaction:
                tried = bool(await transaction._connection.scalar(TRIED))


async def test_a_change_is_announced_when_it_is_committed(processes: tuple[Store, Store]) -> None:
    one, other = processes
    async with listening(other) as heard:
        async with one.begin() as transaction:
            await transaction.rebuttals.save(REBUTTAL, now=NOW)
            assert heard.empty()
        assert await heard.get() is Topic.REBUTTALS
        async with one.begin() as transaction:
            await transaction.outbox.add("1", BOT, 1, "sendMessage", {}, priority=Priority.ANSWER, now=NOW)
            await transaction.outbox.add("2", BOT, 1, "sendMessage", {}, priority=Priority.ANSWER, now=NOW)
        assert await heard.get() is Topic.OUTBOX
        assert heard.empty(), "one transaction announces once"


async def test_a_listener_that_is_cut_off_says_so(processes: tuple[Store, Store]) -> None:
    one, other = processes
    cut = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
    heard: asyncio.Queue[Topic] = asyncio.Queue()
    task = asyncio.create_task(other.listen("worker", heard.put_nowait))
    await heard.get()
    async with one.begin() as transaction:
        await transaction._connection.execute(cut)
    with pytest.raises(StoreUnreachableError):
        await task


async def test_what_a_worker_held_is_free_when_it_listens_no_more(processes: tuple[Store, Store]) -> None:
    one, other = processes
    lease, later = timedelta(seconds=60), timedelta(seconds=10)

    async def released() -> int:
        async with one.begin() as transaction:
            return await transaction.inbox.release_of_the_dead(
                BOT, now=NOW + later, leased_until=NOW + lease + later
            )

    async with one.begin() as transaction:
        await transaction.inbox.receive(BOT, [an_update(1)], now=NOW)
        await transaction.inbox.claim(BOT, 1, "worker", now=NOW, lease=lease)
    async with listening(other):
        assert await released() == 0
    assert await released() == 1
    async with one.begin() as transaction:
        assert len(await transaction.inbox.claim(BOT, 1, "another", now=NOW + later, lease=lease)) == 1


async def test_a_worker_that_claims_before_it_listens_is_not_taken_for_dead(
    processes: tuple[Store, Store],
) -> None:
    store, _ = processes
    lease = timedelta(seconds=60)
    async with store.begin() as transaction:
        await transaction.inbox.receive(BOT, [an_update(1)], now=NOW)
        await transaction.inbox.claim(BOT, 1, "worker", now=NOW, lease=lease)
        assert await transaction.inbox.release_of_the_dead(BOT, now=NOW, leased_until=NOW + lease) == 0


async def test_one_leads_and_another_takes_over_when_it_ends(processes: tuple[Store, Store]) -> None:
    one, other = processes
    async with one.lead(BOT) as lead:
        assert not lead.inherited
        waiting = asyncio.create_task(wait_for_the_lead(other))
        async with other.lead(BOT + 1) as another_bots:
            assert not another_bots.inherited
        await somebody_has_tried(other)
        assert not waiting.done()
    assert (await waiting).inherited


async def test_who_loses_the_lead_is_told_and_another_gets_it(processes: tuple[Store, Store]) -> None:
    one, other = processes
    async with one.lead(BOT) as lead:
        waiting = asyncio.create_task(wait_for_the_lead(other))
        async with other.begin() as transaction:
            await transaction._connection.execute(CUT)
        with pytest.raises(StoreUnreachableError):
            await lead.until_lost()
        await waiting


async def test_a_file_has_one_process_which_leads(sqlite_url: str) -> None:
    async with open_store(sqlite_url) as store, store.lead(BOT) as lead:
        assert not lead.inherited
        assert not store.is_shared
