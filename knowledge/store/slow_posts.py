"""Posts that take time to read: pictures, videos, voices and files, each held by one worker at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, delete, func, insert, null, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.store import queues
from knowledge.store.errors import LeaseLostError
from knowledge.store.schema import in_state, slow_posts


@dataclass(frozen=True, slots=True)
class SlowPost:
    """A post in work. `payload` is what the caller needs to answer it; `attempts` counts this claim, too."""

    id: int
    bot_id: int
    person: str
    chat_id: int
    kind: str
    payload: Mapping[str, Any]
    attempts: int
    owner: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A post whose sender has not been told yet that it takes a while."""

    id: int
    kind: str
    payload: Mapping[str, Any]
    asked_at: datetime


class SlowPosts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.has_grown = False  # whether this transaction brings posts to be read

    async def add(
        self,
        *,
        bot_id: int,
        person: str,
        chat_id: int,
        message_id: int,
        kind: str,
        payload: Mapping[str, Any],
        now: datetime,
    ) -> int:
        """Notes that a post is to be read; returns its number."""
        self.has_grown = True
        row = {
            "bot_id": bot_id,
            "person": person,
            "chat_id": chat_id,
            "message_id": message_id,
            "kind": kind,
            "payload": dict(payload),
            "state": "open",
            "attempts": 0,
            "due_at": now,
            "asked_at": now,
        }
        result = await self._connection.execute(insert(slow_posts).values(row).returning(slow_posts.c.id))
        return int(result.scalar_one())

    async def waiting(self, bot_id: int, person: str) -> tuple[int, int]:
        """How many wait to be read: this person's, and all."""
        mine = func.coalesce(func.sum(case((slow_posts.c.person == person, 1), else_=0)), 0)
        query = select(mine, func.count()).where(slow_posts.c.bot_id == bot_id, in_state(slow_posts, "open"))
        theirs, everybodys = (await self._connection.execute(query)).one()
        return int(theirs), int(everybodys)

    async def claim(self, bot_id: int, owner: str, *, now: datetime, lease: timedelta) -> SlowPost | None:
        """Takes the next post whose time has come; a lease that ran out is given anew.

        Of each person one post is in work at a time, their oldest; whose last one was read longest ago comes
        first. So who sends a hundred pictures waits for their own, and others wait for one of them at most.
        """
        past = slow_posts.alias("past")
        served = select(func.max(past.c.finished_at)).where(past.c.person == slow_posts.c.person)
        head = (
            select(slow_posts.c.id)
            .where(
                slow_posts.c.bot_id == bot_id,
                slow_posts.c.due_at <= now,
                queues.is_head(slow_posts, chat="person", order=["id"]),
            )
            .order_by(served.scalar_subquery().asc().nulls_first(), slow_posts.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .cte("head")
        )
        claimed = (
            update(slow_posts)
            .where(slow_posts.c.id.in_(select(head.c.id)))
            .values(owner=owner, due_at=now + lease, attempts=slow_posts.c.attempts + 1)
            .returning(*(slow_posts.c[field.name] for field in fields(SlowPost)))
        )
        row = (await self._connection.execute(claimed)).mappings().one_or_none()
        return None if row is None else SlowPost(**row)

    async def done(self, post: SlowPost, text: str | None, *, now: datetime) -> int | None:
        """Completes the post and erases all but `text`, which is masked; returns the card to be redrawn.

        LeaseLostError when another worker has it: the effects of this one must be rolled back.
        """
        change = _held(post).values(
            state="done",
            payload=null(),
            chat_id=null(),
            owner=null(),
            text=text,
            finished_at=now,
        )
        row = (await self._connection.execute(change.returning(slow_posts.c.card))).one_or_none()
        if row is None:
            raise LeaseLostError("a slow post was claimed by another worker")
        card: int | None = row.card
        return card

    async def put_back(self, post: SlowPost, *, until: datetime, counted: bool) -> None:
        """Leaves the post to be claimed again at `until`; an attempt that is not `counted` never was."""
        attempts = post.attempts if counted else post.attempts - 1
        await self._connection.execute(_held(post).values(owner=null(), due_at=until, attempts=attempts))

    async def release(self, bot_id: int, *, now: datetime) -> None:
        """Ends all leases, for a process that is alone. Attempts stay counted."""
        held = slow_posts.c.owner.is_not(None) & (slow_posts.c.bot_id == bot_id)
        await self._connection.execute(
            update(slow_posts).where(in_state(slow_posts, "open"), held).values(owner=null(), due_at=now)
        )

    async def unanswered(self, bot_id: int, before: datetime, limit: int) -> tuple[Unanswered, ...]:
        """Posts from before that time whose senders have heard nothing yet, oldest first."""
        query = (
            select(*(slow_posts.c[field.name] for field in fields(Unanswered)))
            .where(
                slow_posts.c.bot_id == bot_id,
                in_state(slow_posts, "open"),
                slow_posts.c.card.is_(None),
                slow_posts.c.asked_at <= before,
            )
            .order_by(slow_posts.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return tuple(Unanswered(**row) for row in (await self._connection.execute(query)).mappings())

    async def first_unanswered(self, bot_id: int) -> datetime | None:
        """When the oldest of those came; None when everybody was told."""
        query = select(func.min(slow_posts.c.asked_at)).where(
            slow_posts.c.bot_id == bot_id, in_state(slow_posts, "open"), slow_posts.c.card.is_(None)
        )
        earliest: datetime | None = (await self._connection.execute(query)).scalar_one()
        return earliest

    async def told(self, number: int, card: int) -> None:
        """Notes the letter that says so; the answer takes its place."""
        await self._connection.execute(update(slow_posts).where(slow_posts.c.id == number).values(card=card))

    async def text(self, person: str, message_id: int) -> str | None:
        """What was read of this person's post, masked; None when nothing was, or it is long ago."""
        query = select(slow_posts.c.text).where(
            slow_posts.c.person == person, slow_posts.c.message_id == message_id
        )
        return await self._connection.scalar(query.order_by(slow_posts.c.id.desc()).limit(1))

    async def prune(self, before: datetime, *, limit: int = 1000) -> int:
        """Deletes at most `limit` posts that were done before that time; how many they were."""
        old = select(slow_posts.c.id).where(slow_posts.c.finished_at < before).limit(limit)
        result = await self._connection.execute(delete(slow_posts).where(slow_posts.c.id.in_(old)))
        return result.rowcount


def _held(post: SlowPost) -> Any:
    """Owner and attempt together are the fence: after another claim a late worker matches no row."""
    return update(slow_posts).where(
        slow_posts.c.id == post.id,
        slow_posts.c.owner == post.owner,
        slow_posts.c.attempts == post.attempts,
        in_state(slow_posts, "open"),
    )
