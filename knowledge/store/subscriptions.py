"""Subscriptions: who gets the digest every day or every week, and when the next one is due to them."""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.models import Language
from knowledge.store.dialects import insert
from knowledge.store.schema import subscriptions


class Frequency(StrEnum):
    """How often somebody wants to read it."""

    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A person's wish. `language` is what they read when they chose; a choice of theirs since then wins."""

    person: str
    chat_id: int
    frequency: Frequency
    language: Language
    due_at: datetime


class Subscriptions:
    """One at most for a person."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, person: str) -> Subscription | None:
        result = await self._connection.execute(select(subscriptions).where(subscriptions.c.person == person))
        row = result.mappings().one_or_none()
        return None if row is None else _subscription(dict(row))

    async def keep(self, wish: Subscription) -> None:
        """Keeps the wish in place of an earlier one."""
        row = asdict(wish)
        into = insert(self._connection.dialect.name, subscriptions).values(row)
        await self._connection.execute(into.on_conflict_do_update(index_elements=["person"], set_=row))

    async def end(self, person: str) -> bool:
        """Forgets the wish and the chat; False when there was none."""
        gone = delete(subscriptions).where(subscriptions.c.person == person)
        return (await self._connection.execute(gone)).rowcount > 0

    async def drop_chat(self, chat_id: int) -> None:
        """Ends what is due to a chat that is gone (the bot was blocked)."""
        await self._connection.execute(delete(subscriptions).where(subscriptions.c.chat_id == chat_id))

    async def are_due(self, frequency: Frequency, *, now: datetime) -> bool:
        """Whether it is anybody's time."""
        due = select(subscriptions.c.person).where(*_due(frequency, now)).limit(1)
        return await self._connection.scalar(due) is not None

    async def take(
        self, frequency: Frequency, *, now: datetime, to: datetime, limit: int
    ) -> tuple[Subscription, ...]:
        """At most `limit` of those whose time has come, which is put off `to` the next one: once for each.

        Whoever else takes at the same time gets others.
        """
        due = _due(frequency, now)
        first = select(subscriptions.c.person).where(*due).order_by(subscriptions.c.due_at).limit(limit)
        # The condition stands twice: PostgreSQL asks it again of a row that somebody has just changed.
        taking = update(subscriptions).where(subscriptions.c.person.in_(first), *due).values(due_at=to)
        result = await self._connection.execute(taking.returning(*subscriptions.c))
        return tuple(_subscription(dict(row)) for row in result.mappings())


def _due(frequency: Frequency, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (subscriptions.c.frequency == frequency.value, subscriptions.c.due_at <= now)


def _subscription(row: dict[str, Any]) -> Subscription:
    return Subscription(
        **row | {"frequency": Frequency(row["frequency"]), "language": Language(row["language"])}
    )
