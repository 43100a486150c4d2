"""How the program ends: a signal stops the intake, and what is in hand is finished."""

import asyncio
import logging
import signal
from collections.abc import Coroutine
from typing import Any

LOG = logging.getLogger(__name__)


async def until_told(work: Coroutine[Any, Any, None]) -> None:
    """Run the work to its end or to SIGTERM or SIGINT; a second signal does not wait for what is in hand."""
    task = asyncio.create_task(work)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    await asyncio.wait([task])
    if task.cancelled():
        LOG.info("stopped; what is left to do is in the store")
    else:
        task.result()
