"""What the row of a rumour says of its inquiries, counted anew whenever some of them come, go or move."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Column, bindparam, case, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.models import RumourState
from knowledge.store.counters import advance
from knowledge.store.schema import inquiries, partings, rumours
from knowledge.urgency import heat

# The latest so many persons decide the heat: what has more of them is at the top anyway.
_WEIGHED = 1000

WAITS = inquiries.c.settled_at.is_(None) & inquiries.c.rebuttal.is_(None)


async def alone(connection: AsyncConnection) -> None:
    """Waits until nobody else changes which inquiries make which rumour; until the commit nobody does."""
    await advance(connection, "rumours")


async def recount(connection: AsyncConnection, rumour_ids: Iterable[int]) -> None:
    """Brings the counts and the heat of these rumours up to date; one without inquiries goes."""
    for rumour_id in sorted(set(rumour_ids)):
        counted = (await connection.execute(_COUNTS, {"rumour": rumour_id})).mappings().one()
        if counted["posts"]:
            asked, seen = [], []
            if counted["waiting"]:
                asked = await _latest(connection, rumour_id, inquiries.c.person)
            if counted["waiting"] and counted["channels"]:
                seen = await _latest(connection, rumour_id, inquiries.c.channel)
            warmth = {**counted, "heat": heat(asked, seen)}
            await connection.execute(update(rumours).where(rumours.c.id == rumour_id), warmth)
        else:
            await _forget(connection, rumour_id)


async def _latest(connection: AsyncConnection, rumour_id: int, by: Column[Any]) -> list[datetime]:
    """When each of those who wait, or each channel among them, was last heard of."""
    latest = func.max(inquiries.c.asked_at)
    query = (
        select(latest)
        .where(inquiries.c.rumour_id == rumour_id, WAITS, by.is_not(None))
        .group_by(by)
        .order_by(latest.desc())
        .limit(_WEIGHED)
    )
    return list(await connection.scalars(query))


async def _forget(connection: AsyncConnection, rumour_id: int) -> None:
    answered = rumours.c.state == RumourState.ANSWERED.value
    gone = await connection.execute(delete(rumours).where(rumours.c.id == rumour_id, ~answered))
    if gone.rowcount:
        await connection.execute(
            delete(partings).where((partings.c.one == rumour_id) | (partings.c.other == rumour_id))
        )


_COUNTS = select(
    func.count().label("posts"),
    func.count(inquiries.c.person.distinct()).label("askers"),
    func.count(inquiries.c.channel.distinct()).label("channels"),
    func.count(case((WAITS, inquiries.c.person)).distinct()).label("waiting"),
    func.min(inquiries.c.asked_at).label("first_at"),
    func.max(inquiries.c.asked_at).label("last_at"),
).where(inquiries.c.rumour_id == bindparam("rumour"))
