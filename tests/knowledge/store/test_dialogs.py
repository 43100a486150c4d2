"""Tests of knowledge/store/dialogs.py: a dialog goes on where it was, until its time is over."""

from dataclasses import replace
from datetime import timedelta

from knowledge.store import Dialog, Store
from tests.knowledge.store.samples import NOW

DIALOG = Dialog(
    person="someone",
    flow="add",
    step="claim",
    data={"claims": [["ru", "Воду отравили"]], "verdict": "false"},
    card=17,
    version=3,
    expires_at=NOW + timedelta(hours=1),
)


async def test_a_dialog_goes_on_where_it_was(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.dialogs.save(DIALOG)
    async with store.begin() as transaction:
        assert await transaction.dialogs.load("someone", now=NOW) == DIALOG
        assert await transaction.dialogs.load("another", now=NOW) is None


async def test_a_person_has_one_dialog_at_a_time(store: Store) -> None:
    moved = replace(DIALOG, flow="retire", step="confirm", data={}, card=None, version=4)
    async with store.begin() as transaction:
        await transaction.dialogs.save(DIALOG)
        await transaction.dialogs.save(moved)
        assert await transaction.dialogs.load("someone", now=NOW) == moved


async def test_a_dialog_is_over_when_its_time_is(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.dialogs.save(DIALOG)
        moment = DIALOG.expires_at - timedelta(microseconds=1)
        assert await transaction.dialogs.load("someone", now=moment) == DIALOG
        assert await transaction.dialogs.load("someone", now=DIALOG.expires_at) is None


async def test_a_closed_dialog_is_gone(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.dialogs.save(DIALOG)
        await transaction.dialogs.close("someone")
        assert await transaction.dialogs.load("someone", now=NOW) is None


async def test_those_who_are_in_a_dialog_are_told_from_others(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.dialogs.save(DIALOG)
        assert await transaction.dialogs.open_of(["someone", "another"], now=NOW) == {"someone"}
        assert not await transaction.dialogs.open_of(["someone"], now=DIALOG.expires_at)
        assert not await transaction.dialogs.open_of([], now=NOW)
