"""Tests of knowledge/store/rebuttals.py: kept whole, and every process learns of changes."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text

from knowledge.models import Claim, Language, Rebuttal, Source, Status, Verdict
from knowledge.store import LeaseLostError, Store, Work, open_store
from knowledge.store.schema import rebuttals
from tests.knowledge.store.samples import NOW, REBUTTAL, rows

DAY = timedelta(days=1)
LOST = Work(1, 1, "message", "chat:1", "{}", 1, "nobody", NOW)  # completing it rolls back


async def test_a_rebuttal_comes_back_as_it_was_saved(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.rebuttals.save(REBUTTAL, now=NOW)
    async with store.begin() as transaction:
        assert await transaction.rebuttals.find("tap-water") == REBUTTAL
        assert await transaction.rebuttals.find("unknown") is None


async def test_a_later_save_replaces_the_rebuttal_whole(store: Store) -> None:
    changed = replace(
        REBUTTAL,
        verdict=Verdict.TRUE,
        claims=(Claim("Boil the water", Language.EN),),
        summary={Language.EN: "Yes."},
        source=Source("Ministry", "https://example.kz/", None),
        links=(),
        anchors=(),
        status=Status.RETIRED,
    )
    async with store.begin() as transaction:
        await transaction.rebuttals.save(REBUTTAL, now=NOW)
        await transaction.rebuttals.save(changed, now=NOW.replace(year=2027))
        assert await transaction.rebuttals.find("tap-water") == changed
        assert await transaction.rebuttals.count() == 1
    (row,) = await rows(store, rebuttals)
    assert (row["created_at"], row["updated_at"]) == (NOW, NOW.replace(year=2027))


async def test_of_any_number_of_named_rebuttals_come_those_that_there_are(store: Store) -> None:
    kept = [replace(REBUTTAL, id=f"tap-{number}") for number in range(1_100)]
    async with store.begin() as transaction:
        await transaction.rebuttals.save_all(kept, now=NOW)
        named = [rebuttal.id for rebuttal in kept[1:]]
        found = await transaction.rebuttals.some([*named, "unknown"])
    assert found == {rebuttal.id: rebuttal for rebuttal in kept[1:]}


async def test_rebuttals_are_listed_by_id_and_status(store: Store) -> None:
    draft = replace(REBUTTAL, id="a-draft", status=Status.DRAFT)
    async with store.begin() as transaction:
        await transaction.rebuttals.save_all([REBUTTAL, draft], now=NOW)
        assert await transaction.rebuttals.all() == (draft, REBUTTAL)
        assert await transaction.rebuttals.all(Status.PUBLISHED) == (REBUTTAL,)
        assert await transaction.rebuttals.all(Status.RETIRED) == ()


async def test_who_follows_the_revision_sees_every_change_once(store: Store) -> None:
    other = replace(REBUTTAL, id="other", status=Status.DRAFT)
    async with store.begin() as transaction:
        assert await transaction.rebuttals.changed_since(0) == (0, ())
        first = await transaction.rebuttals.save(REBUTTAL, now=NOW)
        assert await transaction.rebuttals.changed_since(0) == (first, (REBUTTAL,))
        second = await transaction.rebuttals.save(other, now=NOW)
        assert await transaction.rebuttals.changed_since(first) == (second, (other,))
        assert await transaction.rebuttals.changed_since(second) == (second, ())
        retired = replace(REBUTTAL, status=Status.RETIRED)
        third = await transaction.rebuttals.save(retired, now=NOW)
        assert await transaction.rebuttals.changed_since(second) == (third, (retired,))
    assert first < second < third


async def test_changes_come_in_the_order_they_were_made(store: Store) -> None:
    older = replace(REBUTTAL, id="z")
    async with store.begin() as transaction:
        for changed in (older, REBUTTAL):
            await transaction.rebuttals.save(changed, now=NOW)
        assert await transaction.rebuttals.changed_since(0) == (2, (older, REBUTTAL))


async def test_many_rebuttals_share_one_revision(store: Store) -> None:
    many = [replace(REBUTTAL, id=f"r{number:04}") for number in range(1500)]
    async with store.begin() as transaction:
        revision = await transaction.rebuttals.save_all(many, now=NOW)
        assert await transaction.rebuttals.changed_since(revision - 1) == (revision, tuple(many))


async def test_a_rolled_back_save_uses_up_no_revision(store: Store) -> None:
    with suppress(LeaseLostError):
        async with store.begin() as transaction:
            await transaction.rebuttals.save(REBUTTAL, now=NOW)
            await transaction.inbox.done([LOST], now=NOW)
    async with store.begin() as transaction:
        assert await transaction.rebuttals.changed_since(0) == (0, ())


async def test_revisions_become_visible_in_their_order(postgresql_url: str) -> None:
    """Else a reader that saw revision 2 first would never look for revision 1."""
    async with open_store(postgresql_url) as store:
        await store.migrate()

        async def save_another() -> int:
            async with store.begin() as transaction:
                return await transaction.rebuttals.save(replace(REBUTTAL, id="later"), now=NOW)

        async with store.begin() as transaction:
            earlier = await transaction.rebuttals.save(REBUTTAL, now=NOW)
            later = asyncio.create_task(save_another())
            await someone_waits(store)
            assert not later.done()
        assert await later == earlier + 1


async def someone_waits(store: Store) -> None:
    """Returns when another connection waits for a lock; a test that it never does would time out."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    async with asyncio.timeout(30):
        while True:
            async with store.begin() as transaction:
                if await transaction._connection.scalar(waiting):
                    return


async def test_the_newest_are_by_first_publication_then_by_source_a_page_at_a_time(store: Store) -> None:
    def published(rebuttal_id: str, date: str | None = None) -> Rebuttal:
        return replace(REBUTTAL, id=rebuttal_id, source=replace(REBUTTAL.source, date=date))

    archive = [published("undated"), published("old", "2024-12"), published("newer", "2025-01-07")]
    draft = replace(REBUTTAL, id="late", status=Status.DRAFT)
    async with store.begin() as transaction:
        await transaction.rebuttals.save_all([*archive, draft], now=NOW)
        await transaction.rebuttals.save(published("first"), now=NOW - DAY)
        await transaction.rebuttals.save(replace(draft, status=Status.PUBLISHED), now=NOW + DAY)
        # Neither a correction nor an absence makes it new.
        await transaction.rebuttals.save(replace(published("first"), verdict=Verdict.TRUE), now=NOW + 2 * DAY)
        await transaction.rebuttals.save(replace(published("old", "2024-12"), status=Status.RETIRED), now=NOW)
        found = await transaction.rebuttals.newest(10)
        page = await transaction.rebuttals.newest(2, skip=1)
    assert [known.id for known in found] == ["late", "newer", "undated", "first"]
    assert page == found[1:3]
