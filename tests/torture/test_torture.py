"""At small size: bots that are killed again and again lose nothing, double nothing and keep the order."""

import asyncio
from pathlib import Path

import pytest

from bot.sandbox import Telegram
from tests.torture.setups import POLLING, REPLICAS, WEBHOOK, SetUp
from tests.torture.torture import Size, prepared

SMALL = Size(updates=90, kills=3, citizens=40)
LONG_ENOUGH = 120.0  # seconds; only what never ends takes so long


@pytest.mark.parametrize("setup", [POLLING, WEBHOOK, REPLICAS], ids=str)
async def test_a_bot_that_is_killed_again_and_again_loses_and_doubles_nothing(
    setup: SetUp, telegram: Telegram, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    sqlite = f"sqlite+aiosqlite:///{tmp_path}/shynba.db"
    url = request.getfixturevalue("postgresql_url") if setup.postgresql else sqlite
    async with (
        asyncio.timeout(LONG_ENOUGH),
        prepared(setup, telegram, url, tmp_path, SMALL, seed=1) as torture,
    ):
        found = await torture.run()
    assert found.is_clean, found
    assert len(torture.deaths) >= SMALL.kills
