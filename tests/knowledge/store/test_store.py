"""Tests of knowledge/store/store.py: all of a transaction or nothing, whatever happens to the process."""

import asyncio
import logging
import sys
from datetime import timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from knowledge.models import Language
from knowledge.store import (
    LeaseLostError,
    Store,
    StoreError,
    StoreUnreachableError,
    Transaction,
    Work,
    open_store,
)
from tests.knowledge.store.samples import BOT, NOW, REBUTTAL, an_update

LOST = Work(BOT, 1, "message", "chat:1", "{}", 1, "nobody", NOW)  # to complete it is an error

# Runs in a process of its own, which is killed in the middle of its transaction.
SAVE_AND_WAIT = """
import asyncio, sys
from knowledge.store import open_store
from tests.knowledge.store.samples import NOW, REBUTTAL

async def main():
    async with open_store(sys.argv[1]) as store, store.begin() as transaction:
        await transaction.rebuttals.save(REBUTTAL, now=NOW)
        print("saved, not committed", flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


async def save_and_fail(transaction: Transaction) -> None:
    await transaction.rebuttals.save(REBUTTAL, now=NOW)
    await transaction.inbox.done([LOST], now=NOW)


async def count(store: Store) -> int:
    async with store.begin() as transaction:
        return await transaction.rebuttals.count()


async def test_an_error_undoes_the_whole_transaction(store: Store) -> None:
    with pytest.raises(LeaseLostError):
        async with store.begin() as transaction:
            await save_and_fail(transaction)
    assert await count(store) == 0


async def test_an_error_in_a_savepoint_undoes_that_part_alone(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.people.choose_language("before", Language.KK, now=NOW)
        with pytest.raises(LeaseLostError):
            async with transaction.savepoint():
                await save_and_fail(transaction)
        async with transaction.savepoint():
            await transaction.people.choose_language("after", Language.RU, now=NOW)
    async with store.begin() as transaction:
        assert await transaction.people.language("before") is Language.KK
        assert await transaction.people.language("after") is Language.RU
        assert await transaction.rebuttals.count() == 0


async def test_a_statement_that_failed_spoils_its_savepoint_alone(store: Store) -> None:
    async with store.begin() as transaction:
        with pytest.raises(StoreError):
            async with transaction.savepoint():
                await transaction._connection.execute(text("SELECT nonsense"))
        await transaction.rebuttals.save(REBUTTAL, now=NOW)
    assert await count(store) == 1


async def test_a_cancelled_transaction_leaves_nothing(store: Store) -> None:
    reached = asyncio.Event()

    async def save_and_wait() -> None:
        async with store.begin() as transaction:
            await transaction.rebuttals.save(REBUTTAL, now=NOW)
            reached.set()
            await asyncio.Event().wait()

    saving = asyncio.create_task(save_and_wait())
    await reached.wait()
    saving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await saving
    assert await count(store) == 0


async def test_a_killed_process_leaves_nothing_of_its_transaction(url: str) -> None:
    async with open_store(url) as store:
        await store.migrate()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SAVE_AND_WAIT, url, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"saved, not committed\n"
    process.kill()
    await process.communicate()
    async with open_store(url) as store:
        assert await count(store) == 0


async def test_transactions_at_the_same_time_lose_no_change(store: Store) -> None:
    async def save() -> int:
        async with store.begin() as transaction:
            return await transaction.rebuttals.save(REBUTTAL, now=NOW)

    revisions = await asyncio.gather(*(save() for _ in range(20)))
    assert sorted(revisions) == list(range(1, 21))


async def test_nobodys_words_are_logged_whatever_the_level(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with open_store(url) as store:
        await store.migrate()
        async with store.begin() as transaction:
            await transaction.inbox.receive(BOT, [an_update(1, payload='{"text": "құпия"}')], now=NOW)
            (work,) = await transaction.inbox.claim(BOT, 1, "a", now=NOW, lease=timedelta(seconds=1))
    assert "құпия" in work.payload
    assert "құпия" not in caplog.text


async def test_a_transaction_within_another_is_an_error_and_not_a_standstill(sqlite_url: str) -> None:
    async with open_store(sqlite_url) as store:
        await store.migrate()
        pool: Any = store._engine.pool
        pool._timeout = 0.01  # else half a minute
        async with store.begin():
            with pytest.raises(StoreError, match="some transaction does not end"):
                await count(store)


async def test_a_time_without_its_zone_is_refused(store: Store) -> None:
    with pytest.raises(StatementError, match="must carry its zone"):
        async with store.begin() as transaction:
            await transaction.people.choose_language("someone", Language.KK, now=NOW.replace(tzinfo=None))


async def test_a_time_in_another_zone_is_the_same_moment(store: Store) -> None:
    almaty = timezone(timedelta(hours=5))
    async with store.begin() as transaction:
        await transaction.audit.record("someone", "publish", "tap-water", {}, now=NOW.astimezone(almaty))
        (deed,) = await transaction.audit.latest(1)
    assert (deed.at, deed.at.utcoffset()) == (NOW, timedelta())


async def test_a_connection_that_the_server_drops_costs_one_transaction(postgresql_url: str) -> None:
    async with open_store(postgresql_url) as store:
        await store.migrate()
        with pytest.raises(StoreUnreachableError):
            async with store.begin() as transaction:
                await transaction._connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        assert await count(store) == 0
