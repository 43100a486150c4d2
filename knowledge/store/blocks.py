"""Whose messages are dropped: for a while, by the limit, or for longer, by a moderator's block."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.store.dialects import insert
from knowledge.store.people import People
from knowledge.store.schema import blocks, pauses
from knowledge.store.storable import storable


@dataclass(frozen=True, slots=True)
class Pause:
    """What a person sends until then is dropped; `times` they have met the limit in a row."""

    person: str
    times: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Block:
    """What a person sends until then is dropped. `person` and `by` are keyed hashes.

    `reason` is in a moderator's words, "" for the usual one; `told_at` is when the person was last told.
    """

    id: int
    person: str
    by: str
    reason: str
    at: datetime
    until: datetime
    told_at: datetime | None


class Blocks:
    """Both are part of a person's profile (`People.profile`), so that nobody has to ask for them."""

    def __init__(self, connection: AsyncConnection, people: People) -> None:
        self._connection = connection
        self._people = people

    async def paused(self, person: str) -> Pause | None:
        """The last pause, over or not."""
        found = await self._connection.execute(select(pauses).where(pauses.c.person == person))
        row = found.mappings().first()
        return None if row is None else Pause(**row)

    async def pause(self, person: str, times: int, *, until: datetime) -> None:
        """Begins a pause in place of the last one."""
        self._people.forget_met()
        terms = {"times": times, "until": until}
        into = insert(self._connection.dialect.name, pauses).values(person=person, **terms)
        await self._connection.execute(into.on_conflict_do_update(index_elements=["person"], set_=terms))

    async def block(
        self, person: str, *, by: str, reason: str, until: datetime, now: datetime
    ) -> Block | None:
        """Blocks a person; None when they are blocked already."""
        self._people.forget_met()
        await self._connection.execute(delete(blocks).where(blocks.c.person == person, blocks.c.until <= now))
        row = {"person": person, "by": by, "reason": storable(reason), "at": now, "until": until}
        into = insert(self._connection.dialect.name, blocks).values(row).on_conflict_do_nothing()
        made = (await self._connection.execute(into.returning(blocks))).mappings().first()
        return None if made is None else Block(**made)

    async def find(self, block_id: int, *, now: datetime) -> Block | None:
        """One that holds."""
        return await self._one(blocks.c.id == block_id, now)

    async def of(self, person: str, *, now: datetime) -> Block | None:
        """The one that holds for a person."""
        return await self._one(blocks.c.person == person, now)

    async def _one(self, which: ColumnElement[bool], now: datetime) -> Block | None:
        found = await self._connection.execute(select(blocks).where(which, blocks.c.until > now))
        row = found.mappings().first()
        return None if row is None else Block(**row)

    async def page(self, *, now: datetime, limit: int, before: int | None = None) -> tuple[Block, ...]:
        """Those that hold, the newest first; the next page is what is `before` the last one's id."""
        query = select(blocks).where(blocks.c.until > now)
        if before is not None:
            query = query.where(blocks.c.id < before)
        rows = await self._connection.execute(query.order_by(blocks.c.id.desc()).limit(limit))
        return tuple(Block(**row) for row in rows.mappings())

    async def told(self, block_id: int, *, now: datetime) -> None:
        """Notes that the person was told of their block."""
        await self._connection.execute(update(blocks).where(blocks.c.id == block_id).values(told_at=now))

    async def lift(self, block_id: int) -> bool:
        """Ends a block; False when there is none."""
        self._people.forget_met()
        return (await self._connection.execute(delete(blocks).where(blocks.c.id == block_id))).rowcount > 0

    async def prune(self, *, blocks_before: datetime, pauses_before: datetime) -> int:
        """Deletes those that were over before; how many."""
        over = await self._connection.execute(delete(blocks).where(blocks.c.until < blocks_before))
        calm = await self._connection.execute(delete(pauses).where(pauses.c.until < pauses_before))
        return over.rowcount + calm.rowcount
