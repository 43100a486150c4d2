"""One person in all tables: whatever names them is shown to them, and erased when they want it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import BindParameter, Column, ColumnElement, Table, bindparam, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.store.complaints import Complaints
from knowledge.store.inbox import Inbox, queues_of
from knowledge.store.inquiries import Inquiries
from knowledge.store.outbox import Outbox
from knowledge.store.people import People
from knowledge.store.rumours import Rumours
from knowledge.store.schema import (
    audit,
    blocks,
    broadcasts,
    complainants,
    complaints,
    in_state,
    inbox,
    inquiries,
    invitations,
    metadata,
    outbox,
    pauses,
    rumours,
    synonyms,
    team,
    versions,
)

Rows = tuple[Mapping[str, Any], ...]

# A column `person` says whom a row is about, `chat_id` whose chat it is: such rows are found by these names,
# in tables that are yet to come, too. These name who did something for the bot; that stays, as whoever
# changes what the public reads has to answer for it.
DEEDS: tuple[Column[Any], ...] = (
    audit.c.actor,
    audit.c.subject,
    versions.c.actor,
    synonyms.c.taught_by,
    team.c.appointed_by,
    invitations.c.invited_by,
    broadcasts.c.by,
    complaints.c.decided_by,
    blocks.c.by,
)
# To be forgotten is no way around a block or a limit; these end by themselves.
KEPT: frozenset[Table] = frozenset({blocks, pauses})


class Persons:
    """A person is a keyed hash, and `chat_id` is their private chat with the bot."""

    def __init__(self, connection: AsyncConnection, people: People, letters: Outbox) -> None:
        self._connection = connection
        self._people = people
        self._letters = letters

    async def shown(self, person: str, chat_id: int) -> Mapping[str, Rows]:
        """All that is stored about a person, {table: rows}; of what they did for the bot, when and to what.

        What is being handled at this moment is not there.
        """
        await self._letters.written()
        names = {"person": person, "chat": chat_id, "queues": queues_of(chat_id)}
        found: dict[str, list[Mapping[str, Any]]] = {}
        for table, query in _queries():
            rows = (await self._connection.execute(query, names)).mappings()
            found.setdefault(table.name, []).extend(dict(row) for row in rows)
        return {name: tuple(rows) for name, rows in found.items() if rows}

    async def forget(self, person: str, chat_id: int, *, now: datetime) -> None:
        """Erases all that is shown, but for deeds and for what is in `KEPT`."""
        await self._letters.forget(person, chat_id, now=now)
        await Inbox(self._connection).forget(chat_id)
        await Inquiries(self._connection).forget(person)
        await Complaints(self._connection).forget(person)
        await Rumours(self._connection).free(person)
        for table, mine in _theirs():
            if table not in KEPT:
                await self._connection.execute(delete(table).where(mine), {"person": person, "chat": chat_id})
        told_there = update(broadcasts).where(broadcasts.c.chat_id == chat_id)
        await self._connection.execute(told_there.values(chat_id=None))
        self._people.forget_met()


_ME: BindParameter[str] = bindparam("person")
_MY_CHAT: BindParameter[int] = bindparam("chat")
# What nouns of their own erase, as more hangs on it.
_BY_THEIR_NOUN = frozenset({inbox, outbox, inquiries, complainants})


def _theirs() -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """The tables that hold rows about a person, with what makes a row theirs."""
    for table in metadata.sorted_tables:
        named = [table.c.person == _ME] if "person" in table.c else []
        done = any(column.table is table for column in DEEDS)
        reached = [table.c.chat_id == _MY_CHAT] if "chat_id" in table.c and not done else []
        if (named or reached) and table not in _BY_THEIR_NOUN:
            yield table, or_(*named, *reached)


def _queries() -> Iterator[tuple[Table, Any]]:
    for table, mine in _theirs():
        yield table, select(table).where(mine)
    yield inquiries, select(inquiries).where(inquiries.c.person == _ME)
    yield complainants, select(complainants).where(complainants.c.person == _ME)
    yield complaints, _posts_complained_of()
    given_up = in_state(inbox, "dead") & inbox.c.chat_key.in_(bindparam("queues", expanding=True))
    yield inbox, select(inbox).where(given_up)
    yield outbox, select(outbox).where(outbox.c.chat_id == _MY_CHAT)
    yield (
        rumours,
        select(rumours.c.id, rumours.c.taken_by, rumours.c.taken_until).where(rumours.c.taken_by == _ME),
    )
    for table, columns in groupby(DEEDS, key=lambda column: column.table):
        by_me = list(columns)
        yield table, select(*_brief(table, by_me)).where(or_(*(column == _ME for column in by_me)))
    yield broadcasts, select(broadcasts.c.id, broadcasts.c.chat_id).where(broadcasts.c.chat_id == _MY_CHAT)


def _posts_complained_of() -> Any:
    theirs = select(complainants.c.complaint).where(complainants.c.person == _ME)
    return select(complaints.c.id, complaints.c.rebuttal, complaints.c.text, complaints.c.state).where(
        complaints.c.id.in_(theirs)
    )


def _brief(table: Table, by_me: Sequence[Column[Any]]) -> Sequence[Column[Any]]:
    """Which row, when and by whom: what the deed made is no personal data, and may be thousands of pages."""
    if table is audit:
        return list(table.c)
    times = [column for column in table.c if column.name in {"at", "taught_at", "appointed_at", "invited_at"}]
    return list(dict.fromkeys([*table.primary_key, *times, *by_me]))
