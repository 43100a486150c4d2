"""Tests of knowledge/store/circulation.py: what most persons were told of lately."""

from dataclasses import replace
from datetime import datetime, timedelta

from knowledge.models import Kind, Language, Status
from knowledge.store import CORRECTED, READ, TOLD, Check, Store
from tests.knowledge.store.samples import NOW, REBUTTAL

DAY = timedelta(days=1)
BANK, GONE = replace(REBUTTAL, id="bank"), replace(REBUTTAL, id="gone")


def _check(person: str, kind: str, rebuttal: str | None, at: datetime = NOW - DAY) -> Check:
    return Check(at, person, kind, 1, rebuttal, None, None, Language.KK, None)


async def test_persons_count_once_and_only_those_who_were_told_lately(store: Store) -> None:
    noted = [
        _check("aliya", Kind.VERDICT, "bank"),
        _check("aliya", Kind.VERDICT, "bank"),
        _check("serik", Kind.AGREES, "bank"),
        _check("aliya", TOLD, "tap-water"),
        _check("timur", Kind.SUGGESTION, "tap-water"),
        _check("timur", READ, "tap-water"),
        _check("timur", CORRECTED, "tap-water"),
        _check("timur", Kind.UNKNOWN, None),
        _check("early", Kind.VERDICT, "tap-water", NOW - 8 * DAY),
        _check("aliya", Kind.VERDICT, "gone"),
    ]
    async with store.begin() as transaction:
        await transaction.rebuttals.save_all([REBUTTAL, BANK, GONE], now=NOW)
        await transaction.checks.add(noted)
        await transaction.rebuttals.save(replace(GONE, status=Status.RETIRED), now=NOW)
        counted = await transaction.circulation.now(NOW)
        found = await transaction.circulation.read(counted)
    assert list(counted) == [("bank", 2), ("tap-water", 1)]
    assert [(each.rebuttal.id, each.askers) for each in found] == counted


async def test_what_was_counted_is_read_as_it_is_now(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.rebuttals.save_all([BANK, replace(GONE, status=Status.EXPIRED)], now=NOW)
        found = await transaction.circulation.read([("deleted", 9), ("gone", 8), ("bank", 7)])
    assert [(each.rebuttal.id, each.askers) for each in found] == [("bank", 7)]
