"""Groups what citizens asked into rumours, behind their backs: one process does it for all."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta

from bot.clock import Clock
from bot.rounds import Rounds
from bot.trouble import Trouble
from knowledge.grouping import Grouping
from knowledge.matching import shipped_lexicon
from knowledge.models import Inquiry
from knowledge.store import Store, Transaction

PORTION = 20  # inquiries in a transaction
# Seconds that each inquiry gives way to posts that wait for an answer. Comparing it with others takes some
# 5 ms of the one core that a process has: in a rush a tenth of it, and all is caught up with afterwards.
GIVES_WAY = 0.05
PAGE = 500  # inquiries that are read at a time when this process begins to lead
# Posts that retention has deleted are in memory until then; a copy of one would be a rumour of its own.
RELOADED = timedelta(days=1)


class Grouper(Rounds):
    """Puts each new inquiry into its rumour, whichever process has stored it: within a second in a `lull`.

    That is while no post waits to be handled by this process.
    """

    def __init__(self, store: Store, clock: Clock, trouble: Trouble, lull: asyncio.Event) -> None:
        super().__init__(trouble)
        self._lull = lull
        self._store = store
        self._clock = clock
        self._grouping: Grouping | None = None
        self._since = clock()

    async def run(self) -> None:
        """Work until cancelled, beginning with what the store holds: another process may have led before."""
        self._grouping = None
        await super().run()

    async def batch(self) -> int:
        """Group a portion; return how many inquiries it was."""
        if self._clock() - self._since >= RELOADED:
            self._grouping = None
        if self._grouping is None:  # an empty one is not None, only false
            self._grouping = await self._loaded()
        async with self._store.begin() as transaction:
            asked = await transaction.inquiries.ungrouped(PORTION)
        if not asked:
            return 0
        try:
            near = {inquiry.id: await self._near(inquiry, self._grouping) for inquiry in asked}
            async with self._store.begin() as transaction:
                await self._placed(transaction, near)
        except BaseException:
            self._grouping = None  # it holds what the store does not
            raise
        return len(asked)

    async def _near(self, inquiry: Inquiry, grouping: Grouping) -> Sequence[str]:
        """Compare while no transaction is open: on SQLite everybody would wait for it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(GIVES_WAY):
                await self._lull.wait()
        return grouping.add(inquiry.fingerprint, inquiry.text)

    async def _placed(self, transaction: Transaction, near: Mapping[int, Sequence[str]]) -> None:
        """Write down what was found of those that are still there, and that nobody else has placed."""
        now = self._clock()
        rumours = [
            await transaction.rumours.place(inquiry, near[inquiry.id], now=now)
            for inquiry in await transaction.inquiries.ungrouped(PORTION)
            if inquiry.id in near
        ]
        await transaction.rumours.recount(rumours)

    async def _loaded(self) -> Grouping:
        self._since = self._clock()
        grouping = Grouping(await asyncio.to_thread(shipped_lexicon))
        last = 0
        while True:
            async with self._store.begin() as transaction:
                page = await transaction.inquiries.wordings(after=last, limit=PAGE)
            if not page:
                return grouping
            last = page[-1].id
            await asyncio.to_thread(
                grouping.load, [(each.fingerprint, each.text, each.rumour) for each in page]
            )
