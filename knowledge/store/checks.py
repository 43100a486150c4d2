"""Checks: what citizens were told and when, for the figures, and so that a correction can be owed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.models import Language, Verdict
from knowledge.store.schema import checks

# Beside the kinds of answers: what came later, to who waited for it or pressed for it.
TOLD = "told"


@dataclass(frozen=True, slots=True)
class Check:
    """One rebuttal of an answer, or an answer without one; what the post said is not kept.

    `kind` is a `models.Kind` or `TOLD`. `place` is 1 for the answer itself, more for its further matches.
    `verdict` and `version` are as they were said, None when nothing was; `chat_id` is known only where a
    verdict was, for as long as a correction of it could be owed.
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


class Checks:
    """Only ever added to, until their time is over."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, noted: Sequence[Check]) -> None:
        """Keeps any number with one statement."""
        if noted:
            await self._connection.execute(insert(checks), [asdict(check) for check in noted])

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
