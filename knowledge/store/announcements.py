"""Announcements: what PostgreSQL tells every process of a bot as soon as one of them has committed it.

They only say that there is something to look at. One that gets lost costs time, never a change.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import NoReturn

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from knowledge.store.line import open_line


class Topic(StrEnum):
    """A channel of LISTEN and NOTIFY."""

    REBUTTALS = "rebuttals"  # there is a new revision
    OUTBOX = "outbox"  # there are new letters


async def announce(connection: AsyncConnection, topic: Topic) -> None:
    """Tells the others when the transaction is committed; a SQLite file has no others."""
    if connection.dialect.name == "postgresql":
        await connection.execute(_NOTIFY, {"channel": topic})


async def listen(engine: AsyncEngine, worker: str, heard: Callable[[Topic], None]) -> NoReturn:
    """Calls `heard` for what is announced until the line is lost, which raises StoreUnreachableError.

    It begins with every topic once: nobody knows what was announced while nobody listened. For as long as
    the line is there, `worker` counts as alive.
    """
    async with open_line(engine) as line:
        await line.ask(_TOGETHER)
        await line.ask(_ALIVE, worker=worker)
        for topic in Topic:
            await line.hear(topic, partial(heard, topic))
        for topic in Topic:
            heard(topic)
        await line.until_lost()


# Whoever listens works with the store: these two keep each other out. One store in one schema.
_STORE = "hashtextextended('shynba store ' || current_schema(), 0)"
_TOGETHER = f"SELECT pg_advisory_lock_shared({_STORE})"
_ALIVE = "SELECT pg_advisory_lock_shared(hashtextextended('shynba worker ' || CAST(:worker AS text), 0))"
TRY_ALONE = f"SELECT pg_try_advisory_xact_lock({_STORE})"  # until the transaction ends

_NOTIFY = text("SELECT pg_notify(:channel, '')")
