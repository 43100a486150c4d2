"""Dialogs: what a person is in the middle of, so that a restart or another replica goes on from there."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.store.dialects import insert
from knowledge.store.schema import dialogs


@dataclass(frozen=True, slots=True)
class Dialog:
    """Where a person is in a flow. `card` is the outbox id of the message that is edited in place.

    `data` is JSON; whoever changes a dialog raises `version`, so that buttons of an older card are stale.
    """

    person: str
    flow: str
    step: str
    data: Mapping[str, Any]
    card: int | None
    version: int
    expires_at: datetime


class Dialogs:
    """At most one dialog a person."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def load(self, person: str, *, now: datetime) -> Dialog | None:
        """The person's dialog; None when there is none or its time is over."""
        result = await self._connection.execute(
            select(dialogs).where(dialogs.c.person == person, dialogs.c.expires_at > now)
        )
        row = result.mappings().one_or_none()
        return None if row is None else Dialog(**row)

    async def open_of(self, persons: Collection[str], *, now: datetime) -> set[str]:
        """Those of these persons who are in the middle of a dialog."""
        if not persons:
            return set()
        theirs = dialogs.c.person.in_(list(persons)) & (dialogs.c.expires_at > now)
        return set(await self._connection.scalars(select(dialogs.c.person).where(theirs)))

    async def save(self, dialog: Dialog) -> None:
        """Inserts the dialog or replaces the one that the person had."""
        row = {**asdict(dialog), "data": dict(dialog.data)}
        into = insert(self._connection.dialect.name, dialogs).values(row)
        await self._connection.execute(into.on_conflict_do_update(index_elements=["person"], set_=row))

    async def prune(self, now: datetime) -> int:
        """Deletes the dialogs whose time is over; returns how many."""
        result = await self._connection.execute(delete(dialogs).where(dialogs.c.expires_at <= now))
        return result.rowcount

    async def close(self, person: str) -> None:
        await self._connection.execute(delete(dialogs).where(dialogs.c.person == person))
