"""Rumours: the moderators' queue, and what they do with it so that of two at once only one wins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    and_,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.models import Inquiry, Rumour, RumourState
from knowledge.store.membership import Membership, settled_for_good
from knowledge.store.rumour_counts import WAITS, alone, recount
from knowledge.store.schema import in_state, inquiries, rumours
from knowledge.urgency import COLD


class Place(NamedTuple):
    """Where a page of the queue ended: the heat and the id of its last rumour."""

    heat: float
    id: int


@dataclass(frozen=True, slots=True)
class Surge:
    """A rumour that spreads: how many asked since a moment, from how many channels not seen before."""

    rumour: Rumour
    askers: int
    new_channels: int


@dataclass(frozen=True, slots=True)
class Aging:
    """A rumour that persons wait for; the first of them is told at `closes_at` that there is no answer."""

    rumour: Rumour
    followers: int
    closes_at: datetime


class Rumours:
    """Changes by moderators happen only while the rumour is open and nobody else has taken it.

    Each says whether it happened. `by` is the moderator's keyed hash; one who has taken a rumour loses it
    when the time is over, without anybody doing anything.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._membership = Membership(connection)

    async def first_asked(self, rebuttal: str) -> datetime | None:
        """When the first of those asked, as far as their questions are kept, whom this rebuttal answered."""
        query = select(func.min(rumours.c.first_at)).where(rumours.c.rebuttal == rebuttal)
        found: datetime | None = await self._connection.scalar(query)
        return found

    async def page(self, *, limit: int, after: Place | None = None) -> tuple[Rumour, ...]:
        """Open rumours, the most urgent first; the next page is what comes `after` the last one's place.

        Their order does not change while time passes, only where somebody asks.
        """
        query = select(rumours).where(in_state(rumours, RumourState.OPEN))
        if after is not None:
            query = query.where(
                or_(rumours.c.heat < after.heat, and_(rumours.c.heat == after.heat, rumours.c.id > after.id))
            )
        return await self._read(query.order_by(rumours.c.heat.desc(), rumours.c.id).limit(limit))

    async def closed(
        self, state: RumourState, *, limit: int, before: int | None = None
    ) -> tuple[Rumour, ...]:
        """Answered or dismissed ones, the newest ids first; the next page is what is `before` the last id."""
        query = select(rumours).where(rumours.c.state == state.value)
        if before is not None:
            query = query.where(rumours.c.id < before)
        return await self._read(query.order_by(rumours.c.id.desc()).limit(limit))

    async def find(self, rumour_id: int) -> Rumour | None:
        """None, too, for one that was merged into another."""
        found = await self._read(select(rumours).where(rumours.c.id == rumour_id))
        return found[0] if found else None

    async def taken(self, by: str, *, now: datetime) -> tuple[Rumour, ...]:
        """The open ones that `by` works on, the most urgent first."""
        theirs = (rumours.c.taken_by == by) & (rumours.c.taken_until > now)
        query = select(rumours).where(in_state(rumours, RumourState.OPEN), theirs)
        return await self._read(query.order_by(rumours.c.heat.desc(), rumours.c.id))

    async def open_count(self) -> int:
        query = select(func.count()).select_from(rumours).where(in_state(rumours, RumourState.OPEN))
        return await self._connection.scalar(query) or 0

    async def place(self, inquiry: Inquiry, near: Sequence[str], *, now: datetime) -> int:
        """Puts an ungrouped inquiry into its rumour, or into a new one; returns the rumour's id.

        `near` are fingerprints of posts that say the same, nearest first; a copy of what is known goes where
        that is. Open rumours of `near` become one, the oldest id, unless a moderator has parted them. Only if
        none is open it joins a closed one: a dismissed rumour swallows it, which settles it; an answered one
        is open again, with its rebuttal as a hint, and waits for this inquiry only. `recount` then is up to
        the caller, once for all that were placed.
        """
        await alone(self._connection)
        homes = await self._membership.homes(inquiry.fingerprint, near)
        if not homes:
            return await self._membership.found([inquiry.id], now=now)
        is_copy = homes[0].fingerprint == inquiry.fingerprint
        open_ = [home for home in homes if home.state is RumourState.OPEN]
        home, *others = homes[:1] if is_copy else open_ or homes
        rumour_id = home.rumour
        if home.state is RumourState.OPEN:
            rumour_id = await self._membership.united(rumour_id, [other.rumour for other in others])
        await self._membership.admit(inquiry.id, rumour_id, home.state, now)
        return rumour_id

    async def recount(self, rumour_ids: Sequence[int]) -> None:
        """Brings counts and heat up to date after `place`; nothing happens for one that is no more."""
        await recount(self._connection, rumour_ids)

    async def take(self, rumour_id: int, by: str, *, until: datetime, now: datetime) -> bool:
        """`by` works on it until then, or for longer if it was theirs already."""
        return await self._change(rumour_id, by, now, taken_by=by, taken_until=until)

    async def release(self, rumour_id: int, by: str) -> bool:
        """Nobody works on it any more; False when it was not with `by`."""
        held = (rumours.c.id == rumour_id) & (rumours.c.taken_by == by)
        free = update(rumours).where(held).values(taken_by=None, taken_until=None)
        return (await self._connection.execute(free)).rowcount > 0

    async def free(self, person: str) -> int:
        """Lets everything go that this person works on; how many rumours that were."""
        held = update(rumours).where(rumours.c.taken_by == person)
        return (await self._connection.execute(held.values(taken_by=None, taken_until=None))).rowcount

    async def hand_over(self, rumour_id: int, by: str, to: str, *, until: datetime, now: datetime) -> bool:
        """`to` works on it in place of `by`, or of nobody."""
        return await self._change(rumour_id, by, now, taken_by=to, taken_until=until)

    async def dismiss(self, rumour_id: int, by: str, reason: str, *, now: datetime) -> bool:
        """Closes it without an answer; who follows it is owed word of that (see `Inquiries.closing`)."""
        await alone(self._connection)
        done = await self._close(rumour_id, by, RumourState.DISMISSED, now, reason=reason)
        if done:
            waits = (inquiries.c.rumour_id == rumour_id) & WAITS
            await self._connection.execute(update(inquiries).where(waits).values(settled_for_good(now)))
        return done

    async def answer(
        self, rumour_id: int, by: str, rebuttal: str, *, now: datetime, broadcast: int | None = None
    ) -> bool:
        """Closes it with a rebuttal, which is then owed to everyone who waited (see `Inquiries.owed`)."""
        await alone(self._connection)
        done = await self._close(rumour_id, by, RumourState.ANSWERED, now, rebuttal=rebuttal)
        if done:
            waits = (inquiries.c.rumour_id == rumour_id) & WAITS
            await self._connection.execute(
                update(inquiries).where(waits).values(rebuttal=rebuttal, broadcast=broadcast)
            )
        return done

    async def reopen(self, rumour_id: int) -> bool:
        """Takes back a dismissal for whoever asks from now on; False when it was not dismissed."""
        dismissed = (rumours.c.id == rumour_id) & (rumours.c.state == RumourState.DISMISSED.value)
        back = {"state": RumourState.OPEN.value, "reason": None, "closed_at": None}
        return (await self._connection.execute(update(rumours).where(dismissed).values(back))).rowcount > 0

    async def merge(self, one: int, other: int, by: str, *, now: datetime) -> int | None:
        """Makes one rumour of two, under the older id, which it returns; None when it did not happen.

        What had parted them is forgotten. Neither may be closed or with another moderator.
        """
        await alone(self._connection)
        keep, gone = sorted((one, other))
        both = rumours.c.id.in_((keep, gone)) & _is_free(by, now)
        free = await self._connection.scalar(select(func.count()).select_from(rumours).where(both))
        if keep == gone or free != 2:  # noqa: PLR2004  both of them
            return None
        await self._membership.absorb(keep, gone)
        await recount(self._connection, [keep])
        return keep

    async def split(
        self, rumour_id: int, inquiry_ids: Sequence[int], by: str, *, now: datetime
    ) -> int | None:
        """Moves inquiries with all copies of their texts into a rumour of their own; returns its id.

        The two stay apart whatever comes later. None when it did not happen: the rumour is closed or with
        another moderator, none of these inquiries is in it, or nothing would be left.
        """
        await alone(self._connection)
        inside = inquiries.c.rumour_id == rumour_id
        texts = select(inquiries.c.fingerprint).where(inside, inquiries.c.id.in_(inquiry_ids)).distinct()
        moves = inside & inquiries.c.fingerprint.in_(texts)
        free = select(rumours.c.id).where(rumours.c.id == rumour_id, _is_free(by, now))
        moved = list(
            await self._connection.scalars(select(inquiries.c.id).where(moves, inside, free.exists()))
        )
        left = select(inquiries.c.id).where(inside, inquiries.c.fingerprint.not_in(texts)).limit(1)
        if not moved or await self._connection.scalar(left) is None:
            return None
        new = await self._membership.found(moved, now=now)
        await self._membership.part([(rumour_id, new)])
        await recount(self._connection, (rumour_id, new))
        return new

    async def surging(
        self, *, since: datetime, askers: int, channels: int, alarmed_before: datetime, limit: int = 10
    ) -> tuple[Surge, ...]:
        """Open rumours that so many persons asked about since then, or that so many new channels spread.

        Only those that nobody was alarmed of since `alarmed_before`; the one most asked about first.
        """
        asked = func.count(inquiries.c.person.distinct()).label("lately")
        seen = _new_channels(since)
        query = (
            select(rumours, asked, func.coalesce(func.max(seen.c.channels), 0).label("new_channels"))
            .join(inquiries, inquiries.c.rumour_id == rumours.c.id)
            .outerjoin(seen, seen.c.rumour_id == rumours.c.id)
            .where(in_state(rumours, RumourState.OPEN), _is_quiet(alarmed_before))
            .where(inquiries.c.asked_at >= since)
            .group_by(rumours.c.id)
            .having(or_(asked >= askers, func.coalesce(func.max(seen.c.channels), 0) >= channels))
            .order_by(asked.desc(), rumours.c.id)
            .limit(limit)
        )
        result = await self._connection.execute(query)
        return tuple(Surge(_rumour(row), row["lately"], row["new_channels"]) for row in result.mappings())

    async def alarm(self, rumour_id: int, *, alarmed_before: datetime, now: datetime) -> bool:
        """Whether moderators are to be told now: of several who ask only the first hears yes."""
        quiet = (rumours.c.id == rumour_id) & _is_quiet(alarmed_before)
        told = update(rumours).where(quiet).values(alarmed_at=now)
        return (await self._connection.execute(told)).rowcount > 0

    async def still_surges(self, rumour_id: int, *, now: datetime) -> None:
        """Puts off when it is news again: `alarmed_at` is when its surge was last seen."""
        await self._connection.execute(
            update(rumours).where(rumours.c.id == rumour_id).values(alarmed_at=now)
        )

    async def aging(
        self, *, closes_before: datetime, reminded_before: datetime, limit: int
    ) -> tuple[Aging, ...]:
        """Open rumours whose followers are told soon that there is no answer, the soonest first.

        Only those that nobody was reminded of since `reminded_before`.
        """
        first = func.min(inquiries.c.closes_at).label("closes_at")
        quiet = rumours.c.reminded_at.is_(None) | (rumours.c.reminded_at < reminded_before)
        query = (
            select(rumours, func.count(inquiries.c.person.distinct()).label("followers"), first)
            .join(inquiries, inquiries.c.rumour_id == rumours.c.id)
            .where(in_state(rumours, RumourState.OPEN), quiet, WAITS, inquiries.c.closes_at < closes_before)
            .group_by(rumours.c.id)
            .order_by(first, rumours.c.id)
            .limit(limit)
        )
        result = await self._connection.execute(query)
        return tuple(Aging(_rumour(row), row["followers"], row["closes_at"]) for row in result.mappings())

    async def last_reminded(self) -> datetime | None:
        """When moderators were last reminded of any that is kept."""
        last: datetime | None = await self._connection.scalar(select(func.max(rumours.c.reminded_at)))
        return last

    async def remind(self, rumour_ids: Sequence[int], *, now: datetime) -> None:
        """Notes that moderators are reminded of these."""
        reminded = update(rumours).where(rumours.c.id.in_(rumour_ids))
        await self._connection.execute(reminded.values(reminded_at=now))

    async def _change(self, rumour_id: int, by: str, now: datetime, **values: Any) -> bool:
        changed = update(rumours).where(rumours.c.id == rumour_id, _is_free(by, now)).values(values)
        return (await self._connection.execute(changed)).rowcount > 0

    async def _close(self, rumour_id: int, by: str, state: RumourState, now: datetime, **why: str) -> bool:
        nobody = {"taken_by": None, "taken_until": None, "waiting": 0, "heat": COLD}
        return await self._change(rumour_id, by, now, state=state.value, closed_at=now, **nobody, **why)

    async def _read(self, query: Any) -> tuple[Rumour, ...]:
        result = await self._connection.execute(query)
        return tuple(_rumour(row) for row in result.mappings())


def _is_free(by: str, now: datetime) -> ColumnElement[bool]:
    """Open, and with nobody but `by`."""
    nobody = rumours.c.taken_by.is_(None) | (rumours.c.taken_until <= now)
    return in_state(rumours, RumourState.OPEN) & (nobody | (rumours.c.taken_by == by))


def _is_quiet(alarmed_before: datetime) -> ColumnElement[bool]:
    return rumours.c.alarmed_at.is_(None) | (rumours.c.alarmed_at < alarmed_before)


def _new_channels(since: datetime) -> Any:
    """How many channels of each rumour were first seen since then."""
    first = (
        select(inquiries.c.rumour_id, inquiries.c.channel)
        .where(inquiries.c.channel.is_not(None))
        .group_by(inquiries.c.rumour_id, inquiries.c.channel)
        .having(func.min(inquiries.c.asked_at) >= since)
        .subquery()
    )
    return select(first.c.rumour_id, func.count().label("channels")).group_by(first.c.rumour_id).subquery()


def _rumour(row: RowMapping) -> Rumour:
    values = {column.name: row[column.name] for column in rumours.c}
    return Rumour(**{**values, "state": RumourState(values["state"])})
