"""Checks: what citizens were told and when, for the figures, and so that a correction can be owed."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, RowMapping, delete, func, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.models import Language, Verdict
from knowledge.store.schema import checks

# Beside the kinds of answers: what came later, to who waited for it or pressed for it, what took back what
# they had been told, and what somebody opened from a list without having been sent it.
TOLD, CORRECTED, READ = "told", "corrected", "read"


@dataclass(frozen=True, slots=True)
class Check:
    """One rebuttal of an answer, or an answer without one; what the post said is not kept.

    `kind` is a `models.Kind`, `TOLD`, `CORRECTED` or `READ`. `place` is 1 for the answer itself, more for its
    further matches. `verdict` and `version` are as they were said, None when nothing was; `chat_id` is known
    only where a verdict was, for as long as a correction of it could be owed.
    """

    at: datetime
    person: str
    kind: str
    place: int
    rebuttal: str | None
    verdict: Verdict | None
    version: int | None
    language: Language
    chat_id: int | None


class Noted(NamedTuple):
    """A check that is kept, under its number."""

    id: int
    check: Check


class Checks:
    """Only ever added to, until their time is over."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, noted: Sequence[Check]) -> None:
        """Keeps any number with one statement."""
        if noted:
            await self._connection.execute(insert(checks), [asdict(check) for check in noted])

    async def readers(self, rebuttal: str, *, unlike: Verdict | None, limit: int) -> tuple[Check, ...]:
        """What was last said to each who read a verdict that is not `unlike`, while their chat is known."""
        query = select(checks).where(_stale(rebuttal, unlike)).order_by(checks.c.id).limit(limit)
        return tuple(_check(row) for row in (await self._connection.execute(query)).mappings())

    async def count_readers(self, rebuttal: str, *, unlike: Verdict | None) -> int:
        """How many these are."""
        query = select(func.count()).where(_stale(rebuttal, unlike))
        return await self._connection.scalar(query) or 0

    async def read(self, rebuttals: Collection[str]) -> frozenset[str]:
        """Which of these rebuttals anybody has read whose chat is known."""
        has_chat = select(checks.c.rebuttal).where(checks.c.chat_id.is_not(None)).distinct()
        return frozenset(await self._connection.scalars(has_chat)) & frozenset(rebuttals)

    async def verdicts_of(self, person: str, *, limit: int, before: int | None = None) -> tuple[Noted, ...]:
        """The verdicts that a person was told, newest first; the next page is `before` the last one's id."""
        theirs = (checks.c.person == person) & checks.c.verdict.is_not(None)
        query = select(checks).where(theirs)
        if before is not None:
            query = query.where(checks.c.id < before)
        found = await self._connection.execute(query.order_by(checks.c.id.desc()).limit(limit))
        return tuple(Noted(row["id"], _check(row)) for row in found.mappings())

    async def forget_readers(self, rebuttal: str, persons: Collection[str]) -> None:
        """Erases the chats of those who read this rebuttal: nothing of it is owed to them any more."""
        theirs = (checks.c.rebuttal == rebuttal) & checks.c.person.in_(persons)
        await self._erase(theirs)

    async def forget_reader(self, person: str) -> None:
        """Erases the chat of a person wherever it is."""
        await self._erase(checks.c.person == person)

    async def _erase(self, which: ColumnElement[bool]) -> None:
        known = update(checks).where(which, checks.c.chat_id.is_not(None))
        await self._connection.execute(known.values(chat_id=None))

    async def forget_chats(self, before: datetime, *, limit: int = 1000) -> int:
        """Erases the chats of at most `limit` checks of before: no correction is owed; how many they were."""
        known = select(checks.c.id).where(checks.c.at < before, checks.c.chat_id.is_not(None))
        old = known.order_by(checks.c.at).limit(limit)
        result = await self._connection.execute(
            update(checks).where(checks.c.id.in_(old)).values(chat_id=None)
        )
        return result.rowcount

    async def prune(self, before: datetime, *, limit: int = 1000) -> int:
        """Deletes at most `limit` checks of before, oldest first; how many they were."""
        old = select(checks.c.id).where(checks.c.at < before).order_by(checks.c.at).limit(limit)
        return (await self._connection.execute(delete(checks).where(checks.c.id.in_(old)))).rowcount


def _stale(rebuttal: str, unlike: Verdict | None) -> ColumnElement[bool]:
    """The last of a person's checks of this rebuttal that have a chat, where it said another verdict."""
    read = (checks.c.rebuttal == rebuttal) & checks.c.chat_id.is_not(None)
    last = select(func.max(checks.c.id)).where(read).group_by(checks.c.person)
    other = true() if unlike is None else checks.c.verdict != unlike.value
    return checks.c.id.in_(last) & other


def _check(row: RowMapping) -> Check:
    said = {column.name: row[column.name] for column in checks.c if column.name != "id"}
    verdict = row["verdict"]
    language = Language(row["language"])
    return Check(**{**said, "verdict": verdict and Verdict(verdict), "language": language})
