"""Tests of knowledge/store/migration.py: the steps lead to schema.py, all of them or none."""

import asyncio
import re

import pytest
from sqlalchemy import insert, inspect, text

from knowledge.store import Store, StoreError, StoreVersionError, migration, open_store
from knowledge.store.schema import inquiries, metadata
from tests.knowledge.store.samples import NOW, REBUTTAL, WITHIN

# Everything that each database knows of its tables, except alembic's own.
COLUMNS = """
    SELECT table_name, ordinal_position, column_name, data_type, is_nullable, column_default
    FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name <> 'alembic_version'"""
INDICES = """
    SELECT indexname, indexdef
    FROM pg_indexes
    WHERE schemaname = current_schema() AND tablename <> 'alembic_version'"""
CONSTRAINTS = """
    SELECT conname, pg_get_constraintdef(oid)
    FROM pg_constraint
    WHERE connamespace = current_schema()::regnamespace AND conname NOT LIKE 'alembic_version%'"""
CATALOGUES = {
    "sqlite": ["SELECT name, sql FROM sqlite_master WHERE tbl_name <> 'alembic_version'"],
    "postgresql": [COLUMNS, INDICES, CONSTRAINTS],
}


async def catalogue(store: Store) -> set[tuple[object, ...]]:
    async with store.begin() as transaction:
        connection = transaction._connection
        return {
            # Where SQLite adds a column, it leaves the blanks of the older statement.
            tuple(re.sub(r"\s*([(),])\s*", r"\1", " ".join(str(value).split())) for value in row)
            for query in CATALOGUES[connection.dialect.name]
            for row in await connection.execute(text(query))
        }


async def test_the_steps_lead_to_exactly_the_schema(url: str) -> None:
    async with open_store(url) as store:
        await store.migrate()
        migrated = await catalogue(store)
        async with store.begin() as transaction:
            await transaction._connection.run_sync(metadata.drop_all)
            await transaction._connection.run_sync(metadata.create_all)
        assert migrated == await catalogue(store)
    assert len(migrated) > len(metadata.tables)


async def test_a_store_is_current_once_it_is_migrated(url: str) -> None:
    async with open_store(url) as store:
        assert not await store.is_current()
        await store.migrate()
        assert await store.is_current()


async def test_who_followed_a_question_before_there_were_promises_is_told_in_time(url: str) -> None:
    async with open_store(url) as store, store.begin() as transaction:
        connection = transaction._connection
        await connection.run_sync(migration.upgrade, "0018")
        for number, chat in ((1, 5), (2, None)):
            await connection.execute(
                insert(inquiries).values(
                    id=number, person="p", chat_id=chat, text="t", fingerprint="f", asked_at=NOW
                )
            )
        await connection.run_sync(migration.upgrade)
        kept = {found.id: found.closes_at for found in await transaction.inquiries.of_person("p")}
    assert kept == {1: NOW + WITHIN, 2: None}


async def test_migrating_again_changes_nothing(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.rebuttals.save(REBUTTAL, now=NOW)
    await store.migrate()
    async with store.begin() as transaction:
        assert await transaction.rebuttals.all() == (REBUTTAL,)


async def test_a_step_that_fails_leaves_nothing(url: str) -> None:
    async with open_store(url) as store:
        async with store.begin() as transaction:
            await transaction._connection.execute(text("CREATE TABLE outbox (id INTEGER)"))
        with pytest.raises(StoreError):
            await store.migrate()
        assert not await store.is_current()
        async with store.begin() as transaction:
            assert await transaction._connection.run_sync(lambda sync: inspect(sync).get_table_names()) == [
                "outbox"
            ]


async def test_replicas_may_migrate_at_the_same_time(postgresql_url: str) -> None:
    async with open_store(postgresql_url) as one, open_store(postgresql_url) as other:
        await asyncio.gather(one.migrate(), other.migrate())
        assert await one.is_current()


async def test_a_store_of_a_newer_version_is_left_alone(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction._connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreVersionError, match="newer version"):
        await store.is_current()
    with pytest.raises(StoreVersionError, match="newer version"):
        await store.migrate()


async def test_an_unmigrated_store_says_what_to_do(url: str) -> None:
    async with open_store(url) as store:
        with pytest.raises(StoreVersionError, match="bot migrate"):
            async with store.begin() as transaction:
                await transaction.rebuttals.all()
