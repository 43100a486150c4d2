"""Tests of knowledge/store/inbox.py: once each, in order per chat, by one worker at a time."""

import asyncio
from collections.abc import Iterable
from contextlib import AsyncExitStack, suppress
from datetime import datetime, timedelta
from itertools import count
from random import Random

import pytest

from knowledge.store import LeaseLostError, RawUpdate, Store, Work, open_store
from knowledge.store.schema import inbox
from tests.knowledge.store.samples import BOT, NOW, an_update, rows

LEASE = timedelta(seconds=60)
SECOND = timedelta(seconds=1)


async def receive(store: Store, *updates: RawUpdate, bot: int = BOT) -> int:
    async with store.begin() as transaction:
        return await transaction.inbox.receive(bot, updates, now=NOW)


async def claim(store: Store, owner: str = "a", *, limit: int = 10, now: datetime = NOW) -> tuple[Work, ...]:
    async with store.begin() as transaction:
        return await transaction.inbox.claim(BOT, limit, owner, now=now, lease=LEASE)


async def finish(store: Store, *works: Work, now: datetime = NOW) -> None:
    async with store.begin() as transaction:
        await transaction.inbox.done(works, now=now)


async def fail(store: Store, work: Work, *, limit: int, retry_at: datetime = NOW) -> bool:
    async with store.begin() as transaction:
        return await transaction.inbox.failed(work, "KeyError", now=NOW, retry_at=retry_at, limit=limit)


async def answer(store: Store, works: Iterable[Work], owner: str, *, now: datetime) -> None:
    """Completes the works and leaves a trace of each in the same transaction."""
    async with store.begin() as transaction:
        for work in works:
            await transaction.audit.record(owner, "answer", str(work.update_id), {}, now=now)
        await transaction.inbox.done(works, now=now)


def ids(works: tuple[Work, ...]) -> list[int]:
    return [work.update_id for work in works]


async def test_an_update_that_comes_again_is_stored_once(store: Store) -> None:
    assert await receive(store, an_update(1), an_update(2)) == 2
    assert await receive(store, an_update(2), an_update(3)) == 1
    assert await receive(store) == 0
    assert [row["update_id"] for row in await rows(store, inbox)] == [1, 2, 3]


async def test_an_update_that_comes_twice_in_one_batch_is_stored_once(store: Store) -> None:
    assert await receive(store, an_update(1), an_update(1)) == 1


async def test_an_update_that_was_done_is_not_new_when_it_comes_again(store: Store) -> None:
    await receive(store, an_update(1))
    await finish(store, *await claim(store))
    assert await receive(store, an_update(1)) == 0
    assert await claim(store) == ()


async def test_a_large_batch_is_stored_whole(store: Store) -> None:
    assert await receive(store, *(an_update(number) for number in range(2500))) == 2500


async def test_work_carries_the_update_as_it_came(store: Store) -> None:
    await receive(store, an_update(2**40, "chat:-100", '{"text": "\\u0000 \\ud800 Ә"}'))
    (work,) = await claim(store, "worker")
    expected = Work(BOT, 2**40, "message", "chat:-100", '{"text": "\\u0000 \\ud800 Ә"}', 1, "worker", NOW)
    assert work == expected


async def test_only_the_oldest_update_of_a_chat_is_given_out(store: Store) -> None:
    await receive(store, an_update(11, "b"), an_update(3, "a"), an_update(12, "a"), an_update(4, "b"))
    first = await claim(store)
    assert ids(first) == [3, 4]
    assert await claim(store) == ()
    await finish(store, first[0])
    assert ids(await claim(store)) == [12]


async def test_a_claim_takes_no_more_than_its_limit(store: Store) -> None:
    await receive(store, *(an_update(number, f"chat:{number}") for number in range(5)))
    assert ids(await claim(store, limit=3)) == [0, 1, 2]
    assert ids(await claim(store, limit=3)) == [3, 4]


async def test_a_bot_claims_its_own_updates_and_does_not_wait_for_another_bots(store: Store) -> None:
    await receive(store, an_update(1), bot=BOT + 1)
    assert await claim(store) == ()
    await receive(store, an_update(2))
    assert ids(await claim(store)) == [2]


async def test_what_was_said_and_where_is_erased_when_it_is_done(store: Store) -> None:
    await receive(store, an_update(1, "chat:42", '{"text": "a secret"}'))
    await finish(store, *await claim(store))
    (row,) = await rows(store, inbox)
    assert (row["state"], row["payload"], row["chat_key"], row["finished_at"]) == ("done", None, "", NOW)


async def test_work_that_is_put_back_counts_as_never_claimed(store: Store) -> None:
    await receive(store, an_update(1), an_update(2, "chat:2"))
    async with store.begin() as transaction:
        first, second = await transaction.inbox.claim(BOT, 2, "a", now=NOW, lease=LEASE)
        await transaction.inbox.put_back([second], until=NOW)
    (again,) = await claim(store, "b")
    assert (again.update_id, again.attempts) == (second.update_id, 1)
    await finish(store, first)


async def test_a_lease_that_ran_out_is_given_to_another_worker(store: Store) -> None:
    await receive(store, an_update(1))
    await claim(store, "a")
    assert await claim(store, "b", now=NOW + LEASE - SECOND) == ()
    (work,) = await claim(store, "b", now=NOW + LEASE)
    assert (work.owner, work.attempts) == ("b", 2)


@pytest.mark.parametrize("second", ["b", "a"], ids=["another worker", "the same worker again"])
async def test_a_worker_that_lost_its_lease_changes_nothing(store: Store, second: str) -> None:
    await receive(store, an_update(1, "x"), an_update(2, "y"))
    lost, kept = await claim(store, "a")
    await finish(store, kept)
    (held,) = await claim(store, second, now=NOW + LEASE)

    with pytest.raises(LeaseLostError):
        await answer(store, [lost], "a", now=NOW + LEASE)
    assert not await fail(store, lost, limit=1)

    async with store.begin() as transaction:
        assert await transaction.audit.latest(1) == ()
        assert await transaction.inbox.counts(BOT) == {"open": 1, "dead": 0}
    await finish(store, held)


async def test_a_group_with_one_lost_lease_is_rolled_back_whole(store: Store) -> None:
    await receive(store, an_update(1, "x"), an_update(2, "y"))
    one, other = await claim(store, "a")
    await claim(store, "b", now=NOW + LEASE, limit=1)
    with pytest.raises(LeaseLostError, match="1 update"):
        await finish(store, one, other)
    assert [row["state"] for row in await rows(store, inbox)] == ["open", "open"]


async def test_done_twice_is_a_lost_lease(store: Store) -> None:
    await receive(store, an_update(1))
    works = await claim(store)
    await finish(store, *works)
    with pytest.raises(LeaseLostError):
        await finish(store, *works)


async def test_an_update_that_was_put_back_is_no_longer_held(store: Store) -> None:
    await receive(store, an_update(1))
    (work,) = await claim(store)
    await fail(store, work, limit=2)
    with pytest.raises(LeaseLostError):
        await finish(store, work)


async def test_a_failed_update_is_tried_again_later_and_its_chat_waits(store: Store) -> None:
    await receive(store, an_update(1), an_update(2))
    (work,) = await claim(store)
    assert not await fail(store, work, limit=2, retry_at=NOW + 5 * SECOND)
    assert await claim(store, now=NOW + 4 * SECOND) == ()
    (again,) = await claim(store, now=NOW + 5 * SECOND)
    assert (again.update_id, again.attempts) == (1, 2)


async def test_an_update_that_keeps_failing_is_given_up_and_its_chat_goes_on(store: Store) -> None:
    await receive(store, an_update(1, payload='{"poison": 1}'), an_update(2))
    assert not await fail(store, (await claim(store))[0], limit=2)
    assert await fail(store, (await claim(store))[0], limit=2)
    assert ids(await claim(store)) == [2]

    async with store.begin() as transaction:
        (dead,) = await transaction.inbox.dead(10)
        assert await transaction.inbox.counts(BOT) == {"open": 1, "dead": 1}
    assert (dead.update_id, dead.attempts, dead.error, dead.received_at) == (1, 2, "KeyError", NOW)
    parked, _ = await rows(store, inbox)
    assert parked["payload"] == '{"poison": 1}'


async def test_an_update_that_killed_its_workers_is_known_by_its_attempts(store: Store) -> None:
    await receive(store, an_update(1))
    await claim(store)
    await claim(store, now=NOW + LEASE)
    (work,) = await claim(store, now=NOW + 2 * LEASE)
    assert work.attempts == 3
    assert await fail(store, work, limit=2)


async def test_a_parked_update_can_be_tried_again(store: Store) -> None:
    await receive(store, an_update(1))
    await fail(store, (await claim(store))[0], limit=1)
    async with store.begin() as transaction:
        assert await transaction.inbox.retry(1, now=NOW + SECOND)
        assert not await transaction.inbox.retry(1, now=NOW + SECOND)
    (work,) = await claim(store, now=NOW + SECOND)
    assert (work.update_id, work.attempts) == (1, 1)


async def test_a_parked_update_can_be_read_and_erased(store: Store) -> None:
    await receive(store, an_update(1, payload='{"poison": 1}'))
    async with store.begin() as transaction:
        assert await transaction.inbox.payload(1) is None, "it is not parked yet"
        assert not await transaction.inbox.drop(1)
    await fail(store, (await claim(store))[0], limit=1)
    async with store.begin() as transaction:
        assert await transaction.inbox.payload(1) == '{"poison": 1}'
        assert await transaction.inbox.drop(1)
    (row,) = await rows(store, inbox)
    assert (row["state"], row["payload"], row["chat_key"]) == ("done", None, "")


async def test_a_worker_that_is_alone_ends_every_lease(store: Store) -> None:
    await receive(store, an_update(1, "x"), an_update(2, "y"))
    await claim(store, "a", limit=1)
    await claim(store, "b", limit=1)
    async with store.begin() as transaction:
        assert await transaction.inbox.release(BOT, now=NOW) == 2
    assert ids(await claim(store, "c")) == [1, 2]


async def test_retention_deletes_finished_updates_only(store: Store) -> None:
    await receive(store, *(an_update(number, f"chat:{number}") for number in range(4)))
    old, dead, fresh, _still_open = await claim(store)
    await finish(store, old, now=NOW - SECOND)
    await finish(store, fresh, now=NOW)
    async with store.begin() as transaction:
        await transaction.inbox.failed(dead, "KeyError", now=NOW - SECOND, retry_at=NOW, limit=1)
        assert await transaction.inbox.prune(NOW, dead_before=NOW - SECOND) == 1, "dead ones stay longer"
        assert await transaction.inbox.prune(NOW, dead_before=NOW) == 1
        assert await transaction.inbox.prune(NOW, dead_before=NOW) == 0
    assert [row["update_id"] for row in await rows(store, inbox)] == [2, 3]


async def test_retention_goes_in_steps(store: Store) -> None:
    await receive(store, *(an_update(number, f"chat:{number}") for number in range(5)))
    for minute, work in enumerate(await claim(store)):
        await finish(store, work, now=NOW + minute * SECOND)
    async with store.begin() as transaction:
        pruned = [await transaction.inbox.prune(NOW + LEASE, dead_before=NOW, limit=2) for _ in range(4)]
    assert pruned == [2, 2, 1, 0]


async def test_claims_at_the_same_moment_share_the_chats_without_waiting(postgresql_url: str) -> None:
    async with open_store(postgresql_url) as store:
        await store.migrate()
        await receive(store, *(an_update(number, f"chat:{number % 4}") for number in range(8)))
        async with asyncio.timeout(30), store.begin() as one, store.begin() as other:
            mine = await one.inbox.claim(BOT, 2, "a", now=NOW, lease=LEASE)
            theirs = await other.inbox.claim(BOT, 10, "b", now=NOW, lease=LEASE)
    assert (ids(mine), ids(theirs)) == ([0, 1], [2, 3])


async def test_workers_in_a_race_do_everything_once_and_in_order(store: Store, url: str) -> None:
    chance = Random(4)
    chats = {number: f"chat:{chance.randrange(7)}" for number in range(150)}
    await receive(store, *(an_update(number, chat) for number, chat in chats.items()))

    async with AsyncExitStack() as stack:
        shared = url.startswith("sqlite")  # there another process is refused, so the workers share one store
        stores = [store if shared else await stack.enter_async_context(open_store(url)) for _ in range(4)]
        await asyncio.gather(*(work_until_done(each, f"worker {n}") for n, each in enumerate(stores)))

    async with store.begin() as transaction:
        deeds = [int(deed.subject) for deed in reversed(await transaction.audit.latest(1000))]
    assert sorted(deeds) == list(chats)
    for chat in set(chats.values()):
        told = [number for number in deeds if chats[number] == chat]
        assert told == sorted(told)


async def work_until_done(store: Store, owner: str) -> None:
    """Answers updates. Its clock runs so fast that it takes whatever another worker holds at that moment."""
    for turn in count():
        moment = NOW + turn * LEASE
        works = await claim(store, owner, limit=3, now=moment)
        with suppress(LeaseLostError):
            await answer(store, works, owner, now=moment)
        async with store.begin() as transaction:
            if not (await transaction.inbox.counts(BOT))["open"]:
                return


async def test_what_waits_behind_a_work_is_claimed_with_it(store: Store) -> None:
    await receive(store, an_update(1, "chat:1"), an_update(2, "chat:2"), an_update(3, "chat:1"))
    async with store.begin() as transaction:
        first, other = await transaction.inbox.claim(BOT, 20, "a", now=NOW, lease=LEASE)
        behind = await transaction.inbox.following([first, other], limit=10)
        assert list(behind) == [first.chat_key]
        (too,) = await transaction.inbox.claim_too(first, behind[first.chat_key], lease_end=NOW + LEASE)
        await transaction.inbox.done([first, too, other], now=NOW)
    assert too.attempts == 1
    assert not await claim(store)


async def test_a_chat_waits_until_the_time_that_its_work_was_put_back_for(store: Store) -> None:
    await receive(store, an_update(1, "chat:1"), an_update(2, "chat:1"))
    async with store.begin() as transaction:
        works = await transaction.inbox.claim(BOT, 20, "a", now=NOW, lease=LEASE)
        await transaction.inbox.put_back(works, until=NOW + LEASE)
    assert not await claim(store)
    (again,) = await claim(store, now=NOW + LEASE)
    assert again.attempts == 1
