"""Waves: which rebutted claims many ask about at once, and which of them had been rebutted long before."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.models import Kind
from knowledge.store.dialects import insert
from knowledge.store.schema import checks, waves


class Waves:
    """A wave lasts until it was not seen for some time, which whoever asks says."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def surging(self, *, since: datetime, askers: int, limit: int) -> tuple[tuple[str, int], ...]:
        """The rebuttals that answered so many persons since then, as (id, persons), the most first.

        Only verdicts count: who denies a claim does not spread it, and a suggestion may be about another.
        """
        persons = func.count(checks.c.person.distinct()).label("persons")
        query = (
            select(checks.c.rebuttal, persons)
            .where(checks.c.at >= since, checks.c.kind == Kind.VERDICT.value)
            .group_by(checks.c.rebuttal)
            .having(persons >= askers)
            .order_by(persons.desc(), checks.c.rebuttal)
            .limit(limit)
        )
        return tuple((row.rebuttal, row.persons) for row in await self._connection.execute(query))

    async def lasts(self, rebuttal: str, *, since: datetime, now: datetime) -> bool:
        """Notes that a wave is still seen; False when none was since then, so that this is a new one."""
        seen = (waves.c.rebuttal == rebuttal) & (waves.c.seen_at >= since)
        result = await self._connection.execute(waves.update().where(seen).values(seen_at=now))
        return result.rowcount > 0

    async def begin(self, rebuttal: str, *, rebutted: str | None, now: datetime) -> None:
        """Notes a new wave, of a claim that was `rebutted` long before, or for the first time."""
        begun = {"seen_at": now, "rebutted": rebutted}
        into = insert(self._connection.dialect.name, waves).values(rebuttal=rebuttal, **begun)
        await self._connection.execute(into.on_conflict_do_update(index_elements=["rebuttal"], set_=begun))

    async def again(self, rebuttals: Collection[str], *, since: datetime) -> Mapping[str, str]:
        """Which of these spread again, seen since then: {id: when it was first rebutted}."""
        seen = waves.c.rebuttal.in_(rebuttals) & (waves.c.seen_at >= since)
        query = select(waves.c.rebuttal, waves.c.rebutted).where(seen, waves.c.rebutted.is_not(None))
        return {row.rebuttal: row.rebutted for row in await self._connection.execute(query)}
