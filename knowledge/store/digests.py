"""Digests: when the next one is due, moved on by whoever writes it, so that nobody else does."""

from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.store.schema import digests


class Digests:
    """One row: that of the schedule in the settings."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def due(self, schedule: str, *, first: datetime) -> datetime:
        """When it is due; a schedule that is new here begins with `first`, and ends the one before it."""
        known = await self._connection.scalar(select(digests.c.due_at).where(digests.c.schedule == schedule))
        if known is None:
            await self._connection.execute(delete(digests))
            await self._connection.execute(insert(digests).values(schedule=schedule, due_at=first))
        return known or first

    async def move(self, schedule: str, due: datetime, *, to: datetime) -> bool:
        """Puts it off until `to`; of several who do so for the same moment only the first hears yes."""
        mine = (digests.c.schedule == schedule) & (digests.c.due_at == due)
        result = await self._connection.execute(update(digests).where(mine).values(due_at=to))
        return result.rowcount == 1
