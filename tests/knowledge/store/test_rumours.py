"""Tests of knowledge/store/rumours.py: the queue's order, and who wins when two moderators do the same."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from itertools import combinations_with_replacement

import pytest

from knowledge.models import Rumour, RumourState
from knowledge.store import Place, Store, Transaction, open_store
from knowledge.store.schema import partings
from knowledge.urgency import COLD, heat
from tests.knowledge.store.samples import NOW, ask, rows

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


async def placed(
    transaction: Transaction,
    text: str,
    near: Sequence[str] = (),
    *,
    person: str = "someone",
    channel: str | None = None,
    now: datetime = NOW,
) -> int:
    """A question that was asked and grouped; its rumour."""
    inquiry = await ask(transaction, text, person=person, channel=channel, now=now)
    rumour = await transaction.rumours.place(inquiry, near, now=now)
    await transaction.rumours.recount([rumour])
    return rumour


async def texts(transaction: Transaction, rumour: int) -> list[str]:
    return sorted(each.text for each in await transaction.inquiries.of_rumour(rumour, limit=99))


async def test_a_post_like_none_is_a_rumour_of_its_own(store: Store) -> None:
    async with store.begin() as transaction:
        rumour = await placed(transaction, "water", channel="@news")
        found = await transaction.rumours.find(rumour)
        assert found is not None
        assert (found.posts, found.askers, found.channels, found.waiting) == (1, 1, 1, 1)
        assert (found.state, found.first_at, found.last_at) == (RumourState.OPEN, NOW, NOW)
        assert found.heat == heat([NOW], [NOW])
        assert await placed(transaction, "war") != rumour
        assert await transaction.rumours.open_count() == 2


async def test_a_post_joins_those_that_say_the_same(store: Store) -> None:
    async with store.begin() as transaction:
        rumour = await placed(transaction, "water", channel="@a")
        assert await placed(transaction, "water!", ["water"], person="b", now=NOW + HOUR) == rumour
        assert await placed(transaction, "water?", ["nobody knows", "water"], channel="@b") == rumour
        found = await transaction.rumours.find(rumour)
        assert found is not None
        assert (found.posts, found.askers, found.channels, found.waiting) == (3, 2, 2, 2)
        assert (found.first_at, found.last_at) == (NOW, NOW + HOUR)
        assert found.heat == pytest.approx(heat([NOW, NOW + HOUR], [NOW, NOW]))


async def test_a_post_that_is_like_two_rumours_makes_them_one_under_the_older_id(store: Store) -> None:
    async with store.begin() as transaction:
        older, newer = await placed(transaction, "water"), await placed(transaction, "poison")
        assert await placed(transaction, "poisoned water", ["poison", "water"]) == older
        assert await transaction.rumours.find(newer) is None
        assert await texts(transaction, older) == ["poison", "poisoned water", "water"]


async def test_a_copy_of_a_dismissed_rumour_is_counted_and_waits_for_nothing(store: Store) -> None:
    async with store.begin() as transaction:
        rumour = await placed(transaction, "water")
        assert await transaction.rumours.dismiss(rumour, "m", "not a claim", now=NOW)
        assert await placed(transaction, "water", person="b", now=NOW + DAY) == rumour
        assert await placed(transaction, "water!", ["water"], person="c", now=NOW + DAY) == rumour
        found = await transaction.rumours.find(rumour)
        assert found is not None
        assert (found.state, found.reason, found.posts) == (RumourState.DISMISSED, "not a claim", 3)
        assert (found.waiting, found.heat) == (0, COLD)
        assert await transaction.rumours.page(limit=9) == ()
        kept = await transaction.inquiries.of_rumour(rumour, limit=9)
        assert {(each.chat_id, each.settled_at is None) for each in kept} == {(11, False)}


async def test_an_answered_rumour_comes_back_for_those_who_ask_later(store: Store) -> None:
    async with store.begin() as transaction:
        rumour = await placed(transaction, "water")
        assert await transaction.rumours.answer(rumour, "m", "tap-water", now=NOW)
        assert await placed(transaction, "water!", ["water"], person="b", now=NOW + DAY) == rumour
        (found,) = await transaction.rumours.page(limit=9)
        assert (found.state, found.rebuttal, found.closed_at) == (RumourState.OPEN, "tap-water", None)
        assert (found.posts, found.waiting, found.heat) == (2, 1, heat([NOW + DAY]))
        assert [each.text for each in await transaction.inquiries.owed(after=0, limit=9)] == ["water"]


async def test_a_post_prefers_the_open_rumour_to_a_closed_one_and_never_unites_them(store: Store) -> None:
    async with store.begin() as transaction:
        closed, open_ = await placed(transaction, "water"), await placed(transaction, "poison")
        await transaction.rumours.dismiss(closed, "m", "spam", now=NOW)
        assert await placed(transaction, "poisoned water", ["water", "poison"]) == open_
        assert await texts(transaction, closed) == ["water"]


async def test_the_queue_begins_with_the_most_urgent_and_pages_without_gaps(store: Store) -> None:
    async with store.begin() as transaction:
        for number in range(7):
            await placed(transaction, f"rumour {number}", now=NOW + (number % 3) * DAY)
        whole = await transaction.rumours.page(limit=99)
        assert [found.heat for found in whole] == sorted((found.heat for found in whole), reverse=True)
        pages: list[Rumour] = []
        after = None
        while page := await transaction.rumours.page(limit=2, after=after):
            pages += page
            after = Place(page[-1].heat, page[-1].id)
        assert pages == list(whole)


async def test_who_takes_a_rumour_has_it_until_it_lapses(store: Store) -> None:
    async with store.begin() as transaction:
        rumour, work = await placed(transaction, "water"), transaction.rumours
        assert await work.take(rumour, "a", until=NOW + HOUR, now=NOW)
        assert not await work.take(rumour, "b", until=NOW + HOUR, now=NOW)
        assert not await work.dismiss(rumour, "b", "spam", now=NOW)
        assert not await work.answer(rumour, "b", "tap-water", now=NOW)
        assert await work.take(rumour, "a", until=NOW + 2 * HOUR, now=NOW)
        found = await work.find(rumour)
        assert found is not None
        assert (found.holder(NOW + HOUR), found.holder(NOW + 2 * HOUR)) == ("a", None)
        assert await work.take(rumour, "b", until=NOW + 3 * HOUR, now=NOW + 2 * HOUR)


async def test_a_rumour_is_handed_over_by_who_has_it(store: Store) -> None:
    async with store.begin() as transaction:
        rumour, work = await placed(transaction, "water"), transaction.rumours
        await work.take(rumour, "a", until=NOW + HOUR, now=NOW)
        assert not await work.hand_over(rumour, "b", "b", until=NOW + HOUR, now=NOW)
        assert await work.hand_over(rumour, "a", "b", until=NOW + HOUR, now=NOW)
        assert not await work.release(rumour, "a")
        assert await work.release(rumour, "b")
        assert await work.take(rumour, "a", until=NOW + HOUR, now=NOW)


async def test_an_answer_is_owed_to_everyone_who_waits(store: Store) -> None:
    async with store.begin() as transaction:
        rumour = await placed(transaction, "water", person="a")
        await placed(transaction, "water", person="b")
        other = await placed(transaction, "war", person="a")
        assert await transaction.rumours.answer(rumour, "m", "tap-water", now=NOW)
        assert not await transaction.rumours.answer(rumour, "m", "tap-water", now=NOW)
        assert not await transaction.rumours.dismiss(rumour, "m", "late", now=NOW)
        owed = await transaction.inquiries.owed(after=0, limit=9)
        assert [(each.person, each.chat_id, each.rebuttal) for each in owed] == [
            ("a", 11, "tap-water"),
            ("b", 11, "tap-water"),
        ]
        assert [found.id for found in await transaction.rumours.page(limit=9)] == [other]
        (closed,) = await transaction.rumours.closed(RumourState.ANSWERED, limit=9)
        assert (closed.id, closed.closed_at, closed.posts) == (rumour, NOW, 2)


async def test_a_dismissal_can_be_taken_back(store: Store) -> None:
    async with store.begin() as transaction:
        rumour = await placed(transaction, "water")
        await transaction.rumours.dismiss(rumour, "m", "spam", now=NOW)
        assert await transaction.rumours.reopen(rumour)
        assert not await transaction.rumours.reopen(rumour)
        await placed(transaction, "water", person="b", now=NOW + DAY)
        (found,) = await transaction.rumours.page(limit=9)
        assert (found.reason, found.waiting) == (None, 1)


async def test_merging_moves_everything_under_the_older_id(store: Store) -> None:
    async with store.begin() as transaction:
        older, newer = await placed(transaction, "water"), await placed(transaction, "poison", person="b")
        await transaction.rumours.take(newer, "m", until=NOW + HOUR, now=NOW)
        assert await transaction.rumours.merge(newer, older, "another", now=NOW) is None
        assert await transaction.rumours.merge(older, older, "m", now=NOW) is None
        assert await transaction.rumours.merge(newer, older, "m", now=NOW) == older
        assert await transaction.rumours.merge(newer, older, "m", now=NOW) is None
        found = await transaction.rumours.find(older)
        assert found is not None
        assert (found.posts, found.askers, found.holder(NOW)) == (2, 2, "m")
        assert await texts(transaction, older) == ["poison", "water"]


async def test_what_was_split_never_grows_together_again(store: Store) -> None:
    async with store.begin() as transaction:
        rumour = await placed(transaction, "almaty")
        for person in "ab":
            await placed(transaction, "astana", ["almaty"], person=person)
        astana = (await transaction.inquiries.of_rumour(rumour, limit=1))[0]
        new = await transaction.rumours.split(rumour, [astana.id], "m", now=NOW)
        assert new is not None
        assert await texts(transaction, new) == ["astana", "astana"]
        assert await texts(transaction, rumour) == ["almaty"]
        assert await placed(transaction, "both", ["astana", "almaty"]) == new
        assert await texts(transaction, rumour) == ["almaty"]


async def test_a_split_holds_for_what_the_parts_are_merged_with(store: Store) -> None:
    async with store.begin() as transaction:
        rumour = await placed(transaction, "almaty")
        await placed(transaction, "astana", ["almaty"])
        astana = (await transaction.inquiries.of_rumour(rumour, limit=1))[0]
        new = await transaction.rumours.split(rumour, [astana.id], "m", now=NOW)
        third = await placed(transaction, "capital")
        assert new is not None
        assert await transaction.rumours.merge(new, third, "m", now=NOW) == new
        assert await placed(transaction, "both", ["capital", "almaty"]) == new
        assert await transaction.rumours.merge(rumour, new, "m", now=NOW) == rumour
    assert await rows(store, partings) == []


async def test_a_split_that_would_leave_nothing_does_not_happen(store: Store) -> None:
    async with store.begin() as transaction:
        rumour, other = await placed(transaction, "almaty"), await placed(transaction, "war")
        (inquiry,) = await transaction.inquiries.of_rumour(rumour, limit=1)
        assert await transaction.rumours.split(rumour, [inquiry.id], "m", now=NOW) is None
        assert await transaction.rumours.split(other, [inquiry.id], "m", now=NOW) is None
        await placed(transaction, "astana", ["almaty"])
        await transaction.rumours.take(rumour, "a", until=NOW + HOUR, now=NOW)
        assert await transaction.rumours.split(rumour, [inquiry.id], "b", now=NOW) is None
        assert await transaction.rumours.split(rumour, [inquiry.id], "a", now=NOW) is not None


async def test_a_rumour_that_many_ask_about_or_many_channels_spread_surges(store: Store) -> None:
    since = NOW - HOUR
    async with store.begin() as transaction:
        asked, spread = await placed(transaction, "asked"), await placed(transaction, "spread", channel="@a")
        for number in range(3):
            await placed(transaction, "asked", person=str(number))
            await placed(transaction, "long ago", person=str(number), now=NOW - DAY)
            await placed(transaction, "known", channel=f"@{number}", now=NOW - DAY)
            await placed(transaction, "known", channel=f"@{number}")
        work = transaction.rumours

        async def surging() -> list[tuple[int, int, int]]:
            found = await work.surging(since=since, askers=4, channels=2, alarmed_before=NOW - DAY)
            return [(each.rumour.id, each.askers, each.new_channels) for each in found]

        assert await surging() == [(asked, 4, 0)]
        await placed(transaction, "spread", person="b", channel="@b")
        assert await surging() == [(asked, 4, 0), (spread, 2, 2)]
        assert await work.alarm(asked, alarmed_before=NOW - DAY, now=NOW)
        assert not await work.alarm(asked, alarmed_before=NOW - DAY, now=NOW)
        assert await surging() == [(spread, 2, 2)]


Deed = Callable[[Transaction, int, str], Awaitable[object]]
DEEDS: dict[str, Deed] = {
    "take": lambda work, rumour, by: work.rumours.take(rumour, by, until=NOW + HOUR, now=NOW),
    "dismiss": lambda work, rumour, by: work.rumours.dismiss(rumour, by, "spam", now=NOW),
    "answer": lambda work, rumour, by: work.rumours.answer(rumour, by, "tap-water", now=NOW),
}


@pytest.mark.parametrize(("one", "other"), [*combinations_with_replacement(DEEDS, 2)])
async def test_of_two_moderators_at_once_one_wins(postgresql_url: str, one: str, other: str) -> None:
    async with open_store(postgresql_url) as store, open_store(postgresql_url) as replica:
        await store.migrate()
        async with store.begin() as transaction:
            rumour = await placed(transaction, "water")

        async def does(deed: str, by: str, where: Store) -> object:
            async with where.begin() as transaction:
                return await DEEDS[deed](transaction, rumour, by)

        happened = await asyncio.gather(does(one, "a", store), does(other, "b", replica))
        assert sorted(map(bool, happened)) == [False, True]


async def test_a_post_never_lands_in_a_rumour_that_is_merged_away_meanwhile(postgresql_url: str) -> None:
    async with open_store(postgresql_url) as store, open_store(postgresql_url) as replica:
        await store.migrate()
        async with store.begin() as transaction:
            older, newer = await placed(transaction, "water"), await placed(transaction, "poison")

        async def merges() -> int | None:
            async with replica.begin() as transaction:
                return await transaction.rumours.merge(older, newer, "m", now=NOW)

        async with store.begin() as transaction:
            assert await placed(transaction, "poison!", ["poison"]) == newer
            merging = asyncio.create_task(merges())
            await asyncio.wait([merging], timeout=0.1)
        assert await merging == older
        async with store.begin() as transaction:
            assert await texts(transaction, older) == ["poison", "poison!", "water"]
