"""The audit: everything that moderators and owners did, never changed afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.store.schema import audit


@dataclass(frozen=True, slots=True)
class Deed:
    """Who (a keyed hash) did what to what."""

    id: int
    at: datetime
    actor: str
    deed: str
    subject: str
    details: Mapping[str, Any]


class Audit:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def record(
        self, actor: str, deed: str, subject: str, details: Mapping[str, Any], *, now: datetime
    ) -> None:
        row = {"at": now, "actor": actor, "deed": deed, "subject": subject, "details": dict(details)}
        await self._connection.execute(insert(audit), row)

    async def latest(self, limit: int) -> tuple[Deed, ...]:
        """The last `limit` deeds, newest first."""
        result = await self._connection.execute(select(audit).order_by(audit.c.id.desc()).limit(limit))
        return tuple(Deed(**row) for row in result.mappings())
