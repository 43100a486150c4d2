"""Tests of knowledge/store/audit.py: every deed is kept, the newest is shown first."""

from knowledge.store import Deed, Store
from tests.knowledge.store.samples import NOW


async def test_deeds_are_kept_and_shown_newest_first(store: Store) -> None:
    later = NOW.replace(year=2027)
    async with store.begin() as transaction:
        await transaction.audit.record("a", "publish", "tap-water", {"claims": 2, "кім": "ә"}, now=NOW)
        await transaction.audit.record("b", "retire", "tap-water", {}, now=later)
    async with store.begin() as transaction:
        newest, oldest = await transaction.audit.latest(10)
        assert newest == Deed(newest.id, later, "b", "retire", "tap-water", {})
        assert oldest == Deed(oldest.id, NOW, "a", "publish", "tap-water", {"claims": 2, "кім": "ә"})
        assert await transaction.audit.latest(1) == (newest,)
