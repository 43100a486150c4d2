"""Origins: which channel post a question was forwarded from, so that an answer holds for all its forwards."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, delete, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.models import RumourState
from knowledge.store.dialects import insert
from knowledge.store.schema import inquiries, origins, rumours


class ChannelPost(NamedTuple):
    """A post of a channel, by Telegram's numbers: the same in every forward of it."""

    channel: int
    message: int


class Settled(NamedTuple):
    """What a question was answered with, and when."""

    rebuttal: str
    at: datetime


class Origins:
    """A row for a post that somebody asked about. Nobody who did is in it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(self, post: ChannelPost, fingerprint: str, inquiry: int, *, now: datetime) -> None:
        """Notes the last question about a post; `fingerprint` is of its masked text, as in the inquiry."""
        asked = {"fingerprint": fingerprint, "inquiry": inquiry, "asked_at": now}
        into = insert(self._connection.dialect.name, origins).values(**post._asdict(), **asked)
        kept = into.on_conflict_do_update(index_elements=["channel", "message"], set_=asked)
        await self._connection.execute(kept)

    async def settled(self, post: ChannelPost, fingerprint: str) -> Settled | None:
        """What the question about this post was answered with; None for one that says something else now."""
        asked = (origins.c.channel == post.channel) & (origins.c.message == post.message)
        # A rumour that came back is open again, with what it was answered before; then its asker was told.
        closed = case((rumours.c.state == RumourState.ANSWERED.value, rumours.c.closed_at))
        query = (
            select(inquiries.c.rebuttal, func.coalesce(closed, inquiries.c.settled_at).label("at"))
            .select_from(origins)
            .join(inquiries, inquiries.c.id == origins.c.inquiry)
            .join(rumours, rumours.c.id == inquiries.c.rumour_id)
            .where(asked, origins.c.fingerprint == fingerprint, inquiries.c.rebuttal.is_not(None))
        )
        found = (await self._connection.execute(query)).first()
        return None if found is None or found.at is None else Settled(found.rebuttal, found.at)

    async def of_rumour(self, rumour_id: int) -> int:
        """From how many channel posts a rumour came."""
        query = (
            select(func.count())
            .select_from(origins)
            .join(inquiries, inquiries.c.id == origins.c.inquiry)
            .where(inquiries.c.rumour_id == rumour_id)
        )
        return await self._connection.scalar(query) or 0

    async def prune(self, before: datetime, *, limit: int = 1000) -> int:
        """Deletes those that were last asked about before, at most `limit`; how many they were."""
        key = tuple_(origins.c.channel, origins.c.message)
        old = select(origins.c.channel, origins.c.message).where(origins.c.asked_at < before)
        gone = delete(origins).where(key.in_(old.order_by(origins.c.asked_at).limit(limit)))
        return (await self._connection.execute(gone)).rowcount
