"""Has a picture looked at in a process of its own: at most two at a time, none for longer than it may."""

import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from typing import Any
from weakref import WeakKeyDictionary

from knowledge.media.children import step_back
from knowledge.media.opening import LARGEST
from knowledge.media.unreadable import Flaw, UnreadablePictureError

LOG = logging.getLogger(__name__)

# More at once only make each of them slower: a machine has two cores, and answers to texts need one.
AT_ONCE = 2
GRACE = 3.0  # seconds that the process gets to end by itself before it is killed
# Neither the bot's token nor its keys are in reach of a picture.
_ENVIRONMENT = ("PATH", "PYTHONPATH", "TESSDATA_PREFIX", "LANG", "LC_ALL")

_gates: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def secluded(what: str, picture: bytes, seconds: float, languages: str = "") -> dict[str, Any]:
    """Return what `knowledge.media.seeing` says of the picture. Raises UnreadablePictureError."""
    if not picture:
        raise UnreadablePictureError(Flaw.EMPTY)
    if len(picture) > LARGEST:
        raise UnreadablePictureError(Flaw.LARGE)
    async with _gates.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)):
        told = await _told((what, str(seconds), languages), picture, seconds + GRACE)
    if "flaw" in told:
        raise UnreadablePictureError(Flaw(told["flaw"]))
    return told


async def _told(arguments: tuple[str, ...], picture: bytes, longest: float) -> dict[str, Any]:
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    # Its errors could quote what a picture says, so they go nowhere.
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "knowledge.media.seeing", *arguments,
        stdin=PIPE, stdout=PIPE, stderr=DEVNULL,
        start_new_session=True,  # so that tesseract, its child, is killed with it
        env=environment | {"OPENBLAS_NUM_THREADS": "1"},
    )  # fmt: skip
    step_back(process.pid)
    try:
        async with asyncio.timeout(longest):
            said, _ = await process.communicate(picture)
    except TimeoutError:
        raise UnreadablePictureError(Flaw.SLOW) from None
    finally:
        await _ended(process)
    if process.returncode == -signal.SIGXCPU:
        raise UnreadablePictureError(Flaw.SLOW)
    if process.returncode:
        LOG.warning("looking at a picture of %d bytes ended with %d", len(picture), process.returncode)
        raise UnreadablePictureError(Flaw.DAMAGED)
    return dict(json.loads(said))


async def _ended(process: Process) -> None:
    """Leave neither it nor tesseract behind, whatever happened."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
