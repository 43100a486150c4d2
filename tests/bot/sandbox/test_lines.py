"""Lines come from a pipe and from a terminal, and the event loop goes on meanwhile."""

import asyncio
import os
import pty
import signal
import subprocess
import sys
import termios
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox import lines_of

# A shell starts what it puts into the background with SIGINT ignored, and children inherit that.
ECHO = """
import asyncio, signal, sys
from bot.sandbox import lines_of

signal.signal(signal.SIGINT, signal.default_int_handler)

async def main():
    with lines_of(sys.stdin) as read_line:
        while (line := await read_line("citizen> ")) is not None:
            print(repr(line), flush=True)

asyncio.run(main())
"""


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reading, writing = os.pipe()
    yield reading, writing
    os.close(writing)


async def test_lines_of_a_pipe_come_as_they_are_written(pipe: tuple[int, int]) -> None:
    with os.fdopen(pipe[0]) as stream, lines_of(stream) as read_line:
        waiting = asyncio.create_task(read_line("> "))
        await asyncio.sleep(0)
        assert not waiting.done()
        os.write(pipe[1], "Рас па?\n\nсоңы\n".encode())

        assert [await waiting, await read_line(""), await read_line("")] == ["Рас па?", "", "соңы"]


async def test_a_file_ends_with_none_with_or_without_a_line_break(tmp_path: Path) -> None:
    path = tmp_path / "posts.txt"
    path.write_text("бір\nекі", "utf-8")
    with path.open() as stream, lines_of(stream) as read_line:
        assert [await read_line("") for _ in range(3)] == ["бір", "екі", None]


class Typist:
    """Somebody at a terminal in which a program echoes lines."""

    PROMPT = b"\x1b[?2004hcitizen> "  # with the switch that makes terminals mark what is pasted

    def __init__(self) -> None:
        self._terminal, program_side = pty.openpty()
        self.settings = self._settings()
        self._program = subprocess.Popen(
            [sys.executable, "-c", ECHO],
            stdin=program_side,
            stdout=program_side,
            stderr=program_side,
            env=os.environ | {"TERM": "xterm"},
        )
        os.close(program_side)
        self._written = b""
        self.read_to(self.PROMPT)

    def read_to(self, end: bytes) -> str:
        """What the program writes up to these bytes."""
        while end not in self._written:
            self._written += os.read(self._terminal, 65536)
        before, _, self._written = self._written.partition(end)
        return before.decode(errors="replace")

    def types(self, text: str) -> str:
        """Types a line and reads what comes back; beside each other, as a terminal holds 4 KB only."""
        typing = threading.Thread(target=os.write, args=(self._terminal, f"{text}\r".encode()))
        typing.start()
        answer = self.read_to(self.PROMPT)
        typing.join()
        return answer

    def interrupts(self) -> int:
        self._program.send_signal(signal.SIGINT)
        return self._program.wait()

    def leaves(self) -> int:
        os.write(self._terminal, b"\x04")
        return self._program.wait()

    def settings_changed(self) -> bool:
        return self._settings() != self.settings

    def close(self) -> None:
        self._program.kill()
        self._program.wait()
        os.close(self._terminal)

    def _settings(self) -> list[object]:
        return list(termios.tcgetattr(self._terminal))


@pytest.fixture
def typist() -> Iterator[Typist]:
    typist = Typist()
    yield typist
    typist.close()


def test_a_paste_at_a_terminal_is_one_line_with_breaks(typist: Typist) -> None:
    assert repr("бір\n\nекі") in typist.types("\x1b[200~бір\n\nекі\x1b[201~")


def test_a_line_at_a_terminal_may_be_longer_than_a_terminal_buffers(typist: Typist) -> None:
    text = "ә" * 4000
    assert repr(text) in typist.types(text)


def test_the_end_of_input_leaves_the_terminal_as_it_was(typist: Typist) -> None:
    assert typist.settings_changed()
    assert typist.leaves() == 0
    assert not typist.settings_changed()


def test_an_interrupt_ends_at_once_and_leaves_the_terminal_as_it_was(typist: Typist) -> None:
    assert typist.settings_changed()
    assert typist.interrupts() != 0
    assert not typist.settings_changed()
