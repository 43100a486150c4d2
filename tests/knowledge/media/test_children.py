"""Tests of knowledge/media/children.py: whatever a program does, it ends, and nothing of it stays."""

import asyncio
import os
import sys
from pathlib import Path

import psutil
import pytest

from knowledge.media.children import ChildError, ChildMissingError, Limits, output_of

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="prlimit is Linux's")
ENOUGH = Limits(seconds=60)


def _python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


async def test_what_it_prints_comes_back_and_its_input_can_be_sought_in(tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.write_bytes(b"0123456789")
    code = "f = open('/dev/stdin', 'rb'); f.seek(7); print(f.read().decode())"
    with given.open("rb") as file:
        assert await output_of(*_python(code), file=file, limits=ENOUGH) == b"789\n"


async def test_the_bots_secrets_are_not_in_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:secret")
    said = await output_of(*_python("import os; print(dict(os.environ))"), file=None, limits=ENOUGH)
    assert b"secret" not in said


@pytest.mark.parametrize(
    ("code", "limits"),
    [
        ("import time; time.sleep(600)", Limits(seconds=0.2)),
        ("raise SystemExit(3)", ENOUGH),
        ("import os; os.kill(os.getpid(), 11)", ENOUGH),
        ("print('x' * 5000)", Limits(seconds=60, output=4096)),
        pytest.param("b'x' * 2**30", Limits(seconds=60, memory=2**29), marks=LINUX),
    ],
)
async def test_a_failure_or_a_limit_is_an_error(code: str, limits: Limits) -> None:
    with pytest.raises(ChildError):
        await output_of(*_python(code), file=None, limits=limits)


async def test_a_program_that_is_not_there_is_told_apart() -> None:
    with pytest.raises(ChildMissingError):
        await output_of("no-such-program-anywhere", file=None, limits=ENOUGH)


async def test_who_cancels_ends_it_and_all_that_it_started(tmp_path: Path) -> None:
    pipe = tmp_path / "started"
    os.mkfifo(pipe)
    code = (
        "import subprocess, sys\n"
        "child = subprocess.Popen(['sleep', '600'])\n"
        f"open({str(pipe)!r}, 'w').write(str(child.pid))\n"
        "child.wait()"
    )
    work = asyncio.create_task(output_of(*_python(code), file=None, limits=ENOUGH))
    grandchild = psutil.Process(int(await asyncio.to_thread(pipe.read_text)))
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    # Its parent is gone, so nobody may collect it: dead is dead.
    gone, _ = psutil.wait_procs([grandchild], timeout=30)
    assert gone or grandchild.status() == psutil.STATUS_ZOMBIE
