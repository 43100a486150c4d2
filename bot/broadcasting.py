"""Sees broadcasts through: corrections are written portion by portion, and of all it is told who got them."""

from collections.abc import Callable

from bot.clock import Clock
from bot.rounds import Rounds
from bot.trouble import Trouble
from handlers.context import Desk
from handlers.corrections import KINDS, PORTION, correct
from handlers.receipts import hand_in
from knowledge.store import Broadcast, Store, Transaction


class Broadcasting(Rounds):
    """What is left to do is in the store, so a later process goes on where this one ends."""

    def __init__(
        self, store: Store, desk: Desk, clock: Clock, trouble: Trouble, written: Callable[[], None]
    ) -> None:
        super().__init__(trouble)
        self._store = store
        self._desk = desk
        self._clock = clock
        self._written = written

    async def batch(self) -> int:
        """Write a portion of each correction that is due, end what has arrived; return how many they were."""
        done = 0
        async with self._store.begin() as transaction:
            for broadcast in await transaction.broadcasts.due(KINDS, now=self._clock()):
                done += await self._corrected(transaction, broadcast)
            for broadcast in await transaction.broadcasts.all_written():
                done += await self._ended(transaction, broadcast)
        if done:
            self._written()
        return done

    async def _corrected(self, transaction: Transaction, broadcast: Broadcast) -> bool:
        """Write the next portion, unless the last one is still on its way."""
        if await transaction.broadcasts.open_letters(broadcast.id) >= PORTION:
            return False
        if not await correct(self._desk, transaction, broadcast, now=self._clock()):
            await transaction.broadcasts.written([broadcast.id])
        return True

    async def _ended(self, transaction: Transaction, broadcast: Broadcast) -> bool:
        receipts = await transaction.broadcasts.receipts(broadcast.id)
        if receipts.open or not await transaction.broadcasts.over(broadcast.id):
            return False
        await hand_in(self._desk, transaction, broadcast, receipts, now=self._clock())
        return True
