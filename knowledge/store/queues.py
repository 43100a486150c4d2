"""What the inbox and the outbox have in common: heads of chats, open and dead counts, retention."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, Table, delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.store.schema import in_state


def is_head(queue: Table, *, chat: str, place: str) -> ColumnElement[bool]:
    """True for the open row of each chat that came first; `chat` and `place` are names of columns."""
    older = queue.alias("older")
    overtaken = exists().where(
        older.c.bot_id == queue.c.bot_id,
        older.c[chat] == queue.c[chat],
        older.c[place] < queue.c[place],
        in_state(older, "open"),
    )
    return in_state(queue, "open") & ~overtaken


async def counts(connection: AsyncConnection, queue: Table, bot_id: int) -> Mapping[str, int]:
    """How many rows of the bot are "open" and "dead"."""

    def of(state: str) -> ScalarSelect[int]:
        wanted = (
            select(func.count()).select_from(queue).where(queue.c.bot_id == bot_id, in_state(queue, state))
        )
        return wanted.scalar_subquery()

    result = await connection.execute(select(of("open").label("open"), of("dead").label("dead")))
    return dict(result.mappings().one())


async def prune(connection: AsyncConnection, queue: Table, before: datetime, limit: int) -> int:
    """Deletes the rows that were finished first, about `limit` of them, if that was before `before`."""
    oldest = (
        select(queue.c.finished_at)
        .where(queue.c.finished_at < before)
        .order_by(queue.c.finished_at)
        .limit(limit)
        .subquery()
    )
    last = select(func.max(oldest.c.finished_at)).scalar_subquery()
    result = await connection.execute(delete(queue).where(queue.c.finished_at <= last))
    return result.rowcount
