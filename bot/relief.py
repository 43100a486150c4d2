"""Relief: what a process had in hand when it died is free for the others soon, not when its lease ends."""

from datetime import timedelta

from bot.clock import Clock
from bot.rounds import Rounds
from bot.trouble import Trouble
from bot.worker import LEASE
from knowledge.store import Store

# A process that has just started, or whose line to the server broke, counts as alive for so long.
GRACE = timedelta(seconds=3)


class Relief(Rounds):
    """Looks every second. Only replicas need it: who is alone knows at its start that all others are dead."""

    def __init__(self, store: Store, bot_id: int, clock: Clock, trouble: Trouble) -> None:
        super().__init__(trouble)
        self._store = store
        self._bot_id = bot_id
        self._clock = clock

    async def batch(self) -> int:
        """Free what the dead hold; return how many updates it was."""
        now = self._clock()
        async with self._store.begin() as transaction:
            return await transaction.inbox.release_of_the_dead(
                self._bot_id, now=now, leased_until=now + LEASE - GRACE
            )
