"""Tells those who follow a question that there is an answer to it, a small portion at a time."""

from collections.abc import Callable

from bot.clock import Clock
from bot.rounds import Rounds
from bot.trouble import Trouble
from handlers.citizen.told import tell
from handlers.context import Desk
from knowledge.store import Store

PORTION = 50  # questions in a transaction: some milliseconds, for which posts have to wait


class Telling(Rounds):
    """Writes the letters that are owed; the outbox sends them at the pace of a broadcast."""

    def __init__(
        self, store: Store, desk: Desk, clock: Clock, trouble: Trouble, written: Callable[[], None]
    ) -> None:
        super().__init__(trouble)
        self._store = store
        self._desk = desk
        self._clock = clock
        self._written = written

    async def batch(self) -> int:
        """Settle a portion of what is owed; return how many questions it was."""
        now = self._clock()
        async with self._store.begin() as transaction:
            owed = await transaction.inquiries.owed(after=0, limit=PORTION)
            if not owed:
                return 0
            await tell(self._desk, transaction, owed, now=now)
            await transaction.inquiries.settle([inquiry.id for inquiry in owed], now=now)
        self._written()
        return len(owed)
