"""Tests of knowledge/store/waves.py: a person counts once, and a wave ends when it is not seen."""

from dataclasses import replace
from datetime import timedelta

from knowledge.models import Kind, Language, Verdict
from knowledge.store import Check, Store
from tests.knowledge.store.samples import NOW

HOUR = timedelta(hours=1)
SAID = Check(NOW, "a", Kind.VERDICT, 1, "tap-water", Verdict.FALSE, 1, Language.KK, None)


async def test_persons_count_once_and_only_those_who_got_a_verdict(store: Store) -> None:
    others = [
        replace(SAID, person=person, kind=kind) for person, kind in zip("bc", ("agrees", "told"), strict=True)
    ]
    old = replace(SAID, person="d", at=NOW - 2 * HOUR)
    async with store.begin() as transaction:
        await transaction.checks.add([SAID, SAID, replace(SAID, person="e"), old, *others])
        since = NOW - HOUR
        assert await transaction.waves.surging(since=since, askers=2, limit=5) == (("tap-water", 2),)
        assert await transaction.waves.surging(since=since, askers=3, limit=5) == ()


async def test_a_wave_lasts_while_it_is_seen_and_only_a_returning_one_is_told(store: Store) -> None:
    async with store.begin() as transaction:
        waves = transaction.waves
        assert not await waves.lasts("tap-water", since=NOW - HOUR, now=NOW)
        await waves.begin("tap-water", rebutted=None, now=NOW)
        assert await waves.again(["tap-water"], since=NOW - HOUR) == {}
        assert await waves.lasts("tap-water", since=NOW, now=NOW + HOUR)
        assert not await waves.lasts("tap-water", since=NOW + 2 * HOUR, now=NOW + 3 * HOUR)
        await waves.begin("tap-water", rebutted="2025", now=NOW + 3 * HOUR)
        assert await waves.again(["tap-water", "war"], since=NOW + 3 * HOUR) == {"tap-water": "2025"}
        assert await waves.again(["tap-water"], since=NOW + 4 * HOUR) == {}
