"""Writes the digest to those who subscribed when it is their time, a small portion at a time."""

from collections.abc import Callable

from bot.attachments import Reader
from bot.clock import Clock
from bot.digests import MINUTE
from bot.rounds import Rounds
from bot.trouble import Trouble
from handlers.citizen.subscribing import SCHEDULES, TOP, send_digest
from handlers.context import Desk
from knowledge.periods import Schedule
from knowledge.store import Frequency, Store


class Subscriptions(Rounds):
    """Looks every minute, and goes on at once while there is more. One that was missed comes late.

    `reader` opens the store beside those who write, as the news take their time. They are read anew for each
    portion, so that what is withdrawn meanwhile is not told any more.
    """

    def __init__(
        self,
        store: Store,
        reader: Reader,
        desk: Desk,
        clock: Clock,
        trouble: Trouble,
        written: Callable[[], None],
    ) -> None:
        super().__init__(trouble, rest=MINUTE)
        self._store = store
        self._reader = reader
        self._desk = desk
        self._clock = clock
        self._written = written

    async def batch(self) -> int:
        """Write a portion of each digest that is due to anybody; return how many they were."""
        return sum([await self._portion(*each) for each in SCHEDULES.items()])

    async def _portion(self, frequency: Frequency, schedule: Schedule) -> int:
        now = self._clock()
        async with self._store.begin() as transaction:
            if not await transaction.subscriptions.are_due(frequency, now=now):
                return 0
        coming = schedule.after(now)
        period = schedule.period(coming - schedule.every)  # the last one, however many were missed
        async with self._reader() as store, store.begin() as transaction:
            news = await transaction.statistics.news(period, now=now, top=TOP)
        async with self._store.begin() as transaction:
            done = await send_digest(self._desk, transaction, frequency, news, to=coming, now=now)
        self._written()
        return done
