"""Of all processes of a bot one leads: it alone sends, polls and tidies; when it dies, another goes on."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from bot.rounds import PAUSE
from bot.trouble import Trouble, first
from knowledge.store import Lead, Store, StoreError

LOG = logging.getLogger(__name__)

# Seconds between another process's lead and the first letter. Who lost the lead without being killed (the
# server cut its line) starts nothing more at once, but requests of its own may be under way: this is the
# time for them to be answered and written down. A request that takes longer is sent again by the new one.
HANDOVER = 2.0

Duties = Callable[[], Iterable[Coroutine[Any, Any, None]]]


class Leader:
    """Does the duties whenever this process leads, and waits for the lead while another one does."""

    def __init__(self, store: Store, bot_id: int, trouble: Trouble, duties: Duties) -> None:
        self._store = store
        self._bot_id = bot_id
        self._trouble = trouble
        self._duties = duties
        self.leads = False

    async def run(self) -> None:
        """Lead or wait until cancelled. What a duty raises, except for a store that is away, ends it."""
        while True:
            try:
                async with self._store.lead(self._bot_id) as lead:
                    self._trouble.over(self)
                    await self._lead(lead)
            except* StoreError as errors:
                self._trouble.met(self, first(errors))
            await asyncio.sleep(PAUSE)

    async def _lead(self, lead: Lead) -> None:
        """Do the duties until the lead is lost: then they end well, within `rounds.LAST_WISH` seconds."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(lead.until_lost())
                if lead.inherited:
                    LOG.info("another process led before; this one takes over")
                    await asyncio.sleep(HANDOVER)
                self.leads = True
                for duty in self._duties():
                    tasks.create_task(duty)
        finally:
            self.leads = False
