"""Which inquiries make which rumour: how rumours are founded, joined, united and kept apart."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, delete, insert, literal, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.models import RumourState
from knowledge.store import dialects
from knowledge.store.schema import inquiries, partings, rumours
from knowledge.urgency import COLD


class Home(NamedTuple):
    """A rumour that holds a post of this fingerprint."""

    fingerprint: str
    rumour: int
    state: RumourState


def settled_for_good(now: datetime) -> dict[str, Any]:
    """What becomes of an inquiry that nobody will answer; the chat is known until it was told so."""
    told = case((inquiries.c.chat_id.is_not(None), literal(now, inquiries.c.closes_at.type)))
    return {"settled_at": now, "closes_at": told}


class Membership:
    """Whoever calls has made sure to be `alone`, and counts anew what was touched."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def homes(self, own: str, near: Sequence[str]) -> list["Home"]:
        """The rumours of these fingerprints, the nearest first, one's own copies before all."""
        order = {fingerprint: rank for rank, fingerprint in reversed(list(enumerate((own, *near))))}
        query = (
            select(inquiries.c.fingerprint, rumours.c.id, rumours.c.state)
            .join(rumours, rumours.c.id == inquiries.c.rumour_id)
            .where(inquiries.c.fingerprint.in_(order))
            .distinct()
        )
        rows = await self._connection.execute(query)
        found = sorted(
            (Home(near, rumour, RumourState(state)) for near, rumour, state in rows),
            key=lambda home: (order[home.fingerprint], home.rumour),
        )
        first: dict[int, Home] = {}
        for home in found:
            first.setdefault(home.rumour, home)
        return list(first.values())

    async def found(self, inquiry_ids: Sequence[int], *, now: datetime) -> int:
        row = {
            "state": RumourState.OPEN.value, "posts": 0, "askers": 0, "channels": 0, "waiting": 0,
            "heat": COLD, "first_at": now, "last_at": now,
        }  # fmt: skip
        into = insert(rumours).values(row).returning(rumours.c.id)
        rumour_id = int((await self._connection.execute(into)).scalar_one())
        await self._move(inquiries.c.id.in_(inquiry_ids), rumour_id)
        return rumour_id

    async def united(self, nearest: int, others: Sequence[int]) -> int:
        """The rumour that the nearest one and those of the others make that nobody has parted from it."""
        rumour_id = nearest
        for other in others:
            keep, gone = sorted((rumour_id, other))
            apart = select(true()).where(partings.c.one == keep, partings.c.other == gone)
            if await self._connection.scalar(apart) is None:
                await self.absorb(keep, gone)
                rumour_id = keep
        return rumour_id

    async def admit(self, inquiry_id: int, rumour_id: int, state: RumourState, now: datetime) -> None:
        await self._move(inquiries.c.id == inquiry_id, rumour_id)
        if state is RumourState.DISMISSED:
            settled = update(inquiries).where(inquiries.c.id == inquiry_id)
            await self._connection.execute(settled.values(settled_for_good(now)))
        elif state is RumourState.ANSWERED:
            back = update(rumours).where(rumours.c.id == rumour_id)
            await self._connection.execute(back.values(state=RumourState.OPEN.value, closed_at=None))

    async def _move(self, which: ColumnElement[bool], to: int) -> None:
        await self._connection.execute(update(inquiries).where(which).values(rumour_id=to))

    async def absorb(self, keep: int, gone: int) -> None:
        """Everything that is of `gone` becomes of `keep`, who works on it included."""
        removed = delete(rumours).where(rumours.c.id == gone).returning(rumours)
        absorbed = (await self._connection.execute(removed)).one()
        await self._move(inquiries.c.rumour_id == gone, keep)
        if absorbed.taken_by is not None:
            theirs = {"taken_by": absorbed.taken_by, "taken_until": absorbed.taken_until}
            nobodys = (rumours.c.id == keep) & rumours.c.taken_by.is_(None)
            await self._connection.execute(update(rumours).where(nobodys).values(theirs))
        touching = (partings.c.one == gone) | (partings.c.other == gone)
        was = await self._connection.execute(delete(partings).where(touching).returning(partings))
        parted = {one + other - gone for one, other in was} - {keep}
        await self.part([(keep, other) for other in sorted(parted)])

    async def part(self, pairs: Sequence[tuple[int, int]]) -> None:
        if pairs:
            rows = [dict(zip(("one", "other"), sorted(pair), strict=True)) for pair in pairs]
            into = dialects.insert(self._connection.dialect.name, partings)
            await self._connection.execute(into.on_conflict_do_nothing(), rows)
