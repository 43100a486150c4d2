"""Bot processes as an operator starts them: real ones, which can be killed."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.torture.failpoints import VARIABLE, Failpoint

ROOT = Path(__file__).parents[2]
BOT = ("-m", "tests.torture.bot_process", "run")


class BotProcess:
    """One life of one process; `killed_by` says what the harness did to it, None if it killed itself."""

    def __init__(self, process: asyncio.subprocess.Process, environment: Mapping[str, str]) -> None:
        self._process = process
        self.environment = environment  # what it was told
        self.killed_by: str | None = None

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def lives(self) -> bool:
        return self._process.returncode is None and self.killed_by is None

    def kill(self, why: str) -> None:
        """SIGKILL: nothing is written down, closed or said."""
        if self.lives:
            self.killed_by = why
            self._process.kill()

    async def ended(self) -> int:
        """The exit code, negative for a signal."""
        return await self._process.wait()

    async def stop(self) -> None:
        """Ask as Ctrl-C does, and wait until it is over."""
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGINT)
        await self._process.wait()


async def start(
    folder: Path,
    environment: Mapping[str, str],
    failpoint: Failpoint | None = None,
    program: Sequence[str] = BOT,
) -> BotProcess:
    """Start the bot in the folder; what it says goes to `log` there."""
    armed = {VARIABLE: str(failpoint)} if failpoint else {}
    with (folder / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *program,
            cwd=folder, env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment, **armed},
            stdout=log, stderr=log,
        )  # fmt: skip
    return BotProcess(process, environment)
