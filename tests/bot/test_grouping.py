"""Grouping in the background: what citizens asked becomes rumours, across restarts and failures."""

import asyncio
from collections.abc import AsyncIterator
from typing import Literal

import pytest
from sqlalchemy import text

from bot.application import open_bot
from bot.grouping import PORTION, RELOADED, Grouper
from bot.settings import Settings
from bot.trouble import Trouble
from knowledge.store import Store, StoreError, open_store
from knowledge.text import fingerprint
from tests.knowledge.store.samples import NOW

WATER = "В Алматы отравили воду, не пейте из-под крана"
ALSO_WATER = "Не пейте воду из крана! В Алматы водопровод отравлен"
BORDER = "Кордай закрыли! в кыргызстан не пускают"
LULL = asyncio.Event()
LULL.set()


@pytest.fixture
async def store(sqlite_url: str) -> AsyncIterator[Store]:
    async with open_store(sqlite_url) as opened:
        await opened.migrate()
        yield opened


def grouper(store: Store) -> Grouper:
    return Grouper(store, lambda: NOW, Trouble(), LULL)


async def asked(store: Store, *posts: str) -> None:
    async with store.begin() as transaction:
        for number, post in enumerate(posts):
            await transaction.inquiries.add(
                person=f"person {number}",
                text=post,
                fingerprint=fingerprint(post),
                language=None,
                channel=None,
                now=NOW,
            )


async def rumours(store: Store) -> list[tuple[int, int]]:
    """Posts and askers of each open rumour, the most urgent first."""
    async with store.begin() as transaction:
        return [(each.posts, each.askers) for each in await transaction.rumours.page(limit=99)]


async def test_what_says_the_same_becomes_one_rumour(store: Store) -> None:
    work = grouper(store)
    await asked(store, WATER, BORDER, WATER, ALSO_WATER)
    assert [await work.batch(), await work.batch()] == [4, 0]
    assert await rumours(store) == [(3, 3), (1, 1)]


async def test_another_process_goes_on_with_what_the_store_holds(store: Store) -> None:
    await asked(store, WATER, BORDER)
    await grouper(store).batch()
    await asked(store, ALSO_WATER)
    await grouper(store).batch()
    assert await rumours(store) == [(2, 1), (1, 1)]


async def test_a_store_without_questions_is_read_once(store: Store) -> None:
    """Reading the lexicon takes most of a second: done every second it would take half of a machine."""
    work = grouper(store)
    await work.batch()
    loaded = work._grouping
    await work.batch()
    assert work._grouping is loaded


async def test_what_retention_deleted_is_forgotten_within_a_day(store: Store) -> None:
    now = NOW
    work = Grouper(store, lambda: now, Trouble(), LULL)
    await asked(store, WATER)
    await work.batch()
    async with store.begin() as transaction:
        assert await transaction.inquiries.prune(NOW + RELOADED) == 1
    await asked(store, ALSO_WATER)
    await work.batch()
    now += RELOADED
    await asked(store, WATER, ALSO_WATER)
    await work.batch()
    assert await rumours(store) == [(3, 2)]


async def test_a_portion_that_failed_is_grouped_again(store: Store) -> None:
    work = grouper(store)
    await asked(store, WATER, ALSO_WATER)
    async with store.begin() as transaction:
        await transaction._connection.execute(text("ALTER TABLE rumours RENAME TO away"))
    with pytest.raises(StoreError):
        await work.batch()
    async with store.begin() as transaction:
        await transaction._connection.execute(text("ALTER TABLE away RENAME TO rumours"))
    assert await work.batch() == 2
    assert await rumours(store) == [(2, 2)]


async def test_what_is_forgotten_while_it_is_compared_makes_no_rumour(store: Store) -> None:
    class Forgetting(asyncio.Event):
        """What happens meanwhile: whoever asked first wants to be forgotten."""

        async def wait(self) -> Literal[True]:
            async with store.begin() as transaction:
                forgotten.append(await transaction.inquiries.forget("person 0"))
            return True

    forgotten: list[int] = []
    await asked(store, WATER, BORDER)
    assert await Grouper(store, lambda: NOW, Trouble(), Forgetting()).batch() == 2
    assert forgotten == [1, 0]
    assert await rumours(store) == [(1, 1)]


async def test_many_are_grouped_in_portions(store: Store) -> None:
    work = grouper(store)
    await asked(store, *[WATER] * (PORTION + 1))
    assert [await work.batch() for _ in range(3)] == [PORTION, 1, 0]
    assert await rumours(store) == [(PORTION + 1, PORTION + 1)]


async def test_a_running_bot_does_so_by_itself(settings: Settings) -> None:
    async with open_store(settings.database_url) as store:
        await store.migrate()
        await asked(store, WATER, ALSO_WATER)
    async with open_bot(settings, clock=lambda: NOW) as bot, bot.serving():
        await bot.grouper.idle.wait()
        assert await rumours(bot.store) == [(2, 2)]
