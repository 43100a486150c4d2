"""A line to PostgreSQL: a connection of its own that somebody watches, so that its loss is known at once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, NoReturn

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from knowledge.store.diagnosis import connecting, diagnose, listened

BEAT = 2.0  # seconds between questions whether the server is still there
ANSWER = 5.0  # seconds that it has to answer: a busy machine is not a lost one
# When this machine is cut off, the server notices after 5 + 3 * 2 = 11 seconds and frees what the line held.
# That is later than BEAT + ANSWER, so whoever held it has stopped by then. Without this it would be hours.
_KEEPALIVE = {"tcp_keepalives_idle": "5", "tcp_keepalives_interval": "2", "tcp_keepalives_count": "3"}


class Line:
    """An open line; `open_line` makes it. Every statement on it commits by itself."""

    def __init__(self, connection: AsyncConnection, driver: Any) -> None:
        self._connection = connection
        self._driver = driver
        self._ended = asyncio.Event()
        driver.add_termination_listener(lambda _: self._ended.set())

    async def ask(self, question: str, **values: object) -> Any:
        """The first column of the first row of the answer."""
        try:
            async with asyncio.timeout(ANSWER):
                return await self._connection.scalar(text(question), values)
        except TimeoutError:
            raise diagnose(TimeoutError()) from None

    async def hear(self, channel: str, heard: Callable[[], None]) -> None:
        """Calls `heard` for every notification on the channel from now on."""
        with connecting():
            await self._driver.add_listener(channel, lambda *_: heard())

    async def until_lost(self) -> NoReturn:
        """Waits until the line is lost and raises StoreUnreachableError then."""
        while not await self._ends_within(BEAT):
            await self.ask("SELECT 1")
        raise diagnose(ConnectionResetError())

    async def _ends_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                return await self._ended.wait()
        except TimeoutError:
            return False


@asynccontextmanager
async def open_line(engine: AsyncEngine) -> AsyncIterator[Line]:
    """A line beside the engine's pool; closed at the end, which frees every lock that it holds."""
    own = create_async_engine(
        engine.url,
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
        connect_args={"server_settings": _KEEPALIVE},
    )
    with connecting():
        connection = await listened(own).connect()
        raw = await connection.get_raw_connection()
    try:
        yield Line(connection, raw.driver_connection)
    finally:
        await connection.invalidate()  # a lost one could not be given back politely
        await connection.close()
