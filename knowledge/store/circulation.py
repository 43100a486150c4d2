"""Circulation: the claims that people were told of most, in a span and right now."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.figures import AskedRebuttal
from knowledge.models import Kind, Status
from knowledge.periods import Span
from knowledge.store.checks import TOLD
from knowledge.store.rebuttals import Rebuttals
from knowledge.store.schema import checks, rebuttals

Counted = Sequence[tuple[str, int]]
"""Ids of rebuttals with how many persons were told of each, the most first."""

# A forwarded rumour lives for days (see `surge`); what was asked about before is not going round any more.
_NOW: Final = timedelta(days=7)
# So many are remembered of what circulates now: more pages than anybody turns.
_KEPT: Final = 100
# Kinds of checks that tell of a rebuttal; a suggestion only asks whether it is meant, and who opens one from
# a list (`checks.READ`) would keep at the top what is at the top.
_TELLS = (Kind.VERDICT.value, Kind.AGREES.value, TOLD)


class Circulation:
    """Reads only. `counted` and `now` read every check of their span: keep what they return for a while."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def now(self, now: datetime) -> Counted:
        """What circulates: the published rebuttals that most persons were told of in the last days."""
        return (await self.counted(Span(now - _NOW, now)))[:_KEPT]

    async def counted(self, span: Span) -> Counted:
        """Every published rebuttal that anybody was told of in the span."""
        persons = func.count(checks.c.person.distinct())
        query = (
            select(checks.c.rebuttal, persons)
            .join(rebuttals, rebuttals.c.id == checks.c.rebuttal)
            .where(checks.c.at >= span.since, checks.c.at < span.until, checks.c.kind.in_(_TELLS))
            .where(rebuttals.c.status == Status.PUBLISHED.value)
            .group_by(checks.c.rebuttal)
            .order_by(persons.desc(), checks.c.rebuttal)
        )
        return [(rebuttal, count) for rebuttal, count in await self._connection.execute(query)]

    async def read(self, counted: Counted) -> tuple[AskedRebuttal, ...]:
        """These rebuttals in the same order, as far as they are published still."""
        known = await Rebuttals(self._connection).some([rebuttal for rebuttal, _ in counted])
        found = [(known[rebuttal], count) for rebuttal, count in counted if rebuttal in known]
        return tuple(AskedRebuttal(each, count) for each, count in found if each.status is Status.PUBLISHED)
