"""Tests of knowledge/store/blocks.py: pauses and blocks hold until their time, and are in the profile."""

from datetime import timedelta

from knowledge.store import Store
from knowledge.store.schema import blocks, pauses
from tests.knowledge.store.samples import NOW, rows

DAY = timedelta(days=1)


async def test_a_profile_says_what_holds_a_person_alone_and_among_others(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.blocks.pause("paused", 2, until=NOW + DAY)
        await transaction.blocks.block("blocked", by="m", reason="", until=NOW + 2 * DAY, now=NOW)
        people = transaction.people
        alone = [await people.profile(person) for person in ("paused", "blocked", "free")]
        await people.meet(["paused", "blocked", "free"])
        assert [await people.profile(person) for person in ("paused", "blocked", "free")] == alone
        assert [(each.paused_until, each.blocked_until) for each in alone] == [
            (NOW + DAY, None),
            (None, NOW + 2 * DAY),
            (None, None),
        ]


async def test_a_pause_takes_the_place_of_the_last_one(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.people.meet(["p"])
        assert await transaction.blocks.paused("p") is None
        for times in (1, 2):
            await transaction.blocks.pause("p", times, until=NOW + times * DAY)
        pause = await transaction.blocks.paused("p")
        assert pause is not None
        assert (pause.times, pause.until) == (2, NOW + 2 * DAY)
        assert (await transaction.people.profile("p")).paused_until == NOW + 2 * DAY


async def test_a_person_is_blocked_once_until_it_is_over(store: Store) -> None:
    async with store.begin() as transaction:
        work = transaction.blocks
        first = await work.block("p", by="m", reason="a\0b", until=NOW + DAY, now=NOW)
        assert first is not None
        assert first.reason == "ab"
        assert await work.block("p", by="o", reason="", until=NOW + 9 * DAY, now=NOW) is None
        assert await work.of("p", now=NOW + DAY) is None
        again = await work.block("p", by="o", reason="", until=NOW + 9 * DAY, now=NOW + DAY)
        assert again is not None
        assert await work.find(again.id, now=NOW + DAY) == again
        assert await work.find(first.id, now=NOW) is None


async def test_blocks_are_listed_newest_first_and_lifted_once(store: Store) -> None:
    async with store.begin() as transaction:
        work = transaction.blocks
        made = [await work.block(person, by="m", reason="", until=NOW + DAY, now=NOW) for person in "abc"]
        ids = [block.id for block in made if block is not None]
        first = await work.page(now=NOW, limit=2)
        assert [block.id for block in first] == [ids[2], ids[1]]
        assert [block.id for block in await work.page(now=NOW, limit=2, before=ids[1])] == [ids[0]]
        assert await work.page(now=NOW + DAY, limit=2) == ()
        await work.told(ids[0], now=NOW + timedelta(hours=1))
        told = await work.of("a", now=NOW)
        assert told is not None
        assert told.told_at == NOW + timedelta(hours=1)
        assert [await work.lift(ids[0]), await work.lift(ids[0])] == [True, False]


async def test_what_is_over_leaves_the_store(store: Store) -> None:
    async with store.begin() as transaction:
        for number, person in enumerate("ab"):
            await transaction.blocks.pause(person, 1, until=NOW + number * DAY)
            await transaction.blocks.block(person, by="m", reason="", until=NOW + (number + 1) * DAY, now=NOW)
        later = NOW + 2 * DAY - timedelta(seconds=1)
        assert await transaction.blocks.prune(blocks_before=later, pauses_before=later - DAY) == 2
    assert [row["person"] for row in await rows(store, pauses)] == ["b"]
    assert [row["person"] for row in await rows(store, blocks)] == ["b"]
