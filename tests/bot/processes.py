"""The bot as a process of its own, as an operator starts it: for tests of signals and of several at once."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.settings import Settings

_ROOT = Path(__file__).parents[2]


async def started(settings: Settings, folder: Path) -> Process:
    """Start it in the folder with what it needs of the settings; its log is in `stderr`."""
    assert settings.telegram_bot_token is not None
    assert settings.secret_key is not None
    environment = {
        "TELEGRAM_BOT_TOKEN": settings.telegram_bot_token.get_secret_value(),
        "TELEGRAM_API_URL": settings.telegram_api_url,
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key.get_secret_value(),
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run",
        cwd=folder, env={"PATH": os.environ["PATH"], "PYTHONPATH": str(_ROOT), **environment}, stderr=PIPE,
    )  # fmt: skip


@asynccontextmanager
async def ready(settings: Settings, folder: Path) -> AsyncIterator[Process]:
    """Run it for a block, from its first log line that says that it is ready."""
    running = await started(settings, folder)
    assert running.stderr is not None
    while b"ready" not in (line := await running.stderr.readline()):
        assert line, "it ended before it was ready"
    try:
        yield running
    finally:
        if running.returncode is None:
            running.kill()
        await running.communicate()
