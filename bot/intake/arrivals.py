"""The inbox's door: updates are committed before whoever brought them says so to Telegram."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.trouble import Trouble
from knowledge.store import RawUpdate, Store, StoreError

Arrived = Callable[[Sequence[RawUpdate]], None]


@dataclass
class _Party:
    """Those who go through the door together."""

    updates: list[RawUpdate] = field(default_factory=list)
    is_in: bool = False


class Arrivals:
    """Takes updates in, one commit at a time; `arrived` is called with each batch after its commit.

    A commit to disk costs more than many rows, so those who come while one is under way share the next.
    """

    def __init__(self, bot_id: int, store: Store, clock: Clock, arrived: Arrived, trouble: Trouble) -> None:
        self._bot_id = bot_id
        self._store = store
        self._clock = clock
        self._arrived = arrived
        self._trouble = trouble
        self._door = asyncio.Lock()
        self._gathering = _Party()

    async def take(self, updates: Sequence[RawUpdate]) -> None:
        """Return when the updates are in the inbox for good. Raises StoreError when none of them is."""
        party = self._gathering
        party.updates += updates
        async with self._door:
            if party is self._gathering:  # the first of a party takes all of it in
                self._gathering = _Party()
                await self._commit(party)
        if not party.is_in:
            raise StoreError("the commit that these updates shared with others failed")

    async def _commit(self, party: _Party) -> None:
        try:
            async with self._store.begin() as transaction:
                await transaction.inbox.receive(self._bot_id, party.updates, now=self._clock())
        except StoreError as error:
            self._trouble.met(self, error)  # Telegram keeps what the store could not take
            raise
        self._trouble.over(self)
        party.is_in = True
        self._arrived(party.updates)
