"""The loop that worker and outbox share: rounds while there is something to do, else a rest until called."""

import asyncio
import logging
from abc import ABC, abstractmethod

from knowledge.store import StoreError

LOG = logging.getLogger(__name__)

LONGEST_REST = 1.0  # seconds; whoever brings work says so, this is for what becomes due by itself


class Rounds(ABC):
    """Does `batch` after `batch`; `idle` is set while nothing is left to do."""

    def __init__(self) -> None:
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
        """Work until cancelled; while the store is away, nothing is lost and it is asked again."""
        while True:
            self._called.clear()
            try:
                done = await self.batch()
            except StoreError:
                LOG.exception("the store failed; what is in it stays to be done")
                await asyncio.sleep(LONGEST_REST)
                continue
            if not done:
                await self._rest()

    async def _rest(self) -> None:
        if not self._called.is_set():
            self.idle.set()
        try:
            async with asyncio.timeout(LONGEST_REST):
                await self._called.wait()
        except TimeoutError:
            pass
