"""The lead: of all processes that work for a bot, one has it, and does what only one may do."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, NoReturn

from sqlalchemy.ext.asyncio import AsyncEngine

from knowledge.store.line import Line, open_line

RETRY = 1.0  # seconds between attempts to take what another process holds

# One bot in one schema; other programs may use advisory locks in the same database.
_KEY = "hashtextextended('shynba lead ' || current_schema() || ' ' || :bot, 0)"
_TAKE = f"SELECT pg_try_advisory_lock({_KEY})"  # no values in it


@dataclass(frozen=True, slots=True)
class Lead:
    """`inherited`: another process had it before. `until_lost` waits and raises StoreUnreachableError."""

    inherited: bool
    until_lost: Callable[[], Coroutine[Any, Any, NoReturn]]


@asynccontextmanager
async def lead(engine: AsyncEngine, bot_id: int) -> AsyncIterator[Lead]:
    """Waits until no other process leads and leads then, until the block ends or the line is lost.

    PostgreSQL keeps an advisory lock for as long as the session lives, so one that dies leaves none. A
    SQLite file has one process, which leads from the start.
    """
    if engine.dialect.name != "postgresql":
        yield Lead(inherited=False, until_lost=_for_ever)
        return
    async with open_line(engine) as line:
        yield Lead(inherited=await _waited(line, bot_id), until_lost=line.until_lost)


async def _waited(line: Line, bot_id: int) -> bool:
    # Not pg_advisory_lock: a statement that waits for days holds its snapshot, and for as long no dead row
    # of the queues is vacuumed.
    waited = False
    while not await line.ask(_TAKE, bot=str(bot_id)):
        waited = True
        await asyncio.sleep(RETRY)
    return waited


async def _for_ever() -> NoReturn:
    while True:
        await asyncio.Event().wait()
