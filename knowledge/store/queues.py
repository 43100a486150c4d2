"""What the inbox and the outbox have in common: heads of chats, counts, what was given up, retention."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, ClassVar, Protocol, TypeVar

from sqlalchemy import Column, ColumnElement, ScalarSelect, Table, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.store.schema import in_state


class _Dataclass(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Any]]


Dead = TypeVar("Dead", bound=_Dataclass)


def is_head(queue: Table, *, chat: str, order: Sequence[str]) -> ColumnElement[bool]:
    """True for the open row of each chat that comes first by the columns `order`, the last one unique."""
    rival = queue.alias("rival")
    # NOT EXISTS would let PostgreSQL join the queue with itself, and after a burst, when its statistics are
    # old, it does so by nested loops: 7 s for 10,000 rows. This is one look into an index a row: 30 ms.
    place = order[-1]
    first = (
        select(rival.c[place])
        .where(rival.c.bot_id == queue.c.bot_id, rival.c[chat] == queue.c[chat], in_state(rival, "open"))
        .order_by(*(rival.c[column] for column in order))
        .limit(1)
        .scalar_subquery()
    )
    return in_state(queue, "open") & (queue.c[place] == first)


async def counts(connection: AsyncConnection, queue: Table, bot_id: int) -> Mapping[str, int]:
    """How many rows of the bot are "open" and "dead"."""

    def of(state: str) -> ScalarSelect[int]:
        wanted = (
            select(func.count()).select_from(queue).where(queue.c.bot_id == bot_id, in_state(queue, state))
        )
        return wanted.scalar_subquery()

    result = await connection.execute(select(of("open").label("open"), of("dead").label("dead")))
    return dict(result.mappings().one())


async def dead(connection: AsyncConnection, queue: Table, kind: type[Dead], limit: int) -> tuple[Dead, ...]:
    """The rows that were given up last, newest first, as dataclass `kind` whose fields are columns."""
    columns = (queue.c[field.name] for field in fields(kind))
    query = select(*columns).where(in_state(queue, "dead")).order_by(queue.c.finished_at.desc())
    result = await connection.execute(query.limit(limit))
    return tuple(kind(**row) for row in result.mappings())


async def waiting_since(connection: AsyncConnection, began: Column[datetime]) -> datetime | None:
    """The earliest `began` among the open rows of its queue."""
    query = select(func.min(began)).where(in_state(began.table, "open"))
    earliest: datetime | None = (await connection.execute(query)).scalar_one()
    return earliest


async def prune(
    connection: AsyncConnection, queue: Table, before: datetime, dead_before: datetime, limit: int
) -> int:
    """Deletes about `limit` rows finished before `before`, and as many dead ones before `dead_before`."""
    dead = in_state(queue, "dead")
    gone = await _prune(connection, queue, ~dead & (queue.c.finished_at < before), limit)
    return gone + await _prune(connection, queue, dead & (queue.c.finished_at < dead_before), limit)


async def _prune(connection: AsyncConnection, queue: Table, over: ColumnElement[bool], limit: int) -> int:
    oldest = select(queue.c.finished_at).where(over).order_by(queue.c.finished_at).limit(limit).subquery()
    last = select(func.max(oldest.c.finished_at)).scalar_subquery()
    result = await connection.execute(delete(queue).where(over, queue.c.finished_at <= last))
    return result.rowcount
