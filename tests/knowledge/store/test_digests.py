"""When a digest is due: kept for its schedule, and moved on by one of several."""

from datetime import timedelta

from knowledge.store import Store
from tests.knowledge.store.samples import NOW

WEEK = timedelta(days=7)


async def test_it_is_due_when_it_was_first_said_to_be(store: Store) -> None:
    async with store.begin() as transaction:
        assert await transaction.digests.due("mon 09:00", first=NOW) == NOW
    async with store.begin() as transaction:
        assert await transaction.digests.due("mon 09:00", first=NOW + WEEK) == NOW


async def test_of_two_who_write_the_same_one_only_the_first_may(store: Store) -> None:
    async with store.begin() as transaction:
        due = await transaction.digests.due("mon 09:00", first=NOW)
        assert await transaction.digests.move("mon 09:00", due, to=NOW + WEEK)
    async with store.begin() as transaction:
        assert not await transaction.digests.move("mon 09:00", due, to=NOW + WEEK)
        assert await transaction.digests.due("mon 09:00", first=NOW) == NOW + WEEK


async def test_another_schedule_begins_anew_and_ends_the_one_before(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.digests.due("mon 09:00", first=NOW)
        assert await transaction.digests.due("daily 09:00", first=NOW + WEEK) == NOW + WEEK
        assert not await transaction.digests.move("mon 09:00", NOW, to=NOW + WEEK)
        assert await transaction.digests.due("mon 09:00", first=NOW + 2 * WEEK) == NOW + 2 * WEEK
