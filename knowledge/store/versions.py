"""Versions: every state that a rebuttal was in, so that a change can be looked up and taken back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.models import Rebuttal, Status, Version
from knowledge.store.dialects import insert
from knowledge.store.rebuttals import restored, snapshot
from knowledge.store.schema import versions

# Neither is in service: a draft, or one that waits for approval.
PENDING = (Status.DRAFT, Status.WAITING)
_AT_ONCE = 500  # rows of a statement; SQLite takes 32,766 values in one


class Versions:
    """Only ever added to. Who adds a number that is there already was overtaken by somebody else."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        states: Sequence[Rebuttal],
        *,
        by: str,
        deed: str,
        remark: str = "",
        rumour: int | None = None,
        now: datetime,
    ) -> bool:
        """Keeps each under its `version`; False when one of these numbers is taken.

        Then roll back, or add one state at a time: of several some may have been kept.
        """
        kept = 0
        for start in range(0, len(states), _AT_ONCE):
            rows = [
                {
                    "rebuttal": state.id,
                    "number": state.version,
                    "status": state.status.value,
                    "snapshot": snapshot(state),
                    "actor": by,
                    "deed": deed,
                    "remark": remark,
                    "at": now,
                    "rumour": rumour,
                }
                for state in states[start : start + _AT_ONCE]
            ]
            into = insert(self._connection.dialect.name, versions).values(rows).on_conflict_do_nothing()
            kept += (await self._connection.execute(into)).rowcount
        return kept == len(states)

    async def newest(self, rebuttal_id: str) -> Version | None:
        """The last state, in service or not."""
        found = await self._read(_of(rebuttal_id).order_by(versions.c.number.desc()).limit(1))
        return found[0] if found else None

    async def first_published(self, rebuttal_id: str) -> datetime | None:
        """When it first went into service."""
        published = versions.c.status == Status.PUBLISHED.value
        query = _of(rebuttal_id).where(published).order_by(versions.c.number).limit(1)
        found = await self._read(query)
        return found[0].at if found else None

    async def numbers(self, rebuttal_ids: Sequence[str]) -> Mapping[str, int]:
        """The newest number of each that has one."""
        found: dict[str, int] = {}
        for start in range(0, len(rebuttal_ids), _AT_ONCE):
            ids = rebuttal_ids[start : start + _AT_ONCE]
            newest = select(versions.c.rebuttal, func.max(versions.c.number).label("number")).group_by(
                versions.c.rebuttal
            )
            rows = await self._connection.execute(newest.where(versions.c.rebuttal.in_(ids)))
            found |= {row.rebuttal: row.number for row in rows}
        return found

    async def find(self, rebuttal_id: str, number: int) -> Version | None:
        found = await self._read(_of(rebuttal_id).where(versions.c.number == number))
        return found[0] if found else None

    async def until(self, rebuttal_id: str, number: int, limit: int) -> tuple[Version, ...]:
        """A page of the history: at most `limit` states up to `number`, newest first."""
        upto = _of(rebuttal_id).where(versions.c.number <= number)
        return await self._read(upto.order_by(versions.c.number.desc()).limit(limit))

    async def pending(self, limit: int, skip: int = 0) -> tuple[int, tuple[Version, ...]]:
        """How many newest states are not in service yet, and a page of them, the longest waiting first."""
        pending = _is_newest() & versions.c.status.in_([status.value for status in PENDING])
        count = select(func.count()).select_from(versions).where(pending)
        page = select(versions).where(pending).order_by(versions.c.at, versions.c.rebuttal)
        number = await self._connection.scalar(count)
        return number or 0, await self._read(page.limit(limit).offset(skip))

    async def waiting(self) -> frozenset[str]:
        """The ids of those whose newest state waits for approval."""
        waits = versions.c.status == Status.WAITING.value
        query = select(versions.c.rebuttal).where(waits, _is_newest())
        return frozenset(await self._connection.scalars(query))

    async def _read(self, query: Select[Any]) -> tuple[Version, ...]:
        result = await self._connection.execute(query)
        return tuple(
            Version(
                restored(row["rebuttal"], row["number"], row["snapshot"]),
                row["actor"],
                row["deed"],
                row["remark"],
                row["at"],
                row["rumour"],
            )
            for row in result.mappings()
        )


def _of(rebuttal_id: str) -> Select[Any]:
    return select(versions).where(versions.c.rebuttal == rebuttal_id)


def _is_newest() -> ColumnElement[bool]:
    later = versions.alias()
    after = (later.c.rebuttal == versions.c.rebuttal) & (later.c.number > versions.c.number)
    return ~select(later.c.number).where(after).exists()
