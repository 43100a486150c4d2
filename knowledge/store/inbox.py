"""The inbox: updates from arrival to answer, in order per chat, each held by one worker at a time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Integer, bindparam, func, literal_column, null, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningInsert

from knowledge.store import queues
from knowledge.store.dialects import insert
from knowledge.store.errors import LeaseLostError
from knowledge.store.schema import in_state, inbox


@dataclass(frozen=True, slots=True)
class RawUpdate:
    """An update as Telegram sent it. Those of one `chat_key` are handled one by one, by `update_id`."""

    update_id: int
    kind: str
    chat_key: str
    payload: str


@dataclass(frozen=True, slots=True)
class Work:
    """An update that `owner` holds until its lease ends. `attempts` counts the claims, this one included."""

    bot_id: int
    update_id: int
    kind: str
    chat_key: str
    payload: str
    attempts: int
    owner: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that nobody holds, behind others of its chat."""

    update_id: int
    chat_key: str
    payload: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class DeadUpdate:
    """An update that was given up."""

    bot_id: int
    update_id: int
    kind: str
    attempts: int
    error: str
    received_at: datetime
    finished_at: datetime


def queues_of(chat_id: int) -> list[str]:
    """The `chat_key`s of a person: what they do in their private chat, and what belongs to no chat."""
    return [f"chat:{chat_id}", f"person:{chat_id}"]


class Inbox:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def receive(self, bot_id: int, updates: Sequence[RawUpdate], *, now: datetime) -> int:
        """Stores the updates that are not known yet and returns their number."""
        rows = [
            {
                "bot_id": bot_id,
                "update_id": arrived.update_id,
                "kind": arrived.kind,
                "chat_key": arrived.chat_key,
                "payload": arrived.payload,
                "state": "open",
                "attempts": 0,
                "due_at": now,
                "received_at": now,
            }
            for arrived in updates
        ]
        if not rows:
            return 0
        result = await self._connection.execute(_receive(self._connection.dialect.name), rows)
        return len(result.all())

    async def claim(
        self, bot_id: int, limit: int, owner: str, *, now: datetime, lease: timedelta
    ) -> tuple[Work, ...]:
        """Takes the oldest open update of up to `limit` chats, oldest first; none that another one holds.

        A lease that ran out is given anew. Who gets a Work with more `attempts` than it would ever make
        should call `failed` at once: the update took its workers down with it.
        """
        result = await self._connection.execute(
            _CLAIM,
            {"bot": bot_id, "now": now, "limit": limit, "new_owner": owner, "lease_end": now + lease},
        )
        return tuple(sorted((Work(**row) for row in result.mappings()), key=lambda work: work.update_id))

    async def done(self, works: Iterable[Work], *, now: datetime) -> None:
        """Completes the works and erases what they said; LeaseLostError unless all are still held.

        The error asks for a rollback: another worker has them, and its effects would come on top of these.
        """
        held = defaultdict(list)
        for work in works:
            held[work.bot_id, work.owner, work.attempts].append(work.update_id)
        for (bot_id, owner, attempts), ids in held.items():
            fence = {"bot": bot_id, "holder": owner, "attempt": attempts, "ids": ids}
            result = await self._connection.execute(_DONE, {**fence, "now": now})
            if result.rowcount != len(ids):
                raise LeaseLostError(f"{len(ids) - result.rowcount} updates were claimed by another worker")

    async def failed(self, work: Work, error: str, *, now: datetime, retry_at: datetime, limit: int) -> bool:
        """Puts the update back until `retry_at`, or gives it up after `limit` attempts; True when given up.

        Its chat waits for the next attempt and goes on without it when it is given up. Nothing happens
        when the lease was lost. `error` must not hold words of the citizen.
        """
        dead = work.attempts >= limit
        fence = {"bot": work.bot_id, "holder": work.owner, "attempt": work.attempts, "ids": [work.update_id]}
        result = await self._connection.execute(
            _PARK if dead else _RETRY,
            {**fence, "reason": error} | ({"now": now} if dead else {"retry_at": retry_at}),
        )
        return dead and result.rowcount == 1

    async def release(self, bot_id: int, *, now: datetime) -> int:
        """Ends all leases, for a worker that is alone; returns how many. Attempts stay counted."""
        result = await self._connection.execute(_RELEASE, {"bot": bot_id, "now": now})
        return result.rowcount

    async def release_of_the_dead(self, bot_id: int, *, now: datetime, leased_until: datetime) -> int:
        """Ends the leases of workers that do not listen any more (`Store.listen`); returns how many.

        Only those that end before `leased_until`: a worker may claim a moment before it listens.
        """
        values = {"bot": bot_id, "now": now, "leased_until": leased_until}
        result = await self._connection.execute(_RELEASE_OF_THE_DEAD, values)
        return result.rowcount

    async def put_back(self, works: Iterable[Work], *, until: datetime) -> None:
        """Undoes the claim of works; they, and what comes after them in their chats, wait until then."""
        for work in works:
            held = {
                "bot": work.bot_id,
                "holder": work.owner,
                "attempt": work.attempts,
                "ids": [work.update_id],
            }
            await self._connection.execute(_PUT_BACK, {**held, "until": until})

    async def following(self, works: Iterable[Work], limit: int) -> Mapping[str, Sequence[Waiting]]:
        """What waits behind these works in their chats, {chat_key: in order}; at most `limit` of all."""
        works = list(works)
        if not works:
            return {}
        values = {"bot": works[0].bot_id, "chats": [work.chat_key for work in works], "limit": limit}
        found = defaultdict(list)
        for row in (await self._connection.execute(_FOLLOWING, values)).mappings():
            found[row["chat_key"]].append(Waiting(**row))
        return found

    async def claim_too(
        self, work: Work, waiting: Iterable[Waiting], *, lease_end: datetime
    ) -> tuple[Work, ...]:
        """Takes what waits behind a work that was claimed by this transaction; nobody else can."""
        ids = [each.update_id for each in waiting]
        values = {"bot": work.bot_id, "ids": ids, "new_owner": work.owner, "lease_end": lease_end}
        result = await self._connection.execute(_CLAIM_TOO, values)
        return tuple(sorted((Work(**row) for row in result.mappings()), key=lambda each: each.update_id))

    async def dead(self, limit: int) -> tuple[DeadUpdate, ...]:
        """The updates that were given up last, newest first."""
        return await queues.dead(self._connection, inbox, DeadUpdate, limit)

    async def payload(self, update_id: int) -> str | None:
        """What a parked update says: a citizen's words. None when no such update is parked."""
        query = select(inbox.c.payload).where(in_state(inbox, "dead"), inbox.c.update_id == update_id)
        return await self._connection.scalar(query)

    async def retry(self, update_id: int, *, now: datetime) -> bool:
        """Opens an update that was given up, as if it were new; False when there is none."""
        result = await self._connection.execute(_UNPARK, {"update": update_id, "now": now})
        return result.rowcount > 0

    async def drop(self, update_id: int) -> bool:
        """Erases what an update that was given up said; False when there is none."""
        result = await self._connection.execute(_DROP, {"update": update_id})
        return result.rowcount > 0

    async def forget(self, chat_id: int) -> int:
        """Erases what a person's updates said that were given up; how many these are."""
        result = await self._connection.execute(_FORGET, {"queues": queues_of(chat_id)})
        return result.rowcount

    async def counts(self, bot_id: int) -> Mapping[str, int]:
        """How many are "open" and "dead"; to count those done would read the whole table."""
        return await queues.counts(self._connection, inbox, bot_id)

    async def waiting_since(self) -> datetime | None:
        """When the oldest open update of any bot arrived; None when all is handled."""
        return await queues.waiting_since(self._connection, inbox.c.received_at)

    async def prune(self, before: datetime, *, dead_before: datetime, limit: int = 1000) -> int:
        """Deletes about `limit` updates finished before that time; call it until it returns 0.

        Those that were given up stay until they are older than `dead_before`.
        """
        return await queues.prune(self._connection, inbox, before, dead_before, limit)


# Statements that run for every update are built once: building costs as much as running them.


@cache
def _receive(dialect: str) -> ReturningInsert[int]:
    return insert(dialect, inbox).on_conflict_do_nothing().returning(inbox.c.update_id)


_heads = (
    select(inbox.c.update_id)
    .where(
        inbox.c.bot_id == bindparam("bot"),
        inbox.c.due_at <= bindparam("now"),
        queues.is_head(inbox, chat="chat_key", order=["update_id"]),
    )
    .order_by(inbox.c.due_at, inbox.c.update_id)
    .limit(bindparam("limit", type_=Integer))
    # PostgreSQL: leave the heads that another claim is just taking to it. SQLite has one writer.
    .with_for_update(skip_locked=True)
    .cte("heads")
)
_CLAIMED = (
    update(inbox)
    .values(owner=bindparam("new_owner"), due_at=bindparam("lease_end"), attempts=inbox.c.attempts + 1)
    .returning(*(inbox.c[field.name] for field in fields(Work)))
)
_CLAIM = _CLAIMED.where(inbox.c.bot_id == bindparam("bot"), inbox.c.update_id.in_(select(_heads.c.update_id)))
_BEHIND = (inbox.c.bot_id == bindparam("bot")) & in_state(inbox, "open") & inbox.c.owner.is_(None)
_FOLLOWING = (
    select(*(inbox.c[field.name] for field in fields(Waiting)))
    .where(_BEHIND, inbox.c.chat_key.in_(bindparam("chats", expanding=True)))
    .order_by(inbox.c.update_id)
    .limit(bindparam("limit", type_=Integer))
)
_CLAIM_TOO = _CLAIMED.where(_BEHIND, inbox.c.update_id.in_(bindparam("ids", expanding=True)))

# Owner and attempt together are the fence: after another claim a late worker matches no row.
_HELD = update(inbox).where(
    inbox.c.bot_id == bindparam("bot"),
    inbox.c.update_id.in_(bindparam("ids", expanding=True)),
    inbox.c.owner == bindparam("holder"),
    inbox.c.attempts == bindparam("attempt"),
    in_state(inbox, "open"),
)
_DONE = _HELD.values(
    state="done", chat_key="", payload=null(), error=null(), owner=null(), finished_at=bindparam("now")
)
_RETRY = _HELD.values(owner=null(), error=bindparam("reason"), due_at=bindparam("retry_at"))
_PARK = _HELD.values(state="dead", owner=null(), error=bindparam("reason"), finished_at=bindparam("now"))

_RELEASE = (
    update(inbox)
    .where(inbox.c.bot_id == bindparam("bot"), in_state(inbox, "open"), inbox.c.owner.is_not(None))
    .values(owner=null(), due_at=bindparam("now"))
)
# PostgreSQL gives a worker's lock to somebody else only when the session that held it is over.
_is_dead = func.pg_try_advisory_xact_lock(
    func.hashtextextended(literal_column("'shynba worker '").concat(inbox.c.owner), 0)
)
_RELEASE_OF_THE_DEAD = _RELEASE.where(inbox.c.due_at < bindparam("leased_until"), _is_dead)
_PUT_BACK = _HELD.values(owner=null(), due_at=bindparam("until"), attempts=inbox.c.attempts - 1)
_PARKED = update(inbox).where(in_state(inbox, "dead"), inbox.c.update_id == bindparam("update"))
_UNPARK = _PARKED.values(state="open", attempts=0, error=null(), due_at=bindparam("now"), finished_at=null())
_DROP = _PARKED.values(state="done", chat_key="", payload=null(), error=null())
_FORGET = (
    update(inbox)
    .where(in_state(inbox, "dead"), inbox.c.chat_key.in_(bindparam("queues", expanding=True)))
    .values(state="done", chat_key="", payload=null(), error=null())
)
