"""Counts once a minute what circulates now, so that nobody who asks waits for the checks to be read."""

from bot.attachments import Reader
from bot.clock import Clock
from bot.rounds import Rounds
from bot.trouble import Trouble
from knowledge.store import Counted

MINUTE = 60.0  # seconds: so old may be what people are told


class Circulating(Rounds):
    """Counts beside those who write: `reader` opens the store for itself. `counted` is the last count."""

    def __init__(self, reader: Reader, clock: Clock, trouble: Trouble) -> None:
        super().__init__(trouble, rest=MINUTE)
        self._reader = reader
        self._clock = clock
        self.counted: Counted = ()

    async def batch(self) -> int:
        """Count anew; there is nothing more to do before the next minute."""
        async with self._reader() as store, store.begin() as transaction:
            self.counted = await transaction.circulation.now(self._clock())
        return 0
