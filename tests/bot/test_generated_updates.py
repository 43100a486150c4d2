"""Whatever fits Telegram's description of an update is survived, and answered only where that is due."""

import re
from collections import Counter

import pytest

from bot.application import ShynBa
from bot.sandbox import Telegram
from bot.sandbox.spec import Spec
from tests.bot.generated_updates import calls_after, generated, may_be_answered, talking
from tests.conftest import SPEC

NUMBER = 300  # tests/benchmarks/bench_generated_updates.py does the same with many more


@pytest.mark.skipif(SPEC is None, reason="Telegram's description of the Bot API is not at hand")
async def test_generated_updates_are_survived_and_answered_only_where_that_is_due(
    bot: ShynBa, telegram: Telegram
) -> None:
    assert SPEC is not None
    updates = generated(SPEC, NUMBER)
    assert any(map(may_be_answered, updates))
    await talking(bot, telegram)
    assert not await calls_after(bot, telegram, [each for each in updates if not may_be_answered(each)])
    assert await calls_after(bot, telegram, filter(may_be_answered, updates))
    async with bot.store.begin() as transaction:
        assert await transaction.inbox.counts(bot.api.id) == {"open": 0, "dead": 0}


@pytest.mark.skipif(SPEC is None, reason="Telegram's description of the Bot API is not at hand")
def test_generated_updates_fit_the_description() -> None:
    assert SPEC is not None
    spec = Spec.load(SPEC)
    wrong = Counter(
        problem
        for update in generated(SPEC, NUMBER)
        for problem in spec.type_problems("Update", update)
        # What nobody knows yet is made up on purpose, and no handler may rely on how large a value is.
        if not re.search(r"unknown|expected (-?\d|one of|'|\[)", problem)
    )
    assert not wrong
