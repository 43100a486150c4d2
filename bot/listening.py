"""Listens to what the other processes of the bot announce, for as long as the store is there."""

import asyncio
from collections.abc import Callable, Mapping

from bot.rounds import PAUSE
from bot.trouble import Trouble
from knowledge.store import Store, StoreError, Topic


class Listener:
    """Calls whoever a topic concerns."""

    def __init__(
        self, store: Store, worker: str, trouble: Trouble, concerned: Mapping[Topic, Callable[[], None]]
    ) -> None:
        self._store = store
        self._worker = worker
        self._trouble = trouble
        self._concerned = concerned

    async def run(self) -> None:
        """Listen until cancelled; after a loss the store says everything once, so nothing is missed."""
        while True:
            try:
                await self._store.listen(self._worker, self._heard)
            except StoreError as error:
                self._trouble.met(self, error)
            await asyncio.sleep(PAUSE)

    def _heard(self, topic: Topic) -> None:
        self._trouble.over(self)
        self._concerned[topic]()
