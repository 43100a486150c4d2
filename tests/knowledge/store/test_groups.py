"""Tests of knowledge/store/groups.py: choices, what a group was told and when, and a group that is gone."""

from datetime import timedelta

from knowledge.models import Language
from knowledge.store import GroupSettings, Store
from knowledge.store.schema import groups, told_here
from tests.knowledge.store.samples import NOW, rows

DAY = timedelta(days=1)
FAMILY, NEIGHBOURS = -1001, -1002
CHOSEN = GroupSettings(Language.KK, unasked=True, days=30)


async def test_a_group_arrives_once_and_says_nothing_unasked(store: Store) -> None:
    async with store.begin() as transaction:
        assert await transaction.groups.settings(FAMILY) == GroupSettings(None, unasked=False, days=7)
        assert await transaction.groups.arrive(FAMILY, now=NOW)
        assert not await transaction.groups.arrive(FAMILY, now=NOW + DAY)
        assert await transaction.groups.settings(FAMILY) == GroupSettings()


async def test_choices_are_kept_for_each_group(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.groups.arrive(FAMILY, now=NOW)
        await transaction.groups.choose(FAMILY, CHOSEN, now=NOW + DAY)
        await transaction.groups.choose(NEIGHBOURS, GroupSettings(), now=NOW)
        assert await transaction.groups.settings(FAMILY) == CHOSEN
        assert await transaction.groups.settings(NEIGHBOURS) == GroupSettings()
        assert not await transaction.groups.arrive(FAMILY, now=NOW + DAY)
    assert [row["since"] for row in await rows(store, groups)] == [NOW, NOW]


async def test_a_claim_is_news_to_a_group_again_when_its_time_is_over(store: Store) -> None:
    async with store.begin() as transaction:
        tell = transaction.groups.tell
        assert await tell(FAMILY, ["water", "war"], since=NOW - DAY, now=NOW) == {"water", "war"}
        assert await tell(FAMILY, ["water", "bank"], since=NOW - DAY, now=NOW) == {"bank"}
        assert await tell(NEIGHBOURS, ["water"], since=NOW - DAY, now=NOW) == {"water"}
        assert await tell(FAMILY, ["water"], since=NOW, now=NOW + DAY) == set()
        assert await tell(FAMILY, ["water"], since=NOW + DAY, now=NOW + 2 * DAY) == {"water"}
        assert await tell(FAMILY, ["water"], since=NOW + DAY, now=NOW + 2 * DAY) == set()


async def test_of_a_group_that_was_left_nothing_remains(store: Store) -> None:
    async with store.begin() as transaction:
        for group in (FAMILY, NEIGHBOURS):
            await transaction.groups.choose(group, CHOSEN, now=NOW)
            await transaction.groups.tell(group, ["water"], since=NOW, now=NOW)
        await transaction.groups.leave(FAMILY)
    assert [row["chat_id"] for row in await rows(store, groups)] == [NEIGHBOURS]
    assert [row["chat_id"] for row in await rows(store, told_here)] == [NEIGHBOURS]


async def test_a_group_that_moves_keeps_its_choices_however_often_it_is_said(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.groups.choose(FAMILY, CHOSEN, now=NOW)
        await transaction.groups.tell(FAMILY, ["water"], since=NOW, now=NOW)
        await transaction.groups.arrive(NEIGHBOURS, now=NOW)  # as the supergroup that it is about to become
        await transaction.groups.move(FAMILY, NEIGHBOURS)
        await transaction.groups.move(FAMILY, NEIGHBOURS)
        assert await transaction.groups.settings(NEIGHBOURS) == CHOSEN
        assert await transaction.groups.tell(NEIGHBOURS, ["water"], since=NOW - DAY, now=NOW) == set()
    assert [row["chat_id"] for row in await rows(store, groups)] == [NEIGHBOURS]


async def test_what_was_told_long_ago_is_forgotten(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.groups.tell(FAMILY, ["water"], since=NOW, now=NOW)
        await transaction.groups.tell(FAMILY, ["war"], since=NOW, now=NOW + DAY)
        assert await transaction.groups.prune(NOW + DAY) == 1
    assert [row["rebuttal"] for row in await rows(store, told_here)] == ["war"]
