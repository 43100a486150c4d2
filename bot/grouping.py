"""Groups what citizens asked into rumours, behind their backs: one process does it for all."""

import asyncio
from datetime import timedelta

from bot.clock import Clock
from bot.rounds import Rounds
from bot.trouble import Trouble
from knowledge.grouping import Grouping
from knowledge.matching import shipped_lexicon
from knowledge.store import Store, Transaction

PORTION = 20  # inquiries in a transaction: some 100 ms, for which posts have to wait
PAGE = 500  # inquiries that are read at a time when this process begins to lead
# Posts that retention has deleted are in memory until then; a copy of one would be a rumour of its own.
RELOADED = timedelta(days=1)


class Grouper(Rounds):
    """Puts each new inquiry into its rumour within a second, whichever process has stored it."""

    def __init__(self, store: Store, clock: Clock, trouble: Trouble) -> None:
        super().__init__(trouble)
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
        grouping = self._grouping
        try:
            async with self._store.begin() as transaction:
                return await self._grouped(transaction, grouping)
        except BaseException:
            self._grouping = None  # it holds what the store does not
            raise

    async def _grouped(self, transaction: Transaction, grouping: Grouping) -> int:
        now = self._clock()
        asked = await transaction.inquiries.ungrouped(PORTION)
        rumours = [
            await transaction.rumours.place(inquiry, grouping.add(inquiry.fingerprint, inquiry.text), now=now)
            for inquiry in asked
        ]
        await transaction.rumours.recount(rumours)
        return len(asked)

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
