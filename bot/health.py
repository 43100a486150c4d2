"""Whether a running bot is well, told from its store: a bot that is up but handles nothing is not."""

from datetime import timedelta

from bot.clock import Clock
from bot.settings import Settings
from knowledge.store import Store, StoreError, open_store

# A post is answered within a second; what has waited this long is not being handled at all.
PATIENCE = timedelta(minutes=5)


async def ailment(settings: Settings, clock: Clock) -> str | None:
    """Return what is wrong, or None. Raises StoreError when the store cannot be opened."""
    async with open_store(settings.database_url, read_only=True) as store:
        return await ailment_of(store, clock)


async def ailment_of(store: Store, clock: Clock) -> str | None:
    """Return what is wrong with an open store, a store that fails included, or None."""
    try:
        if not await store.is_current():
            return "the store is older than the program: run `migrate`"
        async with store.begin() as transaction:
            since = await transaction.inbox.waiting_since()
    except StoreError as error:
        return str(error)
    if since is not None and clock() - since > PATIENCE:
        return f"an update has been waiting since {since:%Y-%m-%d %H:%M} UTC"
    return None
