"""A bot of which only the server runs, and a store that fails: for tests of what is told over HTTP."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from bot.application import ShynBa
from bot.settings import Settings


@asynccontextmanager
async def answering(bot: ShynBa) -> AsyncIterator[None]:
    """Updates are taken in, and none is handled."""
    assert bot.server is not None
    answering = asyncio.create_task(bot.server.run())
    try:
        yield
    finally:
        answering.cancel()
        await asyncio.wait([answering])


@contextmanager
def store_away(settings: Settings) -> Iterator[None]:
    """The inbox can be neither read nor written for as long as the block runs."""
    path = Path(settings.database_url.partition(":///")[2])
    with sqlite3.connect(path) as database:
        database.execute("ALTER TABLE inbox RENAME TO inbox_elsewhere")
    try:
        yield
    finally:
        with database:
            database.execute("ALTER TABLE inbox_elsewhere RENAME TO inbox")
        database.close()
