"""Takes rebuttals out of service after their last day, a minute after midnight at the latest."""

from collections.abc import Awaitable, Callable

from bot.clock import Clock
from bot.rounds import Rounds
from bot.trouble import Trouble
from handlers.context import Desk
from handlers.expiry import expire
from knowledge.store import Store

MINUTE = 60.0


class Expiry(Rounds):
    """Looks every minute; `committed` is told, so that the next post is answered without them."""

    def __init__(
        self,
        store: Store,
        desk: Desk,
        clock: Clock,
        committed: Callable[[], Awaitable[None]],
        trouble: Trouble,
    ) -> None:
        super().__init__(trouble, rest=MINUTE)
        self._store = store
        self._desk = desk
        self._clock = clock
        self._committed = committed

    async def batch(self) -> int:
        """End a portion of what is over; return how much that was."""
        async with self._store.begin() as transaction:
            ended = await expire(self._desk, transaction, now=self._clock())
        if ended:
            await self._committed()
        return ended
