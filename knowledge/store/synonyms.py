"""Synonyms that moderators taught the lexicon: pairs of words or phrases that mean the same."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.store.rebuttals import Rebuttals
from knowledge.store.schema import synonyms


@dataclass(frozen=True, slots=True)
class Synonym:
    """`word` means what `meaning` means. `taught_by` is a keyed hash."""

    id: int
    word: str
    meaning: str
    taught_by: str
    taught_at: datetime


class Synonyms:
    """A change takes a revision of the rebuttals, so that every process follows it the same way."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def teach(self, word: str, meaning: str, *, by: str, now: datetime) -> None:
        row = {"word": word, "meaning": meaning, "taught_by": by, "taught_at": now}
        await self._connection.execute(insert(synonyms), row)
        await Rebuttals(self._connection).save_all((), now=now)

    async def forget(self, synonym_id: int, *, now: datetime) -> Synonym | None:
        """Take a pair away and return it; None when it was not there."""
        gone = delete(synonyms).where(synonyms.c.id == synonym_id).returning(synonyms)
        row = (await self._connection.execute(gone)).mappings().first()
        if row is None:
            return None
        await Rebuttals(self._connection).save_all((), now=now)
        return Synonym(**row)

    async def all(self) -> tuple[Synonym, ...]:
        """Every pair, in the order in which they were taught."""
        result = await self._connection.execute(select(synonyms).order_by(synonyms.c.id))
        return tuple(Synonym(**row) for row in result.mappings())
