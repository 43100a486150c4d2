"""Broadcasts: what one deed makes many people read, from the deed until the moderator knows who got it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, RowMapping, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.models import Language
from knowledge.store.schema import broadcasts, in_state, inquiries, outbox


class BroadcastKind(StrEnum):
    """Why people are written to."""

    ANSWER = "answer"  # their rumour has an answer
    PUBLICATION = "publication"  # a rebuttal turned out to answer their question
    CORRECTION = "correction"  # a verdict that they read is another one now
    WITHDRAWAL = "withdrawal"  # a verdict that they read is none any more


class BroadcastState(StrEnum):
    DUE = "due"  # whose turn it is may still change
    WRITTEN = "written"  # all letters are written or will be without anybody deciding more


@dataclass(frozen=True, slots=True)
class Broadcast:
    """Who is to be told what of it: `chat_id` None are the moderators' chats, `by` the actor of the deed.

    `rumour` is the one that was answered, of an answer.
    """

    id: int
    kind: BroadcastKind
    state: BroadcastState
    rumour: int | None
    rebuttal: str
    version: int
    by: str
    chat_id: int | None
    language: Language | None
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Receipts:
    """How many letters arrived, met a chat that is gone, were refused, and are not settled yet."""

    delivered: int
    blocked: int
    failed: int
    open: int

    @property
    def total(self) -> int:
        return self.delivered + self.blocked + self.failed + self.open


class Broadcasts:
    """A row for as long as something is left to do or to tell."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        kind: BroadcastKind,
        rebuttal: str,
        version: int,
        *,
        by: str,
        due_at: datetime,
        state: BroadcastState = BroadcastState.DUE,
        chat_id: int | None = None,
        language: Language | None = None,
        rumour: int | None = None,
    ) -> int:
        row = {
            "kind": kind.value,
            "state": state.value,
            "rumour": rumour,
            "rebuttal": rebuttal,
            "version": version,
            "by": by,
            "chat_id": chat_id,
            "language": language,
            "due_at": due_at,
        }
        into = insert(broadcasts).values(row).returning(broadcasts.c.id)
        return int((await self._connection.execute(into)).scalar_one())

    async def due(self, kinds: Collection[BroadcastKind], *, now: datetime) -> tuple[Broadcast, ...]:
        """Those of these kinds whose time has come, oldest first."""
        return await self._read(
            broadcasts.c.kind.in_([kind.value for kind in kinds]),
            broadcasts.c.state == BroadcastState.DUE.value,
            broadcasts.c.due_at <= now,
        )

    async def is_overtaken(self, broadcast: Broadcast) -> bool:
        """Whether a later one says of the same rebuttal what is so now."""
        later = select(broadcasts.c.id).where(
            broadcasts.c.rebuttal == broadcast.rebuttal,
            broadcasts.c.id > broadcast.id,
            broadcasts.c.kind.in_([BroadcastKind.CORRECTION.value, BroadcastKind.WITHDRAWAL.value]),
        )
        return await self._connection.scalar(later.limit(1)) is not None

    async def written(self, broadcast_ids: Collection[int]) -> None:
        """Nothing more will be decided on these."""
        done = update(broadcasts).where(broadcasts.c.id.in_(broadcast_ids))
        await self._connection.execute(done.values(state=BroadcastState.WRITTEN.value))

    async def all_written(self) -> tuple[Broadcast, ...]:
        """Those of which only the arrival is awaited, oldest first."""
        return await self._read(broadcasts.c.state == BroadcastState.WRITTEN.value)

    async def receipts(self, broadcast_id: int) -> Receipts:
        """What became of its letters; who is owed one that is not written yet counts as open."""
        letters = func.count().label("letters")
        query = select(outbox.c.state, letters).where(outbox.c.broadcast == broadcast_id)
        rows = await self._connection.execute(query.group_by(outbox.c.state))
        counted = {row.state: row.letters for row in rows}
        owed = select(func.count()).where(
            inquiries.c.broadcast == broadcast_id,
            inquiries.c.rebuttal.is_not(None),
            inquiries.c.settled_at.is_(None),
        )
        unwritten = await self._connection.scalar(owed) or 0
        return Receipts(
            delivered=counted.get("sent", 0),
            blocked=counted.get("dropped", 0),
            failed=counted.get("dead", 0),
            open=counted.get("open", 0) + unwritten,
        )

    async def open_letters(self, broadcast_id: int) -> int:
        """How many of its letters wait to be sent."""
        own = (outbox.c.broadcast == broadcast_id) & in_state(outbox, "open")
        return await self._connection.scalar(select(func.count()).where(own)) or 0

    async def over(self, broadcast_id: int) -> bool:
        """Ends it; False when somebody else has."""
        gone = delete(broadcasts).where(broadcasts.c.id == broadcast_id)
        return (await self._connection.execute(gone)).rowcount > 0

    async def _read(self, *where: ColumnElement[bool]) -> tuple[Broadcast, ...]:
        result = await self._connection.execute(select(broadcasts).where(*where).order_by(broadcasts.c.id))
        return tuple(_broadcast(row) for row in result.mappings())


def _broadcast(row: RowMapping) -> Broadcast:
    kept = {**row, "kind": BroadcastKind(row["kind"]), "state": BroadcastState(row["state"])}
    language = row["language"]
    return Broadcast(**{**kept, "language": None if language is None else Language(language)})
