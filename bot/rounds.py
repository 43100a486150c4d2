"""The loop of all background work: rounds while there is something to do, else a rest until called."""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Coroutine
from typing import Any, TypeVar

from bot.trouble import Trouble
from knowledge.store import LeaseLostError, StoreError

LOG = logging.getLogger(__name__)
Result = TypeVar("Result")

LONGEST_REST = 1.0  # seconds; whoever brings work says so, this is for what becomes due by itself
PAUSE = 1.0  # seconds between attempts while the store is away
# Seconds that a stop waits for what is in hand: Docker kills 10 after it has asked.
LAST_WISH = 8.0


class Rounds(ABC):
    """Does `batch` after `batch`; `idle` is set while nothing is left to do."""

    def __init__(self, trouble: Trouble, rest: float = LONGEST_REST) -> None:
        self._trouble = trouble
        self._longest_rest = rest
        self._called = asyncio.Event()
        self.idle = asyncio.Event()

    @abstractmethod
    async def batch(self) -> int:
        """Do what is due; return how much it was."""

    def wake(self) -> None:
        """Say that there is something to do."""
        self.idle.clear()
        self._called.set()

    async def run(self) -> None:
        """Work until cancelled, which lets the batch in hand end well; ask again while the store is away."""
        while True:
            self._called.clear()
            try:
                rest = await self.rest(await finished(self.batch()))
            except LeaseLostError as error:
                LOG.warning("%s: they answer for it", error)
                continue
            except StoreError as error:
                self._trouble.met(self, error)
                await asyncio.sleep(PAUSE)
                continue
            self._trouble.over(self)
            if rest > 0:
                await self._until_called(rest)

    async def rest(self, done: int) -> float:
        """Return for how many seconds there is nothing to do unless somebody calls; `done` is what was."""
        if done:
            return 0
        self._at_rest()
        return self._longest_rest

    def _at_rest(self) -> None:
        if not self._called.is_set():
            self.idle.set()

    async def _until_called(self, longest: float) -> None:
        try:
            async with asyncio.timeout(longest):
                await self._called.wait()
        except TimeoutError:
            pass


async def finished(work: Coroutine[Any, Any, Result]) -> Result:
    """Return what the work returns; whoever cancels waits until it has ended, but not for ever."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=LAST_WISH)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)  # what it rolls back needs the store to be open
        raise
