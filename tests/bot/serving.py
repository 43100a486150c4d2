"""A bot of which only the server runs, and a store that fails: for tests of what is told over HTTP."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from bot.application import ShynBa
from bot.sandbox.changes import LONG_ENOUGH
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


@asynccontextmanager
async def store_away(settings: Settings) -> AsyncIterator[None]:
    """The inbox can be neither read nor written for as long as the block runs."""
    await asyncio.to_thread(_rename, settings, "inbox", "inbox_elsewhere")
    try:
        yield
    finally:
        await asyncio.to_thread(_rename, settings, "inbox_elsewhere", "inbox")


def _rename(settings: Settings, table: str, name: str) -> None:
    """In a thread: the bot may be in the middle of a transaction, which has to end first."""
    database = sqlite3.connect(Path(settings.database_url.partition(":///")[2]), timeout=LONG_ENOUGH)
    with closing(database), database:
        database.execute(f"ALTER TABLE {table} RENAME TO {name}")
