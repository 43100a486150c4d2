"""The media of rebuttals: how to fetch them, and their fingerprints, which every process keeps in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.models import FileKind, KnownMedium
from knowledge.store.dialects import insert
from knowledge.store.rebuttals import Rebuttals
from knowledge.store.schema import known_media

_BYTES = 32  # of a fingerprint, see knowledge/media/fingerprints.py


@dataclass(frozen=True, slots=True)
class Unseen:
    """A file that was attached and not looked at yet; `attempts` were in vain."""

    medium: KnownMedium
    file_id: str
    attempts: int


class KnownMedia:
    """Looking takes seconds and a download, so a file is noted first and looked at afterwards."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.has_grown = False  # whether this transaction brings files to look at

    async def note(self, medium: KnownMedium, file_id: str, *, now: datetime) -> None:
        """Keeps how to fetch the file; one that is known already stays as it is."""
        self.has_grown = True
        row = {
            "unique_id": medium.unique_id,
            "kind": medium.kind.value,
            "file_id": file_id,
            "attempts": 0,
            "due_at": now,
            "revision": 0,
        }
        into = insert(self._connection.dialect.name, known_media).values(row)
        await self._connection.execute(into.on_conflict_do_nothing())

    async def unseen(self, now: datetime) -> Unseen | None:
        """The file that has waited longest to be looked at."""
        waits = known_media.c.fingerprints.is_(None) & (known_media.c.due_at <= now)
        query = select(known_media).where(waits).order_by(known_media.c.due_at, known_media.c.unique_id)
        row = (await self._connection.execute(query.limit(1))).one_or_none()
        if row is None:
            return None
        return Unseen(KnownMedium(FileKind(row.kind), row.unique_id), row.file_id, row.attempts)

    async def seen(self, unique_id: str, fingerprints: Sequence[bytes], *, now: datetime) -> None:
        """Keeps the fingerprints, none where they are of no use; every process follows the revision."""
        revision = await Rebuttals(self._connection).save_all((), now=now)
        await self._connection.execute(
            update(known_media)
            .where(known_media.c.unique_id == unique_id)
            .values(fingerprints=b"".join(fingerprints), revision=revision)
        )

    async def missed(self, unique_id: str, *, until: datetime) -> None:
        """It could not be looked at; it will be tried again at `until`."""
        await self._connection.execute(
            update(known_media)
            .where(known_media.c.unique_id == unique_id)
            .values(attempts=known_media.c.attempts + 1, due_at=until)
        )

    async def changed_since(self, revision: int) -> Mapping[str, tuple[bytes, ...]]:
        """{unique id: fingerprints} of what was looked at after that revision; 0 asks for all."""
        query = select(known_media.c.unique_id, known_media.c.fingerprints)
        rows = await self._connection.execute(query.where(known_media.c.revision > revision))
        return {row.unique_id: _parted(row.fingerprints) for row in rows}

    async def waiting(self) -> int:
        """How many are still to be looked at."""
        waits = known_media.c.fingerprints.is_(None)
        query = select(func.count()).select_from(known_media).where(waits)
        return await self._connection.scalar(query) or 0


def _parted(fingerprints: bytes) -> tuple[bytes, ...]:
    return tuple(fingerprints[start : start + _BYTES] for start in range(0, len(fingerprints), _BYTES))
