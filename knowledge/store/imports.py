"""Imports: files that moderators sent, from their arrival until somebody has decided."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.models import Language
from knowledge.store.schema import imports


class ImportState(StrEnum):
    """What is to be done with a file next."""

    SENT = "sent"  # to be fetched and read
    READY = "ready"  # its sender has a report and is to decide
    CONFIRMED = "confirmed"  # to be saved
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Import:
    """One file. `content` is what was read from it, as JSONL; `card` the outbox id of the report.

    `language` is the sender's, for whoever writes the report.
    """

    id: int
    person: str
    chat_id: int
    file_id: str
    name: str
    language: Language
    state: ImportState
    content: str | None
    card: int
    sent_at: datetime


class Imports:
    """A state is left by one change only: of two at once, the other one does not happen."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        *,
        person: str,
        chat_id: int,
        file_id: str,
        name: str,
        language: Language,
        card: int,
        now: datetime,
    ) -> int:
        """Notes that a file is to be read; returns its number."""
        row = {
            "person": person,
            "chat_id": chat_id,
            "file_id": file_id,
            "name": name,
            "language": language.value,
            "state": ImportState.SENT.value,
            "card": card,
            "sent_at": now,
        }
        result = await self._connection.execute(insert(imports).values(row).returning(imports.c.id))
        return int(result.scalar_one())

    async def due(self) -> Import | None:
        """The oldest that is to be read or saved."""
        states = (ImportState.SENT.value, ImportState.CONFIRMED.value)
        query = select(imports).where(imports.c.state.in_(states)).order_by(imports.c.id).limit(1)
        row = (await self._connection.execute(query)).mappings().one_or_none()
        if row is None:
            return None
        changed = {"state": ImportState(row["state"]), "language": Language(row["language"])}
        return Import(**{**row, **changed})

    async def ready(self, number: int, content: str) -> bool:
        """Keeps what was read, for its sender to decide about."""
        return await self._leave(number, ImportState.SENT, ImportState.READY, content)

    async def confirm(self, number: int, person: str) -> bool:
        """The sender wants it saved; False when that is decided already, or it is not theirs."""
        return await self._decide(number, person, ImportState.CONFIRMED)

    async def cancel(self, number: int, person: str) -> bool:
        """The sender does not want it; its content is erased."""
        return await self._decide(number, person, ImportState.OVER)

    async def over(self, number: int, state: ImportState) -> bool:
        """Nothing is left to do for a file in that state; its content is erased."""
        return await self._leave(number, state, ImportState.OVER, None)

    async def prune(self, before: datetime) -> int:
        """Deletes what was sent before that time, decided or not; returns how many."""
        result = await self._connection.execute(delete(imports).where(imports.c.sent_at < before))
        return result.rowcount

    async def _leave(self, number: int, old: ImportState, new: ImportState, content: str | None) -> bool:
        change = update(imports).where(imports.c.id == number, imports.c.state == old.value)
        result = await self._connection.execute(change.values(state=new.value, content=content))
        return result.rowcount > 0

    async def _decide(self, number: int, person: str, new: ImportState) -> bool:
        theirs = (imports.c.id == number) & (imports.c.person == person)
        change = update(imports).where(theirs, imports.c.state == ImportState.READY.value)
        erased = {"content": None} if new is ImportState.OVER else {}
        result = await self._connection.execute(change.values(state=new.value, **erased))
        return result.rowcount > 0
