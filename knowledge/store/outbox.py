"""The outbox: Bot API requests that are owed to chats, in order per chat, until they are sent or given up."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, RowMapping, bindparam, func, null, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningInsert

from knowledge.store import queues
from knowledge.store.dialects import insert
from knowledge.store.schema import in_state, outbox


@dataclass(frozen=True, slots=True)
class Letter:
    """A request that is due: the Bot API's `method` with `params`. `attempts` counts the failed ones.

    When the letter edits an earlier one (`edits` is that one's id), `params` holds its `message_id`. It is
    absent when that one was never sent or is long gone: then the sender should send a new message instead.
    """

    id: int
    bot_id: int
    chat_id: int
    method: str
    params: Mapping[str, Any]
    priority: int
    attempts: int
    edits: int | None
    error: str | None


class Outbox:
    """One process at a time sends for a bot, so nothing here is leased."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.has_grown = False  # then whoever sends is told at the commit

    async def add(
        self,
        key: str,
        bot_id: int,
        chat_id: int,
        method: str,
        params: Mapping[str, Any],
        *,
        priority: int,
        now: datetime,
        edits: int | None = None,
    ) -> int:
        """Owes the chat a request and returns the letter's id. A key that the bot has used is not sent again.

        Smaller `priority` goes first; within a chat order is kept whatever the priority.
        """
        row = {
            "key": key,
            "bot_id": bot_id,
            "chat_id": chat_id,
            "method": method,
            "params": dict(params),
            "priority": priority,
            "edited": edits,
            "state": "open",
            "attempts": 0,
            "due_at": now,
            "created_at": now,
        }
        self.has_grown = True
        result = await self._connection.execute(_add(self._connection.dialect.name), row)
        added = result.scalar_one_or_none()
        if added is None:
            result = await self._connection.execute(_ID_OF, {"bot": bot_id, "key": key})
            added = result.scalar_one()
        return added

    async def due(
        self, bot_id: int, limit: int, *, now: datetime, exclude_chats: Collection[int] = ()
    ) -> tuple[Letter, ...]:
        """The oldest open letter of each chat whose time has come, by priority, then by age; at most `limit`.

        `exclude_chats` are those that have a request on its way or must wait.
        """
        result = await self._connection.execute(
            _DUE, {"bot": bot_id, "now": now, "limit": limit, "excluded": list(exclude_chats)}
        )
        return tuple(_letter(row) for row in result.mappings())

    async def next_due(self, bot_id: int, *, exclude_chats: Collection[int] = ()) -> datetime | None:
        """The earliest moment at which `due` will return something; None when nothing is open."""
        result = await self._connection.execute(_NEXT, {"bot": bot_id, "excluded": list(exclude_chats)})
        earliest: datetime | None = result.scalar_one()
        return earliest

    async def sent(self, letter_id: int, message_id: int | None, *, now: datetime) -> None:
        """Marks the letter as sent and erases its content and its chat."""
        await self.sent_all({letter_id: message_id}, now=now)

    async def sent_all(self, message_ids: Mapping[int, int | None], *, now: datetime) -> None:
        """The same for any number of letters at once: {letter: what Telegram called its message}."""
        rows = [
            {"letter": letter, "telegrams": message, "now": now} for letter, message in message_ids.items()
        ]
        if rows:
            await self._connection.execute(_SENT, rows)

    async def postpone(self, letter_id: int, until: datetime, error: str) -> None:
        """Counts a failed attempt; the chat waits until the next one."""
        await self._connection.execute(_POSTPONE, {"letter": letter_id, "until": until, "reason": error})

    async def dead(self, letter_id: int, error: str, *, now: datetime) -> None:
        """Gives the letter up, which lets its chat go on; the content stays to be looked at until pruned."""
        await self._connection.execute(_DEAD, {"letter": letter_id, "reason": error, "now": now})

    async def drop_chat(self, bot_id: int, chat_id: int, *, now: datetime) -> int:
        """Erases all that is owed to a chat that is gone (the bot was blocked); returns how many letters."""
        result = await self._connection.execute(_DROP, {"bot": bot_id, "chat": chat_id, "now": now})
        return result.rowcount

    async def message_id(self, letter_id: int) -> int | None:
        """What Telegram called the message; None when it is not sent, or the answer had no message."""
        return await self._connection.scalar(select(outbox.c.message_id).where(outbox.c.id == letter_id))

    async def counts(self, bot_id: int) -> Mapping[str, int]:
        """How many are "open" and "dead"; to count those sent would read the whole table."""
        return await queues.counts(self._connection, outbox, bot_id)

    async def waiting_since(self) -> datetime | None:
        """When the oldest open letter of any bot was written; None when all is sent."""
        return await queues.waiting_since(self._connection, outbox.c.created_at)

    async def prune(self, before: datetime, *, dead_before: datetime, limit: int = 1000) -> int:
        """Deletes about `limit` letters finished before that time; call it until it returns 0.

        Those that were given up stay until they are older than `dead_before`.
        """
        return await queues.prune(self._connection, outbox, before, dead_before, limit)


def _letter(row: RowMapping) -> Letter:
    values = dict(row)
    edited = values.pop("edited_message_id")
    if edited is not None:
        values["params"] = {**values["params"], "message_id": edited}
    return Letter(**values)


# Statements that run for every letter are built once: building costs as much as running them.

_root = outbox.alias("root")


@cache
def _add(dialect: str) -> ReturningInsert[int]:
    # An edit of an edit edits the message that the first one edited.
    edited = _root.c.id == bindparam("edited")
    first = select(func.coalesce(_root.c.edits, _root.c.id)).where(edited).scalar_subquery()
    adding = insert(dialect, outbox).values(edits=first)
    return adding.on_conflict_do_nothing(index_elements=["bot_id", "key"]).returning(outbox.c.id)


_ID_OF = select(outbox.c.id).where(outbox.c.bot_id == bindparam("bot"), outbox.c.key == bindparam("key"))

_candidate = (
    (outbox.c.bot_id == bindparam("bot"))
    & outbox.c.chat_id.not_in(bindparam("excluded", expanding=True))
    & queues.is_head(outbox, chat="chat_id", place="id")
)
_DUE = (
    select(
        outbox.c.id,
        outbox.c.bot_id,
        outbox.c.chat_id,
        outbox.c.method,
        outbox.c.params,
        outbox.c.priority,
        outbox.c.attempts,
        outbox.c.edits,
        outbox.c.error,
        _root.c.message_id.label("edited_message_id"),
    )
    .select_from(outbox.outerjoin(_root, _root.c.id == outbox.c.edits))
    .where(_candidate, outbox.c.due_at <= bindparam("now"))
    .order_by(outbox.c.priority, outbox.c.id)
    .limit(bindparam("limit", type_=Integer))
)
_NEXT = select(func.min(outbox.c.due_at)).where(_candidate)

_OPEN = update(outbox).where(in_state(outbox, "open"))
_ONE = _OPEN.where(outbox.c.id == bindparam("letter"))
_SENT = _ONE.values(
    state="sent",
    chat_id=null(),
    params=null(),
    error=null(),
    message_id=bindparam("telegrams"),
    finished_at=bindparam("now"),
)
_POSTPONE = _ONE.values(attempts=outbox.c.attempts + 1, due_at=bindparam("until"), error=bindparam("reason"))
_DEAD = _ONE.values(state="dead", error=bindparam("reason"), finished_at=bindparam("now"))
_DROP = _OPEN.where(outbox.c.bot_id == bindparam("bot"), outbox.c.chat_id == bindparam("chat")).values(
    state="dropped", chat_id=null(), params=null(), error=null(), finished_at=bindparam("now")
)
