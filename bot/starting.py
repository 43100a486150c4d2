"""The store as a start finds it: created, migrated, and with the starter rebuttals when it was empty."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.clock import Clock
from bot.settings import Settings
from handlers.moderator.saving import PROGRAM, save_all
from knowledge import starter
from knowledge.exchange import parse
from knowledge.store import Store, open_store

LOG = logging.getLogger(__name__)


@asynccontextmanager
async def prepared_store(
    settings: Settings, clock: Clock, *, with_starter: bool = True
) -> AsyncIterator[Store]:
    """Open the store of the settings, current and never empty. Raises StoreError."""
    async with open_store(settings.database_url) as store:
        await store.migrate()
        if with_starter:
            await _load_starter(store, clock)
        yield store


async def _load_starter(store: Store, clock: Clock) -> None:
    async with store.begin() as transaction:
        if await transaction.rebuttals.count():
            return
        await transaction.rebuttals.hold()  # replicas may start together on an empty store
        if await transaction.rebuttals.count():
            return
        rebuttals = parse(starter.lines())
        await save_all(transaction, rebuttals, by=PROGRAM, deed="starter.loaded", now=clock())
    LOG.info("the store was empty: loaded %d starter rebuttals", len(rebuttals))
