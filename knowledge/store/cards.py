"""Verdict cards that Telegram has: what to send instead of drawing and uploading one again."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.models import Language
from knowledge.store.dialects import insert
from knowledge.store.schema import cards


@dataclass(frozen=True, slots=True)
class CardKey:
    """What a card shows: one version of a rebuttal in one language, drawn in a look (`media.LOOK`)."""

    rebuttal: str
    version: int
    language: Language
    look: int


class Cards:
    """One for a rebuttal and language: the one that was kept last."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(self, bot_id: int, key: CardKey, file_id: str) -> None:
        """Keeps what Telegram called the picture, in place of an older one."""
        row = {"bot_id": bot_id, **asdict(key), "file_id": file_id}
        into = insert(self._connection.dialect.name, cards).values(row)
        of_it = ["bot_id", "rebuttal", "language"]
        kept = {name: row[name] for name in ("version", "look", "file_id")}
        await self._connection.execute(into.on_conflict_do_update(index_elements=of_it, set_=kept))

    async def find(self, bot_id: int, keys: Collection[CardKey]) -> Mapping[CardKey, str]:
        """The file_id of each that there is."""
        query = select(cards).where(
            cards.c.bot_id == bot_id, cards.c.rebuttal.in_([key.rebuttal for key in keys])
        )
        rows = (await self._connection.execute(query)).mappings()
        found = {
            CardKey(row["rebuttal"], row["version"], Language(row["language"]), row["look"]): row["file_id"]
            for row in rows
        }
        return {key: found[key] for key in keys if key in found}
