"""Tests of knowledge/store/slow_posts.py: fair shares, leases, and what stays of a post that was read."""

from datetime import timedelta

import pytest

from knowledge.store import LeaseLostError, SlowPost, Store, Transaction
from tests.knowledge.store.samples import NOW

BOT = 42
LEASE = timedelta(minutes=3)
SECOND = timedelta(seconds=1)


async def _add(transaction: Transaction, person: str, message_id: int = 1) -> int:
    return await transaction.slow_posts.add(
        bot_id=BOT,
        person=person,
        chat_id=7,
        message_id=message_id,
        kind="photo",
        payload={"messages": [{"text": person}]},
        now=NOW,
    )


async def _claimed(store: Store, owner: str = "one", after: timedelta = timedelta()) -> SlowPost | None:
    async with store.begin() as transaction:
        return await transaction.slow_posts.claim(BOT, owner, now=NOW + after, lease=LEASE)


async def _read(store: Store, after: timedelta) -> str:
    """Claim and finish the next post; whose it was."""
    post = await _claimed(store, after=after)
    assert post is not None
    async with store.begin() as transaction:
        await transaction.slow_posts.done(post, None, now=NOW + after)
    return post.person


async def test_who_sends_many_waits_for_their_own_and_others_for_one_of_them(store: Store) -> None:
    async with store.begin() as transaction:
        for message_id in range(4):
            await _add(transaction, "many", message_id)
        await _add(transaction, "few")
        await _add(transaction, "one")
    order = [await _read(store, number * SECOND) for number in range(6)]
    assert order == ["many", "few", "one", "many", "many", "many"]


async def test_of_a_person_one_post_is_in_work_at_a_time(store: Store) -> None:
    async with store.begin() as transaction:
        await _add(transaction, "a", 1)
        await _add(transaction, "a", 2)
    assert await _claimed(store) is not None
    assert await _claimed(store, "two") is None


async def test_a_lease_that_ran_out_is_given_anew_and_fences_the_late_one_off(store: Store) -> None:
    async with store.begin() as transaction:
        await _add(transaction, "a")
    late = await _claimed(store)
    again = await _claimed(store, "two", LEASE + SECOND)
    assert late is not None
    assert again is not None
    assert (late.attempts, again.attempts) == (1, 2)
    with pytest.raises(LeaseLostError):
        async with store.begin() as transaction:
            await transaction.slow_posts.done(late, "late", now=NOW)
    async with store.begin() as transaction:
        await transaction.slow_posts.done(again, "read", now=NOW)
        assert await transaction.slow_posts.text("a", 1) == "read"


async def test_what_is_put_back_is_claimed_again_and_counts_if_it_failed(store: Store) -> None:
    async with store.begin() as transaction:
        await _add(transaction, "a")
    post = await _claimed(store)
    assert post is not None
    async with store.begin() as transaction:
        await transaction.slow_posts.put_back(post, until=NOW + SECOND, counted=True)
    assert await _claimed(store) is None
    again = await _claimed(store, after=SECOND)
    assert again is not None
    assert again.attempts == 2
    async with store.begin() as transaction:
        await transaction.slow_posts.put_back(again, until=NOW, counted=False)
    third = await _claimed(store, after=SECOND)
    assert third is not None
    assert third.attempts == 2


async def test_a_process_that_is_alone_takes_up_what_its_predecessor_held(store: Store) -> None:
    async with store.begin() as transaction:
        await _add(transaction, "a")
    assert await _claimed(store, "of a dead process") is not None
    async with store.begin() as transaction:
        await transaction.slow_posts.release(BOT, now=NOW)
    assert await _claimed(store) is not None


async def test_senders_are_told_once_that_it_takes_a_while(store: Store) -> None:
    async with store.begin() as transaction:
        number = await _add(transaction, "a")
        posts = transaction.slow_posts
        assert await posts.first_unanswered(BOT) == NOW
        assert await posts.unanswered(BOT, NOW - SECOND, 5) == ()
        assert [post.id for post in await posts.unanswered(BOT, NOW, 5)] == [number]
        await posts.told(number, 99)
        assert await posts.unanswered(BOT, NOW, 5) == ()
        assert await posts.first_unanswered(BOT) is None
    post = await _claimed(store)
    assert post is not None
    async with store.begin() as transaction:
        assert await transaction.slow_posts.done(post, None, now=NOW) == 99


async def test_waiting_posts_are_counted_for_a_person_and_for_all(store: Store) -> None:
    async with store.begin() as transaction:
        assert await transaction.slow_posts.waiting(BOT, "a") == (0, 0)
        for person in "aab":
            await _add(transaction, person)
        assert await transaction.slow_posts.waiting(BOT, "a") == (2, 3)


async def test_what_was_read_stays_until_its_time_is_over(store: Store) -> None:
    async with store.begin() as transaction:
        await _add(transaction, "a")
    await _read(store, SECOND)
    async with store.begin() as transaction:
        assert await transaction.slow_posts.prune(NOW + SECOND) == 0
        assert await transaction.slow_posts.prune(NOW + 2 * SECOND) == 1
