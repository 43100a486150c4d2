"""Tests of knowledge/store/engines.py and diagnosis.py: a store that cannot be used says what to do."""

import asyncio
import os
import pwd
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from knowledge.store import (
    Store,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreInUseError,
    StoreReadOnlyError,
    StoreUnreachableError,
    open_store,
)
from tests.knowledge.store.samples import NOW, REBUTTAL
from tests.postgresql import Server

HOLD = """
import asyncio, sys
from knowledge.store import open_store

async def main():
    async with open_store(sys.argv[1]):
        print("open", flush=True)
        await asyncio.to_thread(sys.stdin.read)

asyncio.run(main())
"""


async def use(url: str) -> None:
    async with open_store(url) as store:
        await store.migrate()


async def save(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.rebuttals.save(REBUTTAL, now=NOW)


def file_of(url: str) -> Path:
    return Path(url.partition(":///")[2])


@contextmanager
def powerless() -> Iterator[Path]:
    """A folder that this process cannot write, even when root runs the tests."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        user = os.geteuid()
        if user == 0:
            os.seteuid(pwd.getpwnam("nobody").pw_uid)
        try:
            yield folder
        finally:
            os.seteuid(user)
            folder.chmod(0o700)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("", "not a URL"),
        ("shynba.db", "not a URL"),
        ("postgresql+asyncpg://user:secret@host:port/name", "not a URL"),
        ("sqlite:///shynba.db", "must begin with"),
        ("mysql+aiomysql://user:secret@host/name", "must begin with"),
        ("sqlite+aiosqlite://", "names no file"),
        ("sqlite+aiosqlite:///:memory:", "names no file"),
    ],
)
async def test_a_wrong_url_is_named_but_not_repeated(wrong: str, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence) as caught:
        await use(wrong)
    assert "secret" not in str(caught.value)


async def test_the_folder_is_made_and_the_file_survives_power_loss(sqlite_url: str) -> None:
    async with open_store(sqlite_url) as store, store.begin() as transaction:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        connection = transaction._connection
        found = [await connection.scalar(text(f"PRAGMA {pragma}")) for pragma in pragmas]
    assert found == ["wal", 2, 1, 5000]  # 2 is FULL


async def test_a_second_process_is_refused_until_the_first_one_ends(sqlite_url: str) -> None:
    holder = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        HOLD,
        sqlite_url,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"open\n"
    with pytest.raises(StoreInUseError, match=f"Process {holder.pid} already works with"):
        await use(sqlite_url)
    await holder.communicate(b"")
    await use(sqlite_url)


async def test_a_reader_works_beside_the_process_that_writes(sqlite_url: str) -> None:
    async with open_store(sqlite_url) as store:
        await store.migrate()
        await save(store)
        async with open_store(sqlite_url, read_only=True) as reader:
            async with reader.begin() as transaction:
                assert await transaction.rebuttals.all() == (REBUTTAL,)
            with pytest.raises(StoreReadOnlyError):
                await save(reader)


async def test_a_reader_makes_no_store_where_there_is_none(sqlite_url: str) -> None:
    with pytest.raises(StoreError, match="There is no store"):
        async with open_store(sqlite_url, read_only=True):
            pass
    assert not file_of(sqlite_url).parent.exists()


async def test_a_folder_without_write_access_is_named() -> None:
    with powerless() as folder:
        with pytest.raises(StoreReadOnlyError, match=f"{folder} cannot be written"):
            await use(f"sqlite+aiosqlite:///{folder}/shynba.db")
        with pytest.raises(StoreReadOnlyError, match=f"{folder}/data cannot be written"):
            await use(f"sqlite+aiosqlite:///{folder}/data/shynba.db")


async def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("I am a file")
    with pytest.raises(StoreError, match="data/deep cannot be used: Not a directory"):
        await use(f"sqlite+aiosqlite:///{tmp_path}/data/deep/shynba.db")


async def test_a_file_that_is_no_store_is_kept(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear reader, " * 1000)
    with pytest.raises(StoreDamagedError, match="restore a backup"):
        await use(f"sqlite+aiosqlite:///{letter}")
    assert letter.read_text() == "Dear reader, " * 1000


async def test_a_damaged_page_is_not_taken_for_data(sqlite_url: str) -> None:
    async with open_store(sqlite_url) as store:
        await store.migrate()
        await save(store)
    content = file_of(sqlite_url).read_bytes()
    start = content.index("Воду из крана".encode("unicode_escape"))
    damaged = bytearray(content)
    page = start // 4096 * 4096
    damaged[page : page + 64] = b"\xff" * 64
    file_of(sqlite_url).write_bytes(damaged)
    with pytest.raises(StoreDamagedError):
        async with open_store(sqlite_url) as store, store.begin() as transaction:
            await transaction.rebuttals.all()


async def test_a_full_disk_is_said_and_loses_nothing(sqlite_url: str) -> None:
    async with open_store(sqlite_url) as store:
        await store.migrate()
        async with store.begin() as transaction:
            pages = await transaction._connection.scalar(text("PRAGMA page_count"))
            await transaction._connection.execute(text(f"PRAGMA max_page_count = {pages}"))
        with pytest.raises(StoreFullError, match="disk is full"):
            async with store.begin() as transaction:
                await transaction.audit.record("someone", "fill", "", {"with": "x" * 100_000}, now=NOW)
        async with store.begin() as transaction:
            assert await transaction.audit.latest(1) == ()


async def test_another_programs_lock_is_said(sqlite_url: str) -> None:
    async with open_store(sqlite_url) as store:
        await store.migrate()
        async with store.begin() as transaction:
            await transaction._connection.execute(text("PRAGMA busy_timeout = 0"))
        shell = sqlite3.connect(file_of(sqlite_url), isolation_level=None)
        shell.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreInUseError, match="locked by another program"):
            await save(store)
        shell.close()
        await save(store)


async def test_a_transaction_has_the_store_to_itself_from_its_start(sqlite_url: str) -> None:
    async with open_store(sqlite_url) as store:
        await store.migrate()
        async with store.begin():
            with (
                closing(sqlite3.connect(file_of(sqlite_url), timeout=0, isolation_level=None)) as shell,
                pytest.raises(sqlite3.OperationalError, match="locked"),
            ):
                shell.execute("BEGIN IMMEDIATE")


@pytest.mark.parametrize("place", ["?host=/nonexistent", "127.0.0.1:1/shynba", "no-such-host.invalid/shynba"])
async def test_a_server_that_is_not_there_is_said(place: str) -> None:
    prefix = "postgresql+asyncpg://user@/shynba" if place.startswith("?") else "postgresql+asyncpg://user@"
    with pytest.raises(StoreUnreachableError, match="does not answer"):
        await use(prefix + place)


async def test_a_database_that_is_not_there_is_said(server: Server) -> None:
    with pytest.raises(StoreError, match="no database of the name"):
        await use(server.url("postgres", "nothing"))


async def test_a_user_that_the_server_refuses_is_said(server: Server) -> None:
    with pytest.raises(StoreError, match="refuses the user"):
        await use(server.url("stranger:secret"))
