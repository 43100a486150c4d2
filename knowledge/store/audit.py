"""The audit: everything that moderators and owners did, never changed afterwards."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
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

    async def latest(self, limit: int, *, about: str = "", before: int | None = None) -> tuple[Deed, ...]:
        """The last `limit` deeds, newest first; the next page is what is `before` the last one's id.

        `about` a person are what they did and what was done to them, `about` a rebuttal what was done to it.
        """
        query = select(audit)
        if about:
            query = query.where((audit.c.actor == about) | (audit.c.subject == about))
        if before is not None:
            query = query.where(audit.c.id < before)
        result = await self._connection.execute(query.order_by(audit.c.id.desc()).limit(limit))
        return tuple(Deed(**row) for row in result.mappings())

    async def last_active(self, persons: Collection[str]) -> Mapping[str, datetime]:
        """When each of these persons last did anything; who never did is not in it."""
        last = (
            select(audit.c.actor, func.max(audit.c.id).label("id"))
            .where(audit.c.actor.in_(persons))
            .group_by(audit.c.actor)
            .subquery()
        )
        result = await self._connection.execute(
            select(audit.c.actor, audit.c.at).join(last, audit.c.id == last.c.id)
        )
        return {row.actor: row.at for row in result}

    async def labels(self, persons: Collection[str]) -> Mapping[str, str]:
        """How each of these persons was called in the last deed that named them: members of once, too."""
        result = await self._connection.execute(
            select(audit.c.subject, audit.c.details).where(audit.c.subject.in_(persons)).order_by(audit.c.id)
        )
        return {row.subject: row.details["label"] for row in result if "label" in row.details}
