"""Retention: what is done and over leaves the store when its time is up, a small portion at a time."""

from datetime import timedelta

from bot.clock import Clock
from bot.rounds import Rounds
from bot.settings import Settings
from bot.trouble import Trouble
from handlers.limits import CALM
from knowledge.store import TELLING_DAYS, Store

HOUR = 3600.0
KEEP_IMPORTS = timedelta(days=1)  # as a dialog that nobody goes on with
KEEP_TOLD_HERE = timedelta(days=max(TELLING_DAYS))
PORTION = 500  # rows in a transaction: a few milliseconds, for which posts have to wait


class Retention(Rounds):
    """Looks every hour, and goes on at once while there is more."""

    def __init__(self, store: Store, clock: Clock, settings: Settings, trouble: Trouble) -> None:
        super().__init__(trouble, rest=HOUR)
        self._store = store
        self._clock = clock
        self._settings = settings

    async def batch(self) -> int:
        """Delete a portion of what is older than the settings want to keep; return how many rows it was."""
        now, keep = self._clock(), self._settings
        dead = now - keep.keep_dead
        async with self._store.begin() as transaction:
            gone = await transaction.inbox.prune(now - keep.keep_inbox, dead_before=dead, limit=PORTION)
            gone += await transaction.outbox.prune(now - keep.keep_outbox, dead_before=dead, limit=PORTION)
            gone += await transaction.inquiries.prune(now - keep.keep_inquiries, limit=PORTION)
            gone += await transaction.checks.forget_chats(now - keep.keep_chats, limit=PORTION)
            gone += await transaction.origins.prune(now - keep.keep_inquiries, limit=PORTION)
            gone += await transaction.checks.prune(now - keep.keep_checks, limit=PORTION)
            gone += await transaction.complaints.prune(now - keep.keep_inquiries, limit=PORTION)
            gone += await transaction.slow_posts.prune(now - keep.keep_outbox, limit=PORTION)
            gone += await transaction.invitations.prune(now - keep.keep_outbox)
            gone += await transaction.imports.prune(now - KEEP_IMPORTS)
            gone += await transaction.groups.prune(now - KEEP_TOLD_HERE)
            gone += await transaction.blocks.prune(blocks_before=now, pauses_before=now - CALM)
            return gone + await transaction.dialogs.prune(now)
