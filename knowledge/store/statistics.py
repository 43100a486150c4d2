"""Statistics: the figures of a period, counted from what is kept."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.figures import AskedRebuttal, AskedRumour, Figures, Kinds, Totals
from knowledge.models import Kind, RumourState, Status
from knowledge.periods import Period, Span
from knowledge.store.checks import TOLD
from knowledge.store.dialects import local_day
from knowledge.store.inquiries import Inquiries
from knowledge.store.rebuttals import Rebuttals
from knowledge.store.schema import checks, inquiries, rumours, versions

# Kinds of checks that tell of a rebuttal; a suggestion only asks whether it is meant.
_TELLS = (Kind.VERDICT.value, Kind.AGREES.value, TOLD)


class Statistics:
    """Reads only. A year of a million checks takes a second or two: read them beside those who write."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def figures(self, period: Period, *, now: datetime, top: int) -> Figures:
        """All of a period, as far as it is over, with the `top` rumours and rebuttals."""
        span = period.span(now)
        days = await self._days(span)
        return Figures(
            period=period,
            totals=await self._totals(span, sum(map(Counter, days.values()), Counter())),
            before=await self._before(period.span_before(now)),
            days={day: _answers(counted) for day, counted in days.items()},
            rumours=await self.asked(span, limit=top),
            rebuttals=await self.told(span, limit=top),
        )

    async def asked(self, span: Span, *, limit: int) -> tuple[AskedRumour, ...]:
        """The rumours that most persons asked about in the span, of equals the older one first."""
        askers = func.count(inquiries.c.person.distinct())
        query = (
            select(inquiries.c.rumour_id, rumours.c.state, askers)
            .join(rumours, rumours.c.id == inquiries.c.rumour_id)
            .where(_within(inquiries.c.asked_at, span))
            .group_by(inquiries.c.rumour_id, rumours.c.state)
            .order_by(askers.desc(), inquiries.c.rumour_id)
            .limit(limit)
        )
        rows = (await self._connection.execute(query)).all()
        leading = await Inquiries(self._connection).leading([rumour for rumour, _, _ in rows], span)
        return tuple(
            AskedRumour(rumour, leading[rumour].text, RumourState(state), count)
            for rumour, state, count in rows
        )

    async def told(self, span: Span, *, limit: int) -> tuple[AskedRebuttal, ...]:
        """The published rebuttals that most persons were told of in the span."""
        known = {found.id: found for found in await Rebuttals(self._connection).all(Status.PUBLISHED)}
        counted = [(known[told], count) for told, count in await self._readers(span) if told in known]
        return tuple(AskedRebuttal(*each) for each in counted[:limit])

    async def published(self, span: Span) -> tuple[AskedRebuttal, ...]:
        """The rebuttals that were published for the first time in the span and still are, most read first."""
        new = await self._new(span)
        readers = dict(await self._readers(span))
        found = [await Rebuttals(self._connection).find(rebuttal_id) for rebuttal_id in new]
        public = [known for known in found if known is not None and known.status is Status.PUBLISHED]
        asked = [AskedRebuttal(known, readers.get(known.id, 0)) for known in public]
        return tuple(sorted(asked, key=lambda each: (-each.askers, each.rebuttal.id)))

    async def _readers(self, span: Span) -> Sequence[tuple[str, int]]:
        """How many persons were told of each rebuttal, most first."""
        persons = func.count(checks.c.person.distinct())
        query = (
            select(checks.c.rebuttal, persons)
            .where(_within(checks.c.at, span), checks.c.kind.in_(_TELLS), checks.c.rebuttal.is_not(None))
            .group_by(checks.c.rebuttal)
            .order_by(persons.desc(), checks.c.rebuttal)
        )
        return [(rebuttal, count) for rebuttal, count in await self._connection.execute(query)]

    async def _days(self, span: Span) -> Mapping[date, Mapping[str, int]]:
        """How many answers of each kind there were on each day; days without any are not in it."""
        day = local_day(self._connection.dialect.name, checks.c.at)
        query = select(day, checks.c.kind, func.count()).where(_answered(span)).group_by(day, checks.c.kind)
        days: dict[date, dict[str, int]] = {}
        for on, kind, count in await self._connection.execute(query):
            days.setdefault(date.fromisoformat(on), {})[kind] = count
        return days

    async def _before(self, span: Span) -> Totals | None:
        """None when the store does not remember as far back: part of a period would look like growth."""
        oldest = await self._connection.scalar(select(func.min(checks.c.at)))
        if oldest is None or oldest > span.since:
            return None
        times = func.count().label("times")
        query = select(checks.c.kind, times).where(_answered(span)).group_by(checks.c.kind)
        counted = {row.kind: row.times for row in await self._connection.execute(query)}
        return await self._totals(span, counted)

    async def _totals(self, span: Span, counted: Mapping[str, int]) -> Totals:
        asked = _answered(span) & (checks.c.kind != TOLD)
        persons = await self._connection.scalar(select(func.count(checks.c.person.distinct())).where(asked))
        return Totals(
            kinds=_answers(counted),
            persons=persons or 0,
            told=counted.get(TOLD, 0),
            published=len(await self._new(span)),
            waits=await self._waits(span),
        )

    async def _new(self, span: Span) -> Sequence[str]:
        """The rebuttals whose first published version is of the span."""
        first = func.min(versions.c.at)
        published = versions.c.status == Status.PUBLISHED.value
        query = select(versions.c.rebuttal).where(published).group_by(versions.c.rebuttal)
        query = query.having(first >= span.since, first < span.until).order_by(versions.c.rebuttal)
        return list((await self._connection.scalars(query)).all())

    async def _waits(self, span: Span) -> tuple[timedelta, ...]:
        """Of each rumour and the rebuttal that it was answered with: first asked until first told."""
        told = func.min(inquiries.c.settled_at)
        query = (
            select(func.min(inquiries.c.asked_at), told)
            .where(inquiries.c.rebuttal.is_not(None), inquiries.c.rumour_id.is_not(None))
            .group_by(inquiries.c.rumour_id, inquiries.c.rebuttal)
            .having(told >= span.since, told < span.until)
        )
        rows = await self._connection.execute(query)
        return tuple(sorted(settled - asked for asked, settled in rows))


def _answers(counted: Mapping[str, int]) -> Kinds:
    return {kind: counted[kind.value] for kind in Kind if kind.value in counted}


def _within(column: ColumnElement[datetime], span: Span) -> ColumnElement[bool]:
    return (column >= span.since) & (column < span.until)


def _answered(span: Span) -> ColumnElement[bool]:
    """One row for each answer, however many matches it told of."""
    return _within(checks.c.at, span) & (checks.c.place == 1)
