"""Inquiries: what citizens asked that no rebuttal answered, from the question until nothing is owed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, RowMapping, Select, bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.models import Inquiry, Language, RumourState
from knowledge.periods import Span
from knowledge.store.rumour_counts import WAITS, alone, recount
from knowledge.store.schema import inquiries, rumours
from knowledge.store.storable import storable


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One wording in a rumour: the newest of its inquiries, and how many have exactly this wording."""

    inquiry: Inquiry
    times: int


class Wording(NamedTuple):
    """As much of a grouped inquiry as tells where others like it belong."""

    id: int
    fingerprint: str
    text: str
    rumour: int


class Asked(NamedTuple):
    """An inquiry that waits; its person follows it if it is known when they are told at the latest."""

    id: int
    closes_at: datetime | None


class Inquiries:
    """A person's question waits for an answer, is owed a rebuttal once there is one, and then is settled.

    Its chat is known only while the person follows it: nobody else is told.

    Texts come in masked (`knowledge.text.masked`), and the fingerprint is of the masked text.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        *,
        person: str,
        text: str,
        fingerprint: str,
        language: Language | None,
        channel: str | None,
        now: datetime,
    ) -> Asked:
        """Stores a question, to be grouped soon.

        Who sends the same text again while waiting has asked once.
        """
        copy = {"fingerprint": fingerprint, "person": person}
        if known := (await self._connection.execute(_WAITING_COPY, copy)).first():
            return Asked(known.id, known.closes_at)
        row = {
            "person": person,
            "text": storable(text),
            "fingerprint": fingerprint,
            "language": None if language is None else language.value,
            "channel": None if channel is None else storable(channel),
            "asked_at": now,
        }
        return Asked((await self._connection.execute(_ADD, row)).scalar_one(), closes_at=None)

    async def follow(self, inquiry_id: int, person: str, chat_id: int, *, closes_at: datetime) -> bool:
        """Keeps the chat that is to be told of an answer, or at `closes_at` that there is none.

        False when nobody will answer: the inquiry is settled, or is not this person's.
        """
        return await self._keep_chat(inquiry_id, person, chat_id=chat_id, closes_at=closes_at)

    async def unfollow(self, inquiry_id: int, person: str) -> bool:
        """Forgets the chat; False for the same reasons."""
        return await self._keep_chat(inquiry_id, person, chat_id=None, closes_at=None)

    async def _keep_chat(self, inquiry_id: int, person: str, **values: Any) -> bool:
        open_ = (inquiries.c.id == inquiry_id) & (inquiries.c.person == person)
        kept = update(inquiries).where(open_, inquiries.c.settled_at.is_(None)).values(values)
        return (await self._connection.execute(kept)).rowcount > 0

    async def closing(self, *, now: datetime, limit: int) -> tuple[Inquiry, ...]:
        """What is followed and has no answer when its time is up, the longest due first."""
        due = inquiries.c.rebuttal.is_(None) & (inquiries.c.closes_at <= now)
        return await self._read(
            select(inquiries).where(due).order_by(inquiries.c.closes_at, inquiries.c.id).limit(limit)
        )

    async def close(self, inquiry_ids: Sequence[int]) -> None:
        """Forgets the chats of those who were told that there is no answer; their questions stay."""
        closed = update(inquiries).where(inquiries.c.id.in_(inquiry_ids))
        await self._connection.execute(closed.values(chat_id=None, closes_at=None))

    async def find(self, inquiry_id: int) -> Inquiry | None:
        found = await self._read(select(inquiries).where(inquiries.c.id == inquiry_id))
        return found[0] if found else None

    async def ungrouped(self, limit: int) -> tuple[Inquiry, ...]:
        """What was not grouped yet, oldest first."""
        return await self._read(_BY_ID.where(inquiries.c.rumour_id.is_(None)).limit(limit))

    async def wordings(self, *, after: int, limit: int) -> tuple[Wording, ...]:
        """What was grouped, `limit` inquiries after the id `after`, as grouping begins with it."""
        grouped = (inquiries.c.id > after) & inquiries.c.rumour_id.is_not(None)
        columns = (inquiries.c.id, inquiries.c.fingerprint, inquiries.c.text, inquiries.c.rumour_id)
        query = select(*columns).where(grouped).order_by(inquiries.c.id).limit(limit)
        return tuple(Wording(*row) for row in await self._connection.execute(query))

    async def of_rumour(
        self, rumour_id: int, *, limit: int, before: int | None = None
    ) -> tuple[Inquiry, ...]:
        """The inquiries of a rumour, newest first; the next page is what is `before` the last one's id."""
        query = select(inquiries).where(inquiries.c.rumour_id == rumour_id)
        if before is not None:
            query = query.where(inquiries.c.id < before)
        return await self._read(query.order_by(inquiries.c.id.desc()).limit(limit))

    async def phrasings(self, rumour_id: int, *, limit: int) -> tuple[Phrasing, ...]:
        """The wordings of a rumour, the most frequent first, of equals the newest."""
        newest, times = func.max(inquiries.c.id).label("newest"), func.count().label("times")
        grouped = (
            select(newest, times)
            .where(inquiries.c.rumour_id == rumour_id)
            .group_by(inquiries.c.fingerprint)
            .order_by(times.desc(), newest.desc())
            .limit(limit)
            .subquery()
        )
        query = select(inquiries, grouped.c.times).join(grouped, inquiries.c.id == grouped.c.newest)
        result = await self._connection.execute(query.order_by(grouped.c.times.desc(), inquiries.c.id.desc()))
        return tuple(Phrasing(_inquiry(row), row["times"]) for row in result.mappings())

    async def leading(self, rumour_ids: Sequence[int], span: Span | None = None) -> Mapping[int, Inquiry]:
        """The most frequent wording of each of these rumours (in the span), of equals the newest."""
        meant: ColumnElement[bool] = inquiries.c.rumour_id.in_(rumour_ids)
        if span is not None:
            # + 0 keeps SQLite from the index of rumours: the span is fewer rows, and side by side.
            meant = (inquiries.c.rumour_id + 0).in_(rumour_ids)
            meant &= (inquiries.c.asked_at >= span.since) & (inquiries.c.asked_at < span.until)
        newest, times = func.max(inquiries.c.id).label("newest"), func.count()
        rank = func.row_number().over(
            partition_by=inquiries.c.rumour_id, order_by=(times.desc(), newest.desc())
        )
        ranked = (
            select(newest, rank.label("rank"))
            .where(meant)
            .group_by(inquiries.c.rumour_id, inquiries.c.fingerprint)
            .subquery()
        )
        query = select(inquiries).join(ranked, inquiries.c.id == ranked.c.newest).where(ranked.c.rank == 1)
        return {found.rumour: found for found in await self._read(query) if found.rumour is not None}

    async def followers(self, rumour_id: int) -> int:
        """How many persons want to be told of its answer."""
        followed = (inquiries.c.rumour_id == rumour_id) & WAITS & inquiries.c.chat_id.is_not(None)
        query = select(func.count(inquiries.c.person.distinct())).where(followed)
        return await self._connection.scalar(query) or 0

    async def channels(self, rumour_id: int, *, limit: int) -> tuple[tuple[str, int], ...]:
        """The channels that a rumour was forwarded from, with how many inquiries of each, most first."""
        times = func.count()
        query = (
            select(inquiries.c.channel, times)
            .where(inquiries.c.rumour_id == rumour_id, inquiries.c.channel.is_not(None))
            .group_by(inquiries.c.channel)
            .order_by(times.desc(), inquiries.c.channel)
            .limit(limit)
        )
        return tuple((channel, count) for channel, count in await self._connection.execute(query))

    async def waiting(self, *, after: int, limit: int) -> tuple[Inquiry, ...]:
        """What waits for an answer, in whichever rumour, `limit` of them after the id `after`."""
        return await self._read(_BY_ID.where(WAITS, inquiries.c.id > after).limit(limit))

    async def promise(
        self, inquiry_ids: Sequence[int], rebuttal: str, *, now: datetime, broadcast: int | None = None
    ) -> tuple[int, ...]:
        """Owes a rebuttal to those of these inquiries that wait; returns the rumours that this answers.

        These are the open ones in which nobody waits any more.
        """
        await alone(self._connection)
        promised = (
            update(inquiries)
            .where(inquiries.c.id.in_(inquiry_ids), WAITS)
            .values(rebuttal=rebuttal, broadcast=broadcast)
            .returning(inquiries.c.rumour_id)
        )
        owners = list(await self._connection.scalars(promised))
        touched = {owner for owner in owners if owner is not None}
        await recount(self._connection, touched)
        done = (rumours.c.state == RumourState.OPEN.value) & (rumours.c.waiting == 0)
        closed = {"state": RumourState.ANSWERED.value, "rebuttal": rebuttal, "closed_at": now}
        free = {"taken_by": None, "taken_until": None}
        answered = update(rumours).where(rumours.c.id.in_(touched), done).values({**closed, **free})
        return tuple(await self._connection.scalars(answered.returning(rumours.c.id)))

    async def owed(self, *, after: int, limit: int) -> tuple[Inquiry, ...]:
        """What a rebuttal is owed to (`Inquiry.rebuttal`), `limit` of them after the id `after`."""
        owed = inquiries.c.rebuttal.is_not(None) & inquiries.c.settled_at.is_(None)
        return await self._read(_BY_ID.where(owed, inquiries.c.id > after).limit(limit))

    async def settle(self, inquiry_ids: Sequence[int], *, now: datetime) -> int:
        """Ends what is owed to these inquiries, which erases their chats; how many were not settled before.

        Those that nobody had promised anything leave the demand for their rumour as well.
        """
        await alone(self._connection)
        settled = (
            update(inquiries)
            .where(inquiries.c.id.in_(inquiry_ids), inquiries.c.settled_at.is_(None))
            .values(settled_at=now, chat_id=None, closes_at=None)
            .returning(inquiries.c.rumour_id)
        )
        owners = list(await self._connection.scalars(settled))
        await recount(self._connection, {owner for owner in owners if owner is not None})
        return len(owners)

    async def senders(self, inquiry: Inquiry) -> int:
        """How many persons have sent exactly this wording."""
        same = inquiries.c.fingerprint == inquiry.fingerprint
        return (
            await self._connection.scalar(select(func.count(inquiries.c.person.distinct())).where(same)) or 0
        )

    async def number_of(self, person: str) -> int:
        """How many questions of a person are kept."""
        mine = select(func.count()).select_from(inquiries).where(inquiries.c.person == person)
        return await self._connection.scalar(mine) or 0

    async def open_of(self, person: str, *, limit: int, before: int | None = None) -> tuple[Inquiry, ...]:
        """A person's questions that wait, newest first; the next page is `before` the last one's id."""
        query = select(inquiries).where(inquiries.c.person == person, WAITS)
        if before is not None:
            query = query.where(inquiries.c.id < before)
        return await self._read(query.order_by(inquiries.c.id.desc()).limit(limit))

    async def of_person(self, person: str) -> tuple[Inquiry, ...]:
        """Everything that is kept of a person's questions, oldest first."""
        return await self._read(_BY_ID.where(inquiries.c.person == person))

    async def forget(self, person: str) -> int:
        """Deletes everything that a person asked; how many inquiries that were."""
        return await self._delete(select(inquiries.c.id).where(inquiries.c.person == person))

    async def prune(self, before: datetime, *, limit: int = 1000) -> int:
        """Deletes inquiries that were asked before, oldest first, at most `limit`; how many they were."""
        old = select(inquiries.c.id).where(inquiries.c.asked_at < before)
        return await self._delete(old.order_by(inquiries.c.asked_at).limit(limit))

    async def _delete(self, query: Select[tuple[int]]) -> int:
        await alone(self._connection)
        gone = delete(inquiries).where(inquiries.c.id.in_(query)).returning(inquiries.c.rumour_id)
        owners = list(await self._connection.scalars(gone))
        await recount(self._connection, {owner for owner in owners if owner is not None})
        return len(owners)

    async def _read(self, query: Select[Any]) -> tuple[Inquiry, ...]:
        result = await self._connection.execute(query)
        return tuple(_inquiry(row) for row in result.mappings())


_BY_ID = select(inquiries).order_by(inquiries.c.id)

# Built once: building a statement costs as much as running it.
_WAITING_COPY = (
    select(inquiries.c.id, inquiries.c.closes_at)
    .where(
        inquiries.c.fingerprint == bindparam("fingerprint"), inquiries.c.person == bindparam("person"), WAITS
    )
    .limit(1)
)
_ADD = insert(inquiries).returning(inquiries.c.id)


def _inquiry(row: RowMapping) -> Inquiry:
    return Inquiry(
        id=row["id"],
        rumour=row["rumour_id"],
        person=row["person"],
        chat_id=row["chat_id"],
        text=row["text"],
        fingerprint=row["fingerprint"],
        language=None if row["language"] is None else Language(row["language"]),
        channel=row["channel"],
        asked_at=row["asked_at"],
        rebuttal=row["rebuttal"],
        settled_at=row["settled_at"],
        broadcast=row["broadcast"],
        closes_at=row["closes_at"],
    )
