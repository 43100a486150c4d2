"""Lines from a terminal or a pipe without blocking the event loop."""

import asyncio
import os
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from io import FileIO
from typing import TextIO

# Asks with a prompt; None when there is no more input.
ReadLine = Callable[[str], Coroutine[None, None, str | None]]


@contextmanager
def lines_of(stream: TextIO) -> Iterator[ReadLine]:
    """Reads the stream line by line.

    On a terminal by readline: a pasted text comes as one line with line breaks in it (bracketed paste), and
    a line may be longer than the 4,095 bytes that a terminal passes on otherwise. From a pipe or a file no
    prompt is shown.
    """
    if not stream.isatty():
        with os.fdopen(os.dup(stream.fileno()), "rb", buffering=0) as raw:
            yield _threaded(partial(_read, raw))
        return
    import readline  # noqa: PLC0415 -- changes input() for the whole process; wanted on a terminal only
    import termios  # noqa: PLC0415 -- same

    # Python switches it off: https://github.com/python/cpython/issues/86985
    readline.parse_and_bind("set enable-bracketed-paste on")
    before = termios.tcgetattr(stream)
    try:
        yield _threaded(input)
    finally:
        # The thread may still wait in readline, which keeps the terminal in its own mode.
        termios.tcsetattr(stream, termios.TCSADRAIN, before)


def _read(raw: FileIO, _prompt: str) -> str:
    """Unbuffered: a thread that waits in a buffered read holds a lock that the interpreter needs to end."""
    line = raw.readline().decode(errors="replace")
    if not line:
        raise EOFError
    return line.removesuffix("\n")


def _threaded(ask: Callable[[str], str]) -> ReadLine:
    async def read_line(prompt: str) -> str | None:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[str | None] = loop.create_future()

        def resolve(line: str | None) -> None:
            if not answer.done():
                answer.set_result(line)

        def wait() -> None:
            line = None
            with suppress(EOFError):
                line = ask(prompt)
            with suppress(RuntimeError):  # the loop ended while this thread waited
                loop.call_soon_threadsafe(resolve, line)

        # A daemon: Ctrl-C must not wait for one more line.
        threading.Thread(target=wait, daemon=True).start()
        return await answer

    return read_line
