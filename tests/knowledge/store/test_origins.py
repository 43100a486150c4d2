"""Tests of knowledge/store/origins.py: an answer is found by the channel's post while it is the same."""

from datetime import timedelta

import pytest

from knowledge.models import Language
from knowledge.store import ChannelPost, Store, Transaction
from knowledge.store.origins import Settled
from tests.knowledge.store.samples import NOW

POST = ChannelPost(-1001234567890, 17)
LATER = NOW + timedelta(hours=1)


async def asked(transaction: Transaction, person: str, text: str, post: ChannelPost = POST) -> int:
    """Ask about a post of a channel; its rumour is one of its own, whose number is returned."""
    inquiry = await transaction.inquiries.add(
        person=person, text=text, fingerprint=text, language=Language.RU, channel="@news", now=NOW
    )
    await transaction.origins.note(post, text, inquiry.id, now=NOW)
    stored = await transaction.inquiries.find(inquiry.id)
    assert stored is not None
    rumour = await transaction.rumours.place(stored, (), now=NOW)
    await transaction.rumours.recount([rumour])
    return rumour


async def test_an_answer_is_found_for_the_same_post_only(store: Store) -> None:
    async with store.begin() as transaction:
        rumour, find = await asked(transaction, "a", "вода"), transaction.origins.settled
        assert await find(POST, "вода") is None, "nobody has answered yet"
        assert await transaction.rumours.answer(rumour, "m", "tap-water", now=LATER)
        assert await find(POST, "вода") == Settled("tap-water", LATER)
        assert await find(POST, "вода чистая") is None, "it was edited"
        assert await find(POST._replace(message=18), "вода") is None
        assert await find(POST._replace(channel=-1009), "вода") is None


async def test_the_last_question_about_a_post_counts(store: Store) -> None:
    async with store.begin() as transaction:
        first = await asked(transaction, "a", "вода")
        assert await transaction.rumours.answer(first, "m", "tap-water", now=LATER)
        await asked(transaction, "b", "вода чистая")
        assert await transaction.origins.settled(POST, "вода") is None
        assert await transaction.origins.settled(POST, "вода чистая") is None


async def test_a_rumour_counts_the_posts_that_it_came_from(store: Store) -> None:
    async with store.begin() as transaction:
        rumour = await asked(transaction, "a", "вода")
        assert await transaction.origins.of_rumour(rumour) == 1
        assert await transaction.origins.of_rumour(rumour + 1) == 0


@pytest.mark.parametrize("limit", [1, 9])
async def test_what_was_asked_long_ago_goes(store: Store, limit: int) -> None:
    async with store.begin() as transaction:
        await asked(transaction, "a", "вода")
        await asked(transaction, "a", "хлеб", POST._replace(message=18))
        assert await transaction.origins.prune(NOW, limit=limit) == 0
        assert await transaction.origins.prune(LATER, limit=limit) == min(limit, 2)


async def test_a_question_that_was_forgotten_settles_nothing(store: Store) -> None:
    async with store.begin() as transaction:
        rumour = await asked(transaction, "a", "вода")
        assert await transaction.rumours.answer(rumour, "m", "tap-water", now=LATER)
        await transaction.inquiries.forget("a")
        assert await transaction.origins.settled(POST, "вода") is None
