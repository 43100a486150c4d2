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


async def test_pages_follow_each_other_while_deeds_are_added(store: Store) -> None:
    async with store.begin() as transaction:
        for number in range(5):
            await transaction.audit.record("a", "publish", f"r{number}", {}, now=NOW)
        first = await transaction.audit.latest(2)
        await transaction.audit.record("a", "publish", "new", {}, now=NOW)
        second = await transaction.audit.latest(2, before=first[-1].id)
        third = await transaction.audit.latest(2, before=second[-1].id)
    assert [deed.subject for deed in (*first, *second, *third)] == ["r4", "r3", "r2", "r1", "r0"]


async def test_deeds_about_a_person_are_those_by_them_and_to_them(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.audit.record("owner", "member.joined", "a", {"label": "…1234"}, now=NOW)
        await transaction.audit.record("a", "publish", "tap-water", {}, now=NOW)
        await transaction.audit.record("b", "retire", "tap-water", {}, now=NOW)
        assert [deed.deed for deed in await transaction.audit.latest(9, about="a")] == [
            "publish",
            "member.joined",
        ]
        about_rebuttal = await transaction.audit.latest(9, about="tap-water")
        assert [deed.deed for deed in about_rebuttal] == ["retire", "publish"]
        assert await transaction.audit.latest(9, about="b", before=1) == ()


async def test_the_audit_knows_who_was_active_last_and_how_they_were_called(store: Store) -> None:
    later = NOW.replace(year=2027)
    async with store.begin() as transaction:
        await transaction.audit.record("owner", "member.joined", "a", {"label": "…1234"}, now=NOW)
        await transaction.audit.record("a", "publish", "tap-water", {}, now=NOW)
        await transaction.audit.record("a", "publish", "salt", {}, now=later)
        await transaction.audit.record("owner", "member.renamed", "a", {"label": "Айгүл"}, now=later)
        await transaction.audit.record("owner", "member.role", "a", {"role": "moderator"}, now=later)
        assert await transaction.audit.last_active(["a", "b"]) == {"a": later}
        assert await transaction.audit.labels(["a", "b"]) == {"a": "Айгүл"}
