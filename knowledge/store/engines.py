"""From DATABASE_URL to a SQLAlchemy engine that is set up for one of the two databases."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from knowledge.store.diagnosis import listened
from knowledge.store.errors import StoreError, StoreFullError, StoreInUseError, StoreReadOnlyError
from knowledge.store.one_trip import connect

_SQLITE = "sqlite+aiosqlite"
_POSTGRESQL = "postgresql+asyncpg"

# Milliseconds to wait for another program's lock: a backup or a sqlite3 shell on the same file.
_BUSY_TIMEOUT = 5_000


def checked(url: str) -> URL:
    """The parsed URL; a StoreError names what is wrong without repeating it (it may hold a password)."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StoreError(f"DATABASE_URL is not a URL such as {_SQLITE}:///data/shynba.db") from error
    if parsed.drivername == "postgresql":  # as every other program spells it
        parsed = parsed.set(drivername=_POSTGRESQL)
    if parsed.drivername not in (_SQLITE, _POSTGRESQL):
        raise StoreError(
            f"DATABASE_URL must begin with {_SQLITE}:/// or {_POSTGRESQL}://, not with {parsed.drivername}:"
        )
    if parsed.drivername == _SQLITE and parsed.database in (None, "", ":memory:"):
        raise StoreError(f"DATABASE_URL names no file: write {_SQLITE}:///data/shynba.db")
    return parsed


@contextmanager
def engine_for(url: URL, *, read_only: bool, beside: bool = False) -> Iterator[AsyncEngine]:
    """The engine; while it lives, a SQLite file belongs to this process alone, unless it works `beside`."""
    if url.drivername == _POSTGRESQL:
        yield listened(create_async_engine(url, hide_parameters=True))
        return
    path = Path(url.database or "")
    if read_only or beside:
        if not path.is_file():
            raise StoreError(f"There is no store at {path}: run `python -m bot migrate` first.")
        yield _sqlite(url, read_only=read_only)
        return
    with _alone(path):
        yield _sqlite(url, read_only=False)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Holds a lock beside the file. The system frees it however the process ends, so none is left over."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _unusable(path, error) from error
    try:
        _take(lock, path)
        yield
    finally:
        os.close(lock)


def _take(lock: int, path: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.read(lock, 20).decode("ascii", "replace").strip() or "?"
        raise StoreInUseError(
            f"Process {holder} already works with {path}: stop it first. "
            "Several processes at once need PostgreSQL in DATABASE_URL."
        ) from error
    os.ftruncate(lock, 0)
    os.write(lock, str(os.getpid()).encode())


def _unusable(path: Path, error: OSError) -> StoreError:
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StoreReadOnlyError(
            f"The folder {path.parent} cannot be written: give the bot write access to it."
        )
    if error.errno == errno.ENOSPC:
        return StoreFullError(f"The disk of {path.parent} is full.")
    return StoreError(f"The folder {path.parent} cannot be used: {error.strerror}.")


def _sqlite(url: URL, *, read_only: bool) -> AsyncEngine:
    """One connection: SQLite has one writer anyway, and the pool is the queue of those who wait."""
    engine = create_async_engine(
        url,
        hide_parameters=True,
        pool_size=1,
        max_overflow=0,
        async_creator=partial(connect, url.database or ""),
    )
    pragmas = (
        ["query_only = ON"]
        if read_only
        else ["journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"]
    )

    def prepare(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in (f"busy_timeout = {_BUSY_TIMEOUT}", *pragmas):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begin(connection: Connection) -> None:
        # IMMEDIATE: a transaction that reads first and writes later could otherwise fail in its middle.
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    event.listen(engine.sync_engine, "connect", prepare)
    event.listen(engine.sync_engine, "begin", begin)
    return listened(engine)
