"""Writes the digest when it is due, once; one that was missed comes when the bot is back."""

from collections.abc import Callable

from bot.attachments import Reader
from bot.clock import Clock
from bot.rounds import Rounds
from bot.trouble import Trouble
from handlers.context import Desk
from handlers.moderator.digest import TOP, owe_digest
from knowledge.store import Store

MINUTE = 60.0  # seconds between looks: a digest may be so late


class Digests(Rounds):
    """Looks every minute. `reader` opens the store beside those who write, as figures take their time."""

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
        """Owe the digest of the last time that it was due; return whether there was one."""
        now, schedule = self._clock(), self._desk.digest
        assert schedule is not None, "it runs when there is a schedule"
        coming = schedule.after(now)
        async with self._store.begin() as transaction:
            due = await transaction.digests.due(str(schedule), first=coming)
        if due > now:
            return 0
        period = schedule.period(coming - schedule.every)  # however many times were missed
        async with self._reader() as store, store.begin() as transaction:
            news = await transaction.statistics.news(period, now=now, top=TOP)
        async with self._store.begin() as transaction:
            if await transaction.digests.move(str(schedule), due, to=coming):
                await owe_digest(self._desk, transaction, news, now=now)
        self._written()
        return 1
