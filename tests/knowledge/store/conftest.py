"""A store of its own for each test, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from knowledge.store import Store, open_store


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """An empty store of either kind."""
    address: str = request.getfixturevalue(f"{request.param}_url")
    return address


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    async with open_store(url) as opened:
        await opened.migrate()
        yield opened
