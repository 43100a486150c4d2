"""Tests of knowledge/store/invitations.py: accepted once, in time, and unreadable in the store."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from knowledge.store import InvitationState, Role, Store
from knowledge.store.schema import invitations
from tests.knowledge.store.samples import NOW

TOKEN = "dGhlIHRva2VuIGluIHRoZSBsaW5r"
SOON = NOW + timedelta(hours=1)
OVER = NOW + timedelta(hours=48)


async def _invited(store: Store) -> int:
    async with store.begin() as transaction:
        return await transaction.invitations.add(TOKEN, Role.TRAINEE, by="owner", now=NOW, expires_at=OVER)


async def test_an_invitation_is_found_by_its_token_which_is_not_in_the_store(store: Store) -> None:
    number = await _invited(store)
    async with store.begin() as transaction:
        found = await transaction.invitations.find(TOKEN, now=SOON)
        assert found is not None
        assert (found.id, found.role, found.invited_by) == (number, Role.TRAINEE, "owner")
        assert found.state is InvitationState.OPEN
        assert await transaction.invitations.find("another", now=SOON) is None
        assert await transaction.invitations.find("\ud800\0'", now=SOON) is None
        rows = (await transaction._connection.execute(select(invitations))).all()
        assert TOKEN not in str(rows)


@pytest.mark.parametrize("deed", ["use", "withdraw"])
async def test_whatever_ends_an_invitation_ends_it_for_good(store: Store, deed: str) -> None:
    number = await _invited(store)
    async with store.begin() as transaction:
        assert await getattr(transaction.invitations, deed)(number, now=SOON)
        assert not await transaction.invitations.use(number, now=SOON)
        assert not await transaction.invitations.withdraw(number, now=SOON)
        found = await transaction.invitations.find(TOKEN, now=OVER)
        assert found is not None
        assert found.state == {"use": "used", "withdraw": "withdrawn"}[deed]
        assert await transaction.invitations.open(now=SOON) == ()


async def test_an_invitation_is_over_at_its_time_and_gone_a_while_later(store: Store) -> None:
    number = await _invited(store)
    async with store.begin() as transaction:
        assert [one.id for one in await transaction.invitations.open(now=SOON)] == [number]
        assert await transaction.invitations.open(now=OVER) == ()
        assert not await transaction.invitations.use(number, now=OVER)
        found = await transaction.invitations.find(TOKEN, now=OVER)
        assert found is not None
        assert found.state is InvitationState.EXPIRED
        assert await transaction.invitations.prune(OVER) == 0
        assert await transaction.invitations.prune(OVER + timedelta(seconds=1)) == 1


async def test_of_two_who_accept_at_once_one_wins(store: Store) -> None:
    number = await _invited(store)

    async def accept() -> bool:
        async with store.begin() as transaction:
            return await transaction.invitations.use(number, now=SOON)

    assert sorted(await asyncio.gather(accept(), accept())) == [False, True]
