"""Feeds: when each was asked last, and what its server wants to hear the next time."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.store.dialects import insert
from knowledge.store.schema import feeds


@dataclass(frozen=True, slots=True)
class FeedState:
    """Where a feed stands. `etag` and `last_modified` are for a conditional request (RFC 9110, 13.1).

    `failures` counts those in a row.
    """

    url: str
    due_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    failures: int = 0


class Feeds:
    """A row for each feed that was asked."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def states(self) -> dict[str, FeedState]:
        """All, {url: state}."""
        result = await self._connection.execute(select(feeds))
        return {row["url"]: FeedState(**row) for row in result.mappings()}

    async def save(self, state: FeedState) -> None:
        """Keeps where a feed stands now."""
        values = asdict(state)
        into = insert(self._connection.dialect.name, feeds).values(values)
        await self._connection.execute(into.on_conflict_do_update(index_elements=["url"], set_=values))

    async def keep_only(self, urls: Sequence[str]) -> None:
        """Forgets feeds that are no longer asked."""
        await self._connection.execute(delete(feeds).where(feeds.c.url.not_in(urls)))
