"""Waiting for something to become true without polling a clock."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

# Seconds. Only what never happens is waited for so long; a busy machine is not that slow.
LONG_ENOUGH = 30.0


class Changes:
    """Wakes everybody who waits whenever anything happened; each asks their own question again."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def happened(self) -> None:
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)

    async def until(self, question: Callable[[], T], within: float | None) -> T:
        """The first truthy answer to the question; TimeoutError after `within` seconds, None is no limit."""
        async with asyncio.timeout(within):
            while not (answer := question()):
                await self._next()
            return answer

    async def _next(self) -> None:
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            await waiter
        finally:
            self._waiting.discard(waiter)
