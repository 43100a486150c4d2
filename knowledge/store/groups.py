"""Groups: what each one wants of the bot, and what it was told there. Nobody in them is known here."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.models import Language
from knowledge.store.dialects import insert
from knowledge.store.schema import groups, told_here

# What administrators choose from: a day for a group that wants to be reminded, a month for one that does not.
TELLING_DAYS = (1, 7, 30)


@dataclass(frozen=True, slots=True)
class GroupSettings:
    """What the administrators of a group chose; as it is here, a group is that says nothing else.

    `language` None is that of the post. `unasked`: known false claims are answered that nobody asked about.
    `days`: for so long a claim is not told again.
    """

    language: Language | None = None
    unasked: bool = False
    days: int = TELLING_DAYS[1]

    @property
    def pause(self) -> timedelta:
        return timedelta(days=self.days)


class Groups:
    """A group is the Bot API's id of its chat: without it nothing could be answered there."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def arrive(self, chat_id: int, *, now: datetime) -> bool:
        """Notes that the bot is in the group; False when that was known."""
        chosen = asdict(GroupSettings())
        into = insert(self._connection.dialect.name, groups).values(chat_id=chat_id, since=now, **chosen)
        result = await self._connection.execute(into.on_conflict_do_nothing().returning(groups.c.chat_id))
        return result.first() is not None

    async def settings(self, chat_id: int) -> GroupSettings:
        query = select(groups.c.language, groups.c.unasked, groups.c.days).where(groups.c.chat_id == chat_id)
        row = (await self._connection.execute(query)).first()
        if row is None:
            return GroupSettings()
        return GroupSettings(Language(row.language) if row.language else None, row.unasked, row.days)

    async def choose(self, chat_id: int, chosen: GroupSettings, *, now: datetime) -> None:
        """Keeps what the administrators chose, also of a group that the bot did not see itself come to."""
        values = asdict(chosen)
        into = insert(self._connection.dialect.name, groups).values(chat_id=chat_id, since=now, **values)
        await self._connection.execute(into.on_conflict_do_update(index_elements=["chat_id"], set_=values))

    async def tell(
        self, chat_id: int, rebuttals: Sequence[str], *, since: datetime, now: datetime
    ) -> frozenset[str]:
        """Notes that the group is told of these now; returns those that it had not been told since then."""
        fresh = set()
        for rebuttal in rebuttals:
            into = insert(self._connection.dialect.name, told_here)
            telling = into.values(chat_id=chat_id, rebuttal=rebuttal, at=now).on_conflict_do_update(
                index_elements=["chat_id", "rebuttal"], set_={"at": now}, where=told_here.c.at < since
            )
            result = await self._connection.execute(telling.returning(told_here.c.rebuttal))
            if result.first() is not None:
                fresh.add(rebuttal)
        return frozenset(fresh)

    async def leave(self, chat_id: int) -> None:
        """Forgets the group."""
        for table in (groups, told_here):
            await self._connection.execute(delete(table).where(table.c.chat_id == chat_id))

    async def move(self, chat_id: int, new_id: int) -> None:
        """Knows the group by the id that it got as a supergroup; Telegram may say so more than once."""
        for table in (groups, told_here):
            known = select(table.c.chat_id).where(table.c.chat_id == chat_id)
            if (await self._connection.execute(known.limit(1))).first() is not None:
                await self._connection.execute(delete(table).where(table.c.chat_id == new_id))
                moved = update(table).where(table.c.chat_id == chat_id).values(chat_id=new_id)
                await self._connection.execute(moved)

    async def prune(self, before: datetime) -> int:
        """Forgets what was told before then, which is long enough ago for every group."""
        result = await self._connection.execute(delete(told_here).where(told_here.c.at < before))
        return result.rowcount
