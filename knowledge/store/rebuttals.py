"""Rebuttals in the store, and the revision by which every process keeps its matcher current."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.models import (
    Claim,
    FileKind,
    KnownMedium,
    Language,
    Origin,
    Rebuttal,
    Source,
    Status,
    Verdict,
)
from knowledge.store.announcements import Topic, announce
from knowledge.store.counters import advance, put, value
from knowledge.store.dialects import insert
from knowledge.store.schema import IN_SERVICE, NEWEST_FIRST, rebuttals

_COUNTER = "rebuttals"
_AT_ONCE = 500  # ids of one statement: SQLite takes 32,766 parameters, and PostgreSQL plans long lists slowly
_RECHECKED = "rechecked"  # up to which revision those who wait were checked again
_KEPT = {"id", "created_at"}  # what a later save of the same rebuttal does not change


class Rebuttals:
    """All rebuttals, whatever their status."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def save(self, rebuttal: Rebuttal, *, now: datetime) -> int:
        """Inserts the rebuttal or replaces it whole; returns the new revision."""
        return await self.save_all([rebuttal], now=now)

    async def save_all(self, changed: Iterable[Rebuttal], *, now: datetime) -> int:
        """Saves any number with one statement and one revision, which it returns."""
        revision = await advance(self._connection, _COUNTER)
        rows = [_row(rebuttal, revision, now) for rebuttal in changed]
        if rows:
            into = insert(self._connection.dialect.name, rebuttals)
            replaced: dict[str, ColumnElement[Any]] = {
                column.name: column for column in into.excluded if column.name not in _KEPT
            }
            replaced["published_at"] = func.coalesce(rebuttals.c.published_at, into.excluded.published_at)
            await self._connection.execute(
                into.on_conflict_do_update(index_elements=["id"], set_=replaced), rows
            )
        await announce(self._connection, Topic.REBUTTALS)
        return revision

    async def hold(self) -> None:
        """Makes whoever else would save rebuttals wait until this transaction ends."""
        await advance(self._connection, _COUNTER)

    async def find(self, rebuttal_id: str) -> Rebuttal | None:
        found = await self._read(_ALL.where(rebuttals.c.id == rebuttal_id))
        return found[0] if found else None

    async def some(self, rebuttal_ids: Sequence[str]) -> Mapping[str, Rebuttal]:
        """Those of the named ones that there are, by id."""
        found: dict[str, Rebuttal] = {}
        for start in range(0, len(rebuttal_ids), _AT_ONCE):
            ids = rebuttal_ids[start : start + _AT_ONCE]
            found |= {
                known.id: known for known in await self._read(_REBUTTALS.where(rebuttals.c.id.in_(ids)))
            }
        return found

    async def all(self, status: Status | None = None) -> tuple[Rebuttal, ...]:
        """Every rebuttal, or those of one status, by id."""
        return await self._read(_ALL if status is None else _ALL.where(rebuttals.c.status == status.value))

    async def changed_since(self, revision: int) -> tuple[int, tuple[Rebuttal, ...]]:
        """The newest revision, and the rebuttals of every status saved after `revision`, oldest change first.

        0 asks for all of them.
        """
        newest = await value(self._connection, _COUNTER)
        if newest <= revision:
            return newest, ()
        changed = _REBUTTALS.where(rebuttals.c.revision > revision)
        return newest, await self._read(changed.order_by(rebuttals.c.revision, rebuttals.c.id))

    async def unchecked(self) -> tuple[int, tuple[Rebuttal, ...]]:
        """The newest revision, and what was saved since those who wait were last checked again."""
        return await self.changed_since(await value(self._connection, _RECHECKED))

    async def rechecked(self, revision: int) -> None:
        """Notes that those who wait were checked against everything up to that revision."""
        await put(self._connection, _RECHECKED, revision)

    async def mark(self, rebuttal_id: str, version: int) -> None:
        """Notes the number of a version that is kept beside what is in service; no matcher is concerned."""
        await self._connection.execute(
            update(rebuttals).where(rebuttals.c.id == rebuttal_id).values(version=version)
        )

    async def newest(self, limit: int, skip: int = 0) -> tuple[Rebuttal, ...]:
        """A page of the published ones, those first that went into service last."""
        return await self._read(
            _REBUTTALS.where(IN_SERVICE).order_by(*NEWEST_FIRST).limit(limit).offset(skip)
        )

    async def over(self, day: str, limit: int) -> tuple[Rebuttal, ...]:
        """Published ones whose last day was before `day` (`YYYY-MM-DD`)."""
        published = rebuttals.c.status == Status.PUBLISHED.value
        return await self._read(_ALL.where(rebuttals.c.until < day, published).limit(limit))

    async def count(self) -> int:
        return await self._connection.scalar(select(func.count()).select_from(rebuttals)) or 0

    async def _read(self, query: Select[Any]) -> tuple[Rebuttal, ...]:
        result = await self._connection.execute(query)
        return tuple(_rebuttal(row) for row in result.mappings())


_BOOKKEEPING = {"revision", "created_at", "updated_at", "published_at"}
_LATER: Mapping[str, Any] = {
    "until": None,
    "negatives": (),
    "media": (),
}  # columns that snapshots of older versions do not have
_REBUTTALS = select(*(column for column in rebuttals.c if column.name not in _BOOKKEEPING))
_ALL = _REBUTTALS.order_by(rebuttals.c.id)


def _row(rebuttal: Rebuttal, revision: int, now: datetime) -> dict[str, Any]:
    kept = {"id": rebuttal.id, "version": rebuttal.version, **snapshot(rebuttal)}
    published_at = now if rebuttal.status is Status.PUBLISHED else None
    return kept | {"revision": revision, "created_at": now, "updated_at": now, "published_at": published_at}


def snapshot(rebuttal: Rebuttal) -> dict[str, Any]:
    """All that a rebuttal says, as JSON; its id and its version are the keys that it is kept under."""
    return {
        "verdict": rebuttal.verdict.value,
        "status": rebuttal.status.value,
        "claims": [
            {"text": claim.text, "language": claim.language.value, "origin": claim.origin.value}
            for claim in rebuttal.claims
        ],
        "summary": {language.value: summary for language, summary in rebuttal.summary.items()},
        "source_name": rebuttal.source.name,
        "source_url": rebuttal.source.url,
        "source_date": rebuttal.source.date,
        "links": list(rebuttal.links),
        "anchors": list(rebuttal.anchors),
        "negatives": list(rebuttal.negatives),
        "until": rebuttal.until,
        "media": [{"kind": each.kind.value, "unique_id": each.unique_id} for each in rebuttal.media],
    }


def restored(rebuttal_id: str, version: int, kept: Mapping[str, Any]) -> Rebuttal:
    """The rebuttal that `snapshot` wrote down."""
    return _rebuttal({**_LATER, **kept, "id": rebuttal_id, "version": version})


def _rebuttal(row: Mapping[Any, Any]) -> Rebuttal:
    return Rebuttal(
        id=row["id"],
        verdict=Verdict(row["verdict"]),
        claims=tuple(_claim(claim) for claim in row["claims"]),
        summary={Language(language): summary for language, summary in row["summary"].items()},
        source=Source(row["source_name"], row["source_url"], row["source_date"]),
        links=tuple(row["links"]),
        status=Status(row["status"]),
        anchors=tuple(row["anchors"]),
        negatives=tuple(row["negatives"]),
        until=row["until"],
        media=tuple(KnownMedium(FileKind(each["kind"]), each["unique_id"]) for each in row["media"]),
        version=row["version"],
    )


def _claim(stored: Mapping[str, str]) -> Claim:
    return Claim(stored["text"], Language(stored["language"]), Origin(stored["origin"]))
