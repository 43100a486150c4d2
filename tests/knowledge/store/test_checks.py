"""Tests of knowledge/store/checks.py: what was told is kept for its time, its chats for a shorter one."""

from dataclasses import replace
from datetime import timedelta

from knowledge.models import Kind, Language, Verdict
from knowledge.store import TOLD, Check, Store
from knowledge.store.schema import checks
from tests.knowledge.store.samples import NOW, rows

DAY = timedelta(days=1)
SAID = Check(NOW, "someone", Kind.VERDICT, 1, "tap-water", Verdict.FALSE, 3, Language.KK, 11)
UNKNOWN = Check(NOW, "someone", Kind.UNKNOWN, 1, None, None, None, Language.RU, None)


async def test_what_was_told_is_kept_as_it_was_said(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.checks.add([SAID, UNKNOWN])
        await transaction.checks.add([replace(SAID, kind=TOLD, person="other")])
        await transaction.checks.add([])
    found = await rows(store, checks)
    assert [row["id"] for row in found] == [1, 2, 3]
    assert [Check(**{name: row[name] for name in row if name != "id"}) for row in found] == [
        SAID, UNKNOWN, replace(SAID, kind="told", person="other"),
    ]  # fmt: skip


async def test_chats_go_before_the_checks_do_and_both_in_portions(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.checks.add([replace(SAID, at=NOW + day * DAY) for day in range(5)])
        assert await transaction.checks.forget_chats(NOW + 3 * DAY, limit=2) == 2
        assert await transaction.checks.forget_chats(NOW + 3 * DAY, limit=2) == 1
        assert await transaction.checks.forget_chats(NOW + 3 * DAY, limit=2) == 0
    assert [row["chat_id"] for row in await rows(store, checks)] == [None, None, None, 11, 11]
    async with store.begin() as transaction:
        assert await transaction.checks.prune(NOW + 2 * DAY, limit=1) == 1
        assert await transaction.checks.prune(NOW + 2 * DAY) == 1
    assert [row["at"] for row in await rows(store, checks)] == [NOW + day * DAY for day in (2, 3, 4)]
