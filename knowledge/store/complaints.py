"""Complaints: posts of which citizens said that the answer is not about them, and what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import RowMapping, Select, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.models import Kind, Language
from knowledge.store.counters import advance
from knowledge.store.schema import complainants, complaints
from knowledge.store.storable import storable


class ComplaintState(StrEnum):
    """What a moderator has said of it."""

    OPEN = "open"
    UPHELD = "upheld"  # the post is not about that claim
    REFUTED = "refuted"  # the answer was right


@dataclass(frozen=True, slots=True)
class Complaint:
    """A masked post and the rebuttal that it was answered with; `persons` of them found that wrong.

    `claim` and `probability` are of the match that the first answer came from. `decided_by` is a keyed hash.
    """

    id: int
    rebuttal: str
    text: str
    kind: Kind
    probability: float
    claim: str
    state: ComplaintState
    cards: Mapping[int, int]  # chat -> outbox id of the card there
    decided_by: str | None
    first_at: datetime
    last_at: datetime
    persons: int


@dataclass(frozen=True, slots=True)
class Complainant:
    """One who complained, and where they wait to be told what became of it."""

    person: str
    chat_id: int
    language: Language


class Complaints:
    """Whoever decides or joins first takes the row; of two decisions one counts."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def alone(self) -> None:
        """Waits until nobody else files a complaint; until the commit nobody does.

        So two that come at once find each other and make one card.
        """
        await advance(self._connection, "complaints")

    async def about(self, rebuttal: str, *, limit: int) -> tuple[Complaint, ...]:
        """The last ones about a rebuttal, newest first."""
        mine = _ALL.where(complaints.c.rebuttal == rebuttal)
        return await self._read(mine.order_by(complaints.c.id.desc()).limit(limit))

    async def find(self, complaint_id: int) -> Complaint | None:
        found = await self._read(_ALL.where(complaints.c.id == complaint_id))
        return found[0] if found else None

    async def file(
        self, rebuttal: str, text: str, *, kind: Kind, probability: float, claim: str, now: datetime
    ) -> int:
        """Opens a complaint that nobody has joined yet; returns its id."""
        row: dict[str, Any] = {
            "rebuttal": rebuttal,
            "text": storable(text),
            "kind": kind.value,
            "probability": probability,
            "claim": claim,
            "state": ComplaintState.OPEN.value,
            "cards": {},
            "first_at": now,
            "last_at": now,
        }
        into = insert(complaints).values(row).returning(complaints.c.id)
        return int((await self._connection.execute(into)).scalar_one())

    async def join(
        self, complaint_id: int, person: str, *, chat_id: int, language: Language, now: datetime
    ) -> bool:
        """Counts a person; False for one who has complained of the same before."""
        mine = (complainants.c.complaint == complaint_id) & (complainants.c.person == person)
        if await self._connection.scalar(select(complainants.c.person).where(mine)) is not None:
            return False
        joined = insert(complainants).values(
            complaint=complaint_id, person=person, chat_id=chat_id, language=language.value, at=now
        )
        await self._connection.execute(joined)
        await self._connection.execute(
            update(complaints).where(complaints.c.id == complaint_id).values(last_at=now)
        )
        return True

    async def persons(self, complaint_id: int) -> tuple[str, ...]:
        """Who has made it."""
        made = select(complainants.c.person).where(complainants.c.complaint == complaint_id)
        return tuple(await self._connection.scalars(made.order_by(complainants.c.person)))

    async def made_since(self, person: str, since: datetime) -> int:
        """How many complaints a person has made or joined since then."""
        made = (complainants.c.person == person) & (complainants.c.at >= since)
        query = select(func.count()).select_from(complainants).where(made)
        return await self._connection.scalar(query) or 0

    async def shown(self, complaint_id: int, cards: Mapping[int, int]) -> None:
        """Notes the cards that moderators have: {chat: outbox id}."""
        held = {str(chat_id): card for chat_id, card in cards.items()}
        await self._connection.execute(
            update(complaints).where(complaints.c.id == complaint_id).values(cards=held)
        )

    async def decide(self, complaint_id: int, state: ComplaintState, *, by: str) -> bool:
        """Closes an open complaint; False when somebody was faster."""
        open_ = (complaints.c.id == complaint_id) & (complaints.c.state == ComplaintState.OPEN.value)
        closed = update(complaints).where(open_).values(state=state.value, decided_by=by)
        return (await self._connection.execute(closed)).rowcount > 0

    async def release(self, complaint_id: int) -> tuple[Complainant, ...]:
        """Those who wait to be told; their chats are forgotten with it."""
        waiting = (complainants.c.complaint == complaint_id) & complainants.c.chat_id.is_not(None)
        columns = (complainants.c.person, complainants.c.chat_id, complainants.c.language)
        found = await self._connection.execute(
            select(*columns).where(waiting).order_by(complainants.c.person)
        )
        owed = tuple(Complainant(row.person, row.chat_id, Language(row.language)) for row in found)
        await self._connection.execute(update(complainants).where(waiting).values(chat_id=None))
        return owed

    async def forget(self, person: str) -> int:
        """Takes a person out of all complaints, and deletes those that nobody else has made; how many."""
        mine = delete(complainants).where(complainants.c.person == person)
        left = list(await self._connection.scalars(mine.returning(complainants.c.complaint)))
        others = select(complainants.c.complaint).where(complainants.c.complaint.in_(left))
        still = set(await self._connection.scalars(others))
        alone = [complaint for complaint in left if complaint not in still]
        await self._delete(alone)
        return len(alone)

    async def prune(self, before: datetime, *, limit: int = 1000) -> int:
        """Deletes those that nobody has made since, with who made them; at most `limit`, how many."""
        old = select(complaints.c.id).where(complaints.c.last_at < before)
        gone = list(await self._connection.scalars(old.order_by(complaints.c.last_at).limit(limit)))
        await self._delete(gone)
        return len(gone)

    async def _delete(self, complaint_ids: Sequence[int]) -> None:
        await self._connection.execute(
            delete(complainants).where(complainants.c.complaint.in_(complaint_ids))
        )
        await self._connection.execute(delete(complaints).where(complaints.c.id.in_(complaint_ids)))

    async def _read(self, query: Select[tuple[int]]) -> tuple[Complaint, ...]:
        result = await self._connection.execute(query)
        return tuple(_complaint(row) for row in result.mappings())


_PERSONS = (
    select(func.count())
    .select_from(complainants)
    .where(complainants.c.complaint == complaints.c.id)
    .scalar_subquery()
    .label("persons")
)
_ALL = select(complaints, _PERSONS)


def _complaint(row: RowMapping) -> Complaint:
    return Complaint(
        id=row["id"],
        rebuttal=row["rebuttal"],
        text=row["text"],
        kind=Kind(row["kind"]),
        probability=row["probability"],
        claim=row["claim"],
        state=ComplaintState(row["state"]),
        cards={int(chat_id): card for chat_id, card in row["cards"].items()},
        decided_by=row["decided_by"],
        first_at=row["first_at"],
        last_at=row["last_at"],
        persons=row["persons"],
    )
