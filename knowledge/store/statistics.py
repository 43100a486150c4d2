"""Statistics: the figures of a period, counted from what is kept."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.figures import AskedRebuttal, AskedRumour, Figures, Kinds, News, Totals
from knowledge.models import Kind, RumourState
from knowledge.periods import Period, Span
from knowledge.store.checks import TOLD
from knowledge.store.circulation import Circulation
from knowledge.store.dialects import local_day
from knowledge.store.inquiries import Inquiries
from knowledge.store.rumours import Rumours
from knowledge.store.schema import checks, inquiries, rebuttals, rumours

# When each rumour was told of its answer, and how long that took.
Waits = Sequence[tuple[datetime, timedelta]]


class Statistics:
    """Reads only. A year of a million checks takes a second or two: read them beside those who write."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._circulation = Circulation(connection)

    async def figures(self, period: Period, *, now: datetime, top: int) -> Figures:
        """All of a period, as far as it is over, with the `top` rumours and rebuttals."""
        span, before = period.span(now), period.span_before(now)
        days = await self._days(span)
        waits = await self._waits(Span(before.since, span.until))
        return Figures(
            period=period,
            totals=await self._totals(span, sum(map(Counter, days.values()), Counter()), waits),
            before=await self._before(before, waits),
            days={day: _answers(counted) for day, counted in days.items()},
            rumours=await self.asked(span, limit=top),
            rebuttals=await self.told(span, limit=top),
        )

    async def asked(
        self, span: Span, *, limit: int, state: RumourState | None = None
    ) -> tuple[AskedRumour, ...]:
        """The rumours (in that state) that most persons asked about in the span, of equals the older one."""
        askers = func.count(inquiries.c.person.distinct())
        query = (
            select(inquiries.c.rumour_id, rumours.c.state, askers)
            .join(rumours, rumours.c.id == inquiries.c.rumour_id)
            .where(_within(inquiries.c.asked_at, span))
            .group_by(inquiries.c.rumour_id, rumours.c.state)
            .order_by(askers.desc(), inquiries.c.rumour_id)
            .limit(limit)
        )
        if state is not None:
            query = query.where(rumours.c.state == state.value)
        rows = (await self._connection.execute(query)).all()
        leading = await Inquiries(self._connection).leading([rumour for rumour, _, _ in rows], span)
        return tuple(
            AskedRumour(rumour, leading[rumour].text, RumourState(state), count)
            for rumour, state, count in rows
        )

    async def told(self, span: Span, *, limit: int) -> tuple[AskedRebuttal, ...]:
        """The published rebuttals that most persons were told of in the span."""
        return await self._circulation.read((await self._circulation.counted(span))[:limit])

    async def published(self, span: Span, *, limit: int) -> tuple[AskedRebuttal, ...]:
        """The rebuttals that were published for the first time in the span and still are, most read first."""
        new = set(await self._new(span))
        read = [each for each in await self._circulation.counted(span) if each[0] in new]
        unread = [(rebuttal, 0) for rebuttal in sorted(new - {rebuttal for rebuttal, _ in read})]
        return (await self._circulation.read([*read, *unread]))[:limit]

    async def news(self, period: Period, *, now: datetime, top: int) -> News:
        """What a digest tells, with the `top` of each kind."""
        span = period.span(now)
        counted = await self._counted(span)
        return News(
            period=period,
            checks=sum(_answers(counted).values()),
            persons=await self._persons(span),
            waiting=await Rumours(self._connection).open_count(),
            rumours=await self.asked(span, limit=top, state=RumourState.OPEN),
            published=await self.published(span, limit=top),
            told=await self.told(span, limit=top),
        )

    async def _days(self, span: Span) -> Mapping[date, Mapping[str, int]]:
        """How many answers of each kind there were on each day; days without any are not in it."""
        day = local_day(self._connection.dialect.name, checks.c.at)
        query = select(day, checks.c.kind, func.count()).where(_answered(span)).group_by(day, checks.c.kind)
        days: dict[date, dict[str, int]] = {}
        for on, kind, count in await self._connection.execute(query):
            days.setdefault(date.fromisoformat(on), {})[kind] = count
        return days

    async def _before(self, span: Span, waits: Waits) -> Totals | None:
        """None when the store does not remember as far back: part of a period would look like growth."""
        oldest = await self._connection.scalar(select(func.min(checks.c.at)))
        if oldest is None or oldest > span.since:
            return None
        return await self._totals(span, await self._counted(span), waits)

    async def _counted(self, span: Span) -> Mapping[str, int]:
        """How many answers of each kind there were."""
        times = func.count().label("times")
        query = select(checks.c.kind, times).where(_answered(span)).group_by(checks.c.kind)
        return {row.kind: row.times for row in await self._connection.execute(query)}

    async def _persons(self, span: Span) -> int:
        """How many persons asked; who was only told later did so before."""
        asked = _answered(span) & checks.c.kind.in_([kind.value for kind in Kind])
        query = select(func.count(checks.c.person.distinct())).where(asked)
        return await self._connection.scalar(query) or 0

    async def _totals(self, span: Span, counted: Mapping[str, int], waits: Waits) -> Totals:
        return Totals(
            kinds=_answers(counted),
            persons=await self._persons(span),
            told=counted.get(TOLD, 0),
            published=len(await self._new(span)),
            waits=sorted(wait for told, wait in waits if span.since <= told < span.until),
        )

    async def _new(self, span: Span) -> Sequence[str]:
        """The rebuttals whose first published version is of the span."""
        query = select(rebuttals.c.id).where(_within(rebuttals.c.published_at, span)).order_by(rebuttals.c.id)
        return list((await self._connection.scalars(query)).all())

    async def _waits(self, span: Span) -> Waits:
        """Of each rumour and the rebuttal that it was answered with: when it was told, after how long."""
        told = func.min(inquiries.c.settled_at)
        query = (
            select(func.min(inquiries.c.asked_at), told)
            .where(inquiries.c.rebuttal.is_not(None), inquiries.c.settled_at.is_not(None))
            .where(inquiries.c.rumour_id.is_not(None))
            .group_by(inquiries.c.rumour_id, inquiries.c.rebuttal)
            .having(told >= span.since, told < span.until)
        )
        return [(settled, settled - asked) for asked, settled in await self._connection.execute(query)]


def _answers(counted: Mapping[str, int]) -> Kinds:
    return {kind: counted[kind.value] for kind in Kind if kind.value in counted}


def _within(column: ColumnElement[datetime], span: Span) -> ColumnElement[bool]:
    return (column >= span.since) & (column < span.until)


def _answered(span: Span) -> ColumnElement[bool]:
    """One row for each answer, however many matches it told of."""
    return _within(checks.c.at, span) & (checks.c.place == 1)
