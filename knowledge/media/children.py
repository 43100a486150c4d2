"""Runs a program in a process of its own, with limits of time, memory and output, and ends it for certain.

Whatever a citizen's file does to the program that reads it (a bomb, a crash, a loop), the bot goes on.
"""

import asyncio
import os
import resource
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_CHUNK = 2**16
_NICE, _NICEST = 10, 19  # steps behind the bot, and the last one that Linux has
# Neither the bot's token nor its keys are in reach of a file.
_KEPT = ("PATH", "PYTHONPATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH")


class ChildError(Exception):
    """The program failed, or went beyond a limit; the text says which, and nothing of what it read."""


class ChildMissingError(ChildError):
    """There is no such program on this machine."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` of the clock, `memory` as bytes of address space, `output` as bytes that are taken."""

    seconds: float
    memory: int = 2**30
    output: int = 2**20


async def output_of(
    *command: str, file: IO[bytes] | None, limits: Limits, environment: Mapping[str, str] | None = None
) -> bytes:
    """Return what the program prints. Raises ChildError.

    `file` becomes its standard input; as `/dev/stdin` it can be opened anew, and sought in. The program is
    killed, with all that it has started, when the caller is cancelled.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=DEVNULL if file is None else file,
            stdout=PIPE,
            stderr=DEVNULL,  # its errors could quote what a citizen wrote
            start_new_session=True,
            env={name: os.environ[name] for name in _KEPT if name in os.environ} | dict(environment or {}),
        )
    except OSError as error:
        raise ChildMissingError(command[0]) from error
    try:
        _limit(process.pid, limits)
        async with asyncio.timeout(limits.seconds):
            told = await _read(process, limits.output)
            code = await process.wait()
    except TimeoutError:
        raise ChildError("it took too long") from None
    finally:
        await _end(process)
    if code:
        raise ChildError(f"it ended with {code}")
    return told


def step_back(pid: int) -> None:
    """Have the process, and what it starts from now on, take the processor when texts leave it free."""
    with suppress(ProcessLookupError):  # over already
        os.setpriority(os.PRIO_PROCESS, pid, min(_NICEST, os.getpriority(os.PRIO_PROCESS, pid) + _NICE))
    # sched(7), "The autogroup feature": Linux shares the processor between sessions first, and niceness
    # counts within one only. Children have sessions of their own, to be ended whole.
    with suppress(OSError):  # another system, or one without autogroups
        Path(f"/proc/{pid}/autogroup").write_text(str(_NICEST))


def _limit(pid: int, limits: Limits) -> None:
    """Set limits from outside: code between fork and exec is not safe in a process with threads."""
    step_back(pid)
    if not hasattr(resource, "prlimit"):  # Linux only
        return
    with suppress(ProcessLookupError):  # over already
        resource.prlimit(pid, resource.RLIMIT_AS, (limits.memory, limits.memory))
        # A bot that is killed cannot end its children any more; then this does.
        processor = int(limits.seconds) + 1
        resource.prlimit(pid, resource.RLIMIT_CPU, (processor, processor))
        resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))


async def _read(process: Process, largest: int) -> bytes:
    assert process.stdout is not None, "it was asked for"
    told = bytearray()
    while chunk := await process.stdout.read(_CHUNK):
        told += chunk
        if len(told) > largest:
            raise ChildError("it printed too much")
    return bytes(told)


async def _end(process: Process) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
