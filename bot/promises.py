"""Keeps what was promised to who follows a question: word in time, and moderators who are reminded of it."""

from collections.abc import Callable
from datetime import timedelta

from bot.clock import Clock
from bot.rounds import Rounds
from bot.trouble import Trouble
from handlers.alarms import rumours_wait
from handlers.citizen.closing import close
from handlers.context import Desk
from knowledge.store import Store, Transaction

MINUTE = 60.0  # seconds between looks
PORTION = 50  # questions in a transaction: some milliseconds, for which posts have to wait
LISTED = 5  # rumours in a reminder: more would not be worked off in a day
# Reminders more often than daily are noise that moderators learn to pass over.
PACE = timedelta(days=1)


class Promises(Rounds):
    """Looks every minute: a dismissed question is answered for soon, others when their time is up."""

    def __init__(
        self, store: Store, desk: Desk, clock: Clock, trouble: Trouble, written: Callable[[], None]
    ) -> None:
        super().__init__(trouble, rest=MINUTE)
        self._store = store
        self._desk = desk
        self._clock = clock
        self._written = written

    async def batch(self) -> int:
        """Close a portion and remind of what is half-way there; return how many letters' worth that was."""
        now = self._clock()
        async with self._store.begin() as transaction:
            due = await transaction.inquiries.closing(now=now, limit=PORTION)
            if due:
                await close(self._desk, transaction, due, now=now)
            reminded = await self._remind(transaction)
        if due or reminded:
            self._written()
        return len(due) + reminded

    async def _remind(self, transaction: Transaction) -> int:
        """Remind of rumours that have used up half of their time, once in it; return how many these are."""
        now, within = self._clock(), self._desk.answer_within
        last = await transaction.rumours.last_reminded()
        if last is not None and now - last < PACE:
            return 0
        waiting = await transaction.rumours.aging(
            closes_before=now + within / 2, reminded_before=now - within, limit=LISTED
        )
        if waiting:
            await rumours_wait(self._desk, transaction, waiting, now=now)
            await transaction.rumours.remind([each.rumour.id for each in waiting], now=now)
        return len(waiting)
