"""The outbox: Bot API requests that are owed to chats, in order per chat, until they are sent or given up."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import IntEnum
from functools import cache
from typing import Any

from sqlalchemy import Integer, RowMapping, Text, bindparam, cast, func, literal, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.store import queues
from knowledge.store.dialects import Insert, insert
from knowledge.store.schema import in_state, outbox


class Priority(IntEnum):
    """What goes first, in a chat and among chats."""

    ANSWER = 0  # somebody waits for it
    ALARM = 1  # an owner should know
    BROADCAST = 2  # the same to many; Telegram allows these at a limited rate only


@dataclass(frozen=True, slots=True)
class Letter:
    """A request that is due: the Bot API's `method` with `params`. `attempts` counts the failed ones.

    Of those, `ambiguous` are the ones after which nobody knows whether Telegram did what was asked.
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
    ambiguous: int
    edits: int | None
    error: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """A letter that answered something, and a fingerprint of what it said."""

    letter: int
    said: str | None


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A letter that was given up."""

    id: int
    bot_id: int
    method: str
    attempts: int
    ambiguous: int
    error: str
    created_at: datetime
    finished_at: datetime


class Outbox:
    """One process at a time sends for a bot, so nothing here is leased."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._owed: list[Mapping[str, Any]] = []  # rows that `written` inserts, together
        self.has_grown = False  # then whoever sends is told at the commit

    async def add(
        self,
        key: str,
        bot_id: int,
        chat_id: int,
        method: str,
        params: Mapping[str, Any],
        *,
        priority: Priority,
        now: datetime,
        due_at: datetime | None = None,
        edits: int | None = None,
    ) -> int:
        """Owes the chat a request and returns the letter's id. A key that the bot has used is not sent again.

        Smaller `priority` goes first; within a chat and a priority order is kept. It is not sent before
        `due_at`, and what comes after it in its chat waits with it.
        """
        self.owe(key, bot_id, chat_id, method, params, priority=priority, now=now, due_at=due_at, edits=edits)
        result = await (await self.written()).execute(_ID_OF, {"bot": bot_id, "key": key})
        letter: int = result.scalar_one()
        return letter

    def owe(
        self,
        key: str,
        bot_id: int,
        chat_id: int,
        method: str,
        params: Mapping[str, Any],
        *,
        priority: Priority,
        now: datetime,
        due_at: datetime | None = None,
        edits: int | None = None,
        broadcast: int | None = None,
        said: str | None = None,
    ) -> None:
        """Does the same as `add` where nobody needs the id: many letters cost one statement.

        `broadcast` is what the letter is counted for, `said` what `answer` tells later.
        """
        self.has_grown = True
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
            "due_at": due_at or now,
            "created_at": now,
            "broadcast": broadcast,
            "said": said,
        }
        self._owed.append(row)

    async def written(self) -> AsyncConnection:
        """Writes what is owed so far, and returns the connection: nothing here overtakes it."""
        owed, self._owed = self._owed, []
        if owed:
            await self._connection.execute(_add(self._connection.dialect.name), owed)
        return self._connection

    def forget_owed(self) -> None:
        """Owes nothing of what is not written yet: what it came from is undone."""
        self._owed.clear()

    async def has(self, bot_id: int, key: str) -> bool:
        """Whether the bot has used the key, as far back as letters are kept."""
        result = await (await self.written()).execute(_ID_OF, {"bot": bot_id, "key": key})
        return result.first() is not None

    async def answer(self, bot_id: int, key: str) -> EarlierAnswer | None:
        """The letter with this key and what it said, as far back as letters are kept."""
        row = (await (await self.written()).execute(_ID_OF, {"bot": bot_id, "key": key})).first()
        return None if row is None else EarlierAnswer(*row)

    async def says_now(self, letter_id: int, said: str) -> None:
        """Notes what a letter says since it was edited."""
        await (await self.written()).execute(_SAYS_NOW, {"letter": letter_id, "says": said})

    async def due(
        self,
        bot_id: int,
        limit: int,
        *,
        now: datetime,
        exclude_chats: Collection[int] = (),
        up_to: Priority = Priority.BROADCAST,
    ) -> tuple[Letter, ...]:
        """The first open letter of each chat whose time has come, by priority, then by age; at most `limit`.

        `exclude_chats` are those that have a request on its way or must wait; letters of a priority beyond
        `up_to` are left where they are.
        """
        values = {"bot": bot_id, "now": now, "limit": limit, "excluded": list(exclude_chats), "up_to": up_to}
        result = await (await self.written()).execute(_DUE, values)
        return tuple(_letter(row) for row in result.mappings())

    async def next_due(self, bot_id: int) -> datetime | None:
        """The earliest moment at which `due` will return something; None when nothing is open."""
        result = await (await self.written()).execute(_NEXT, {"bot": bot_id})
        earliest: datetime | None = result.scalar_one()
        return earliest

    async def sent(self, message_ids: Mapping[int, int | None], *, now: datetime) -> None:
        """Marks letters as sent, {letter: what Telegram called its message}; erases content and chat."""
        rows = [
            {"letter": letter, "telegrams": message, "now": now} for letter, message in message_ids.items()
        ]
        if rows:
            await (await self.written()).execute(_SENT, rows)

    async def postpone(self, letter_id: int, until: datetime, error: str, *, ambiguous: bool = False) -> None:
        """Counts a failed attempt; the chat waits until the next one."""
        values = {"letter": letter_id, "until": until, "reason": error, "doubt": int(ambiguous)}
        await (await self.written()).execute(_POSTPONE, values)

    async def rewrite(self, letter_id: int, params: Mapping[str, Any], error: str) -> None:
        """Changes what is asked for: Telegram would not take it as it was."""
        values = {"letter": letter_id, "asked": dict(params), "reason": error}
        await (await self.written()).execute(_REWRITE, values)

    async def send_anew(self, letter_id: int, error: str) -> None:
        """Makes a new message of an edit: the message that it edits is gone."""
        await (await self.written()).execute(_ANEW, {"letter": letter_id, "reason": error})

    async def dead(self, letter_id: int, error: str, *, now: datetime) -> None:
        """Gives the letter up, which lets its chat go on; the content stays to be looked at until pruned."""
        await (await self.written()).execute(_DEAD, {"letter": letter_id, "reason": error, "now": now})

    async def drop_chat(self, bot_id: int, chat_id: int, *, now: datetime) -> int:
        """Erases all that is owed to a chat that is gone (the bot was blocked); returns how many letters."""
        result = await (await self.written()).execute(_DROP, {"bot": bot_id, "chat": chat_id, "now": now})
        return result.rowcount

    async def forget(self, person: str, chat_id: int, *, now: datetime) -> None:
        """Erases what is owed to a person or could not be sent, and their names from the keys of the rest.

        This looks at every letter that is kept: it is for the few who want to be forgotten.
        """
        connection = await self.written()
        theirs = update(outbox).where(outbox.c.chat_id == chat_id, outbox.c.state.in_(("open", "dead")))
        await connection.execute(theirs.values(**_DROPPED, finished_at=now))
        named = [
            part
            for name in (f":{person}", f":{chat_id}")
            for part in (outbox.c.key.endswith(name), outbox.c.key.contains(f"{name}:"))
        ]
        nobody = literal("forgotten:").concat(cast(outbox.c.id, Text))
        await connection.execute(update(outbox).where(or_(*named)).values(key=nobody))

    async def move_chat(self, bot_id: int, chat_id: int, new_id: int) -> int:
        """Owes to `new_id` what was owed to a group before it became a supergroup; how many letters."""
        values = {"bot": bot_id, "chat": chat_id, "new_chat": new_id}
        result = await (await self.written()).execute(_MOVE, values)
        return result.rowcount

    async def message_id(self, letter_id: int) -> int | None:
        """What Telegram called the message; None when it is not sent, or the answer had no message."""
        return await (await self.written()).scalar(
            select(outbox.c.message_id).where(outbox.c.id == letter_id)
        )

    async def dead_letters(self, limit: int) -> tuple[DeadLetter, ...]:
        """The letters that were given up last, newest first."""
        return await queues.dead(await self.written(), outbox, DeadLetter, limit)

    async def params(self, letter_id: int) -> Mapping[str, Any] | None:
        """What a letter asks for: words to a citizen. None once it is sent or dropped."""
        return await (await self.written()).scalar(select(outbox.c.params).where(outbox.c.id == letter_id))

    async def retry(self, letter_id: int, *, now: datetime) -> bool:
        """Opens a letter that was given up, as if it were new; False when there is none."""
        self.has_grown = True
        result = await (await self.written()).execute(_RETRY, {"letter": letter_id, "now": now})
        return result.rowcount == 1

    async def drop(self, letter_id: int) -> bool:
        """Erases a letter that was given up; False when there is none."""
        result = await (await self.written()).execute(_FORGET, {"letter": letter_id})
        return result.rowcount == 1

    async def counts(self, bot_id: int) -> Mapping[str, int]:
        """How many are "open" and "dead"; to count those sent would read the whole table."""
        return await queues.counts(await self.written(), outbox, bot_id)

    async def waiting_since(self) -> datetime | None:
        """When the oldest open letter of any bot was written; None when all is sent."""
        return await queues.waiting_since(await self.written(), outbox.c.created_at)

    async def prune(self, before: datetime, *, dead_before: datetime, limit: int = 1000) -> int:
        """Deletes about `limit` letters finished before that time; call it until it returns 0.

        Those that were given up stay until they are older than `dead_before`.
        """
        return await queues.prune(await self.written(), outbox, before, dead_before, limit)


def _letter(row: RowMapping) -> Letter:
    values = dict(row)
    params = values["params"]
    if "chat_id" in params:  # the group may have moved since this was written
        params = {**params, "chat_id": values["chat_id"]}
    edited = values.pop("edited_message_id")
    if edited is not None:
        params = {**params, "message_id": edited}
    return Letter(**{**values, "params": params})


# Statements that run for every letter are built once: building costs as much as running them.

_root = outbox.alias("root")


@cache
def _add(dialect: str) -> Insert:
    # An edit of an edit edits the message that the first one edited.
    edited = _root.c.id == bindparam("edited")
    first = select(func.coalesce(_root.c.edits, _root.c.id)).where(edited).scalar_subquery()
    adding = insert(dialect, outbox).values(edits=first)
    return adding.on_conflict_do_nothing(index_elements=["bot_id", "key"])


_ID_OF = select(outbox.c.id, outbox.c.said).where(
    outbox.c.bot_id == bindparam("bot"), outbox.c.key == bindparam("key")
)
_SAYS_NOW = update(outbox).where(outbox.c.id == bindparam("letter")).values(said=bindparam("says"))

_head = (outbox.c.bot_id == bindparam("bot")) & queues.is_head(
    outbox, chat="chat_id", order=["priority", "id"]
)
_DUE = (
    select(
        *(outbox.c[field.name] for field in fields(Letter)),
        _root.c.message_id.label("edited_message_id"),
    )
    .select_from(outbox.outerjoin(_root, _root.c.id == outbox.c.edits))
    .where(
        _head,
        outbox.c.due_at <= bindparam("now"),
        outbox.c.priority <= bindparam("up_to"),
        outbox.c.chat_id.not_in(bindparam("excluded", expanding=True)),
    )
    .order_by(outbox.c.priority, outbox.c.id)
    .limit(bindparam("limit", type_=Integer))
)
_NEXT = select(func.min(outbox.c.due_at)).where(_head)

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
_POSTPONE = _ONE.values(
    attempts=outbox.c.attempts + 1,
    ambiguous=outbox.c.ambiguous + bindparam("doubt"),
    due_at=bindparam("until"),
    error=bindparam("reason"),
)
_REWRITE = _ONE.values(params=bindparam("asked"), attempts=outbox.c.attempts + 1, error=bindparam("reason"))
_ANEW = _ONE.values(
    method="sendMessage", edits=null(), attempts=outbox.c.attempts + 1, error=bindparam("reason")
)
_DEAD = _ONE.values(state="dead", error=bindparam("reason"), finished_at=bindparam("now"))
_DROPPED = {"state": "dropped", "chat_id": null(), "params": null(), "error": null()}
_IN_CHAT = _OPEN.where(outbox.c.bot_id == bindparam("bot"), outbox.c.chat_id == bindparam("chat"))
_DROP = _IN_CHAT.values(**_DROPPED, finished_at=bindparam("now"))
_MOVE = _IN_CHAT.values(chat_id=bindparam("new_chat"))

_PARKED = update(outbox).where(in_state(outbox, "dead"), outbox.c.id == bindparam("letter"))
_RETRY = _PARKED.values(state="open", attempts=0, error=null(), due_at=bindparam("now"), finished_at=null())
_FORGET = _PARKED.values(**_DROPPED)
