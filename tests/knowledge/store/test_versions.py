"""Tests of knowledge/store/versions.py: every state is kept, and of two changes of one state one wins."""

import asyncio
import json
from dataclasses import replace

from sqlalchemy import insert, text

from knowledge.models import Status, Verdict
from knowledge.store import Store, open_store
from knowledge.store.migration import upgrade
from knowledge.store.rebuttals import snapshot
from knowledge.store.schema import rebuttals
from tests.knowledge.store.samples import NOW, REBUTTAL

FIRST = replace(REBUTTAL, version=1)
SECOND = replace(REBUTTAL, version=2, verdict=Verdict.TRUE, until=None)


async def test_every_state_is_kept_with_who_made_it(store: Store) -> None:
    async with store.begin() as transaction:
        assert await transaction.versions.add([FIRST], by="one", deed="published", now=NOW)
        assert await transaction.versions.add([SECOND], by="other", deed="sent", remark="why", now=NOW)
    async with store.begin() as transaction:
        newest = await transaction.versions.newest(REBUTTAL.id)
        assert newest is not None
        assert (newest.number, newest.rebuttal, newest.actor) == (2, SECOND, "other")
        assert (newest.deed, newest.remark, newest.at) == ("sent", "why", NOW)
        page = await transaction.versions.until(REBUTTAL.id, 2, 10)
        assert [version.rebuttal for version in page] == [SECOND, FIRST]
        assert await transaction.versions.until(REBUTTAL.id, 2, 1) == page[:1]
        assert await transaction.versions.numbers([REBUTTAL.id, "other"]) == {REBUTTAL.id: 2}
        assert await transaction.versions.newest("other") is None


async def test_a_number_that_is_taken_is_left_alone(store: Store) -> None:
    async with store.begin() as transaction:
        assert await transaction.versions.add([FIRST], by="one", deed="published", now=NOW)
        changed = replace(SECOND, version=1)
        assert not await transaction.versions.add([changed], by="other", deed="corrected", now=NOW)
        kept = await transaction.versions.find(REBUTTAL.id, 1)
        assert kept is not None
        assert (kept.rebuttal, kept.actor) == (FIRST, "one")


async def test_of_two_who_change_one_state_at_once_one_wins(postgresql_url: str) -> None:
    async with open_store(postgresql_url) as store:
        await store.migrate()

        async def change(by: str) -> bool:
            async with store.begin() as transaction:
                return await transaction.versions.add([FIRST], by=by, deed="corrected", now=NOW)

        assert sorted(await asyncio.gather(change("one"), change("other"))) == [False, True]


async def test_what_is_pending_is_the_newest_state_only(store: Store) -> None:
    draft = replace(FIRST, status=Status.DRAFT)
    waiting = replace(REBUTTAL, id="other", status=Status.WAITING, version=1)
    async with store.begin() as transaction:
        versions = transaction.versions
        await versions.add([draft], by="one", deed="drafted", now=NOW)
        await versions.add([waiting], by="one", deed="proposed", now=NOW.replace(hour=11))
        number, page = await versions.pending(10)
        assert (number, [version.rebuttal for version in page]) == (2, [waiting, draft])
        assert [version.rebuttal for version in (await versions.pending(1, skip=1))[1]] == [draft]
        await versions.add([SECOND], by="other", deed="published", now=NOW)
        number, page = await versions.pending(10)
        assert (number, [version.rebuttal for version in page]) == (1, [waiting])


async def test_a_rebuttal_that_was_there_before_its_history_keeps_its_state(url: str) -> None:
    later = {"until", "negatives", "media"}  # columns that came with the steps after it
    said = {name: value for name, value in snapshot(REBUTTAL).items() if name not in later}
    row = {"id": REBUTTAL.id, **said, "revision": 1, "created_at": NOW, "updated_at": NOW}
    async with open_store(url) as store:
        async with store.begin() as transaction:
            await transaction._connection.run_sync(upgrade, "0005")
            await transaction._connection.execute(insert(rebuttals).values(row))
        await store.migrate()
        async with store.begin() as transaction:
            known = await transaction.rebuttals.find(REBUTTAL.id)
            first = await transaction.versions.newest(REBUTTAL.id)
    assert known is not None
    assert first is not None
    assert (known.version, first.number, first.at) == (1, 1, NOW)
    assert first.rebuttal == known == replace(REBUTTAL, until=None, negatives=(), media=())


async def test_a_snapshot_of_an_older_version_lacks_what_came_later(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.versions.add([FIRST], by="one", deed="published", now=NOW)
        connection = transaction._connection
        kept = await connection.scalar(text("SELECT snapshot FROM versions"))
        older = json.loads(kept) if isinstance(kept, str) else dict(kept)
        del older["until"], older["media"]
        await connection.execute(text("UPDATE versions SET snapshot = :older"), {"older": json.dumps(older)})
        found = await transaction.versions.find(REBUTTAL.id, 1)
        assert found is not None
        assert (found.rebuttal.until, found.rebuttal.media) == (None, ())


async def test_published_rebuttals_whose_last_day_is_over_are_found(store: Store) -> None:
    retired = replace(REBUTTAL, id="retired", status=Status.RETIRED)
    endless = replace(REBUTTAL, id="endless", until=None)
    async with store.begin() as transaction:
        await transaction.rebuttals.save_all([REBUTTAL, retired, endless], now=NOW)
        assert await transaction.rebuttals.over("2026-12-31", 10) == ()
        assert await transaction.rebuttals.over("2027-01-01", 10) == (REBUTTAL,)


async def test_a_version_beside_the_one_in_service_only_takes_a_number(store: Store) -> None:
    async with store.begin() as transaction:
        revision = await transaction.rebuttals.save(FIRST, now=NOW)
        await transaction.rebuttals.mark(REBUTTAL.id, 2)
        known = await transaction.rebuttals.find(REBUTTAL.id)
        assert known is not None
        assert (known, known.version) == (FIRST, 2)
        assert await transaction.rebuttals.changed_since(revision) == (revision, ())
