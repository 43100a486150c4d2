"""Backups, and moves from one database to another: the same copy, into a file or from one.

A backup is a SQLite file packed by gzip, whose checksum tells whether all of it came back.
"""

import asyncio
import gzip
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from knowledge.store.errors import StoreDamagedError, StoreError, StoreVersionError
from knowledge.store.store import open_store

_GZIP = b"\x1f\x8b"  # how a gzip file begins: RFC 1952

Counts = Mapping[str, int]  # {table: rows}


async def back_up(url: str, file: Path) -> Counts:
    """Writes the store as it is at this moment into the file, while a bot may be at work; returns what."""
    _refuse_to_replace(file)
    with _folder_in(file.parent) as folder:
        unpacked = folder / "store.db"
        async with open_store(url, read_only=True) as source, open_store(_url(unpacked)) as target:
            if not await source.is_current():
                raise StoreVersionError("The store is older than this version: run `python -m bot migrate`.")
            counts = await target.fill_from(source)
        await asyncio.to_thread(_pack, unpacked, file)
    return counts


async def restore(file: Path, url: str, *, replace: bool = False) -> Counts:
    """Fills an empty store with a backup, all of it or nothing; `replace` empties the store first.

    A backup of an older version is upgraded on the way. StoreDamagedError when the file is not whole,
    StoreVersionError when it is of a newer version, StoreInUseError while a bot works with the store.
    """
    with _folder_in(None) as folder:
        unpacked = folder / "store.db"
        await asyncio.to_thread(_unpack, file, unpacked)
        async with open_store(_url(unpacked)) as source:
            if not await source.is_whole():
                raise _no_backup(file)
            await source.migrate()
            async with open_store(url) as target:
                return await target.fill_from(source, replace=replace)


async def move(url: str, target_url: str) -> Counts:
    """Fills an empty store with all that another one holds, which must not be at work and stays as it is."""
    async with open_store(url) as source, open_store(target_url) as target:
        await source.migrate()
        return await target.fill_from(source)


def _url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


@contextmanager
def _folder_in(parent: Path | None) -> Iterator[Path]:
    """A folder for work in progress that nobody else can read; OSErrors in the block become StoreErrors."""
    try:
        with tempfile.TemporaryDirectory(prefix=".shynba-", dir=parent) as name:
            yield Path(name)
    except OSError as error:
        raise StoreError(f"{parent or error.filename} cannot be used: {error.strerror}.") from error


def _refuse_to_replace(file: Path) -> None:
    """An older backup may be replaced, nothing else: least of all the store itself."""
    if file.exists() and not (file.is_file() and _begins_as_gzip(file)):
        raise StoreError(f"{file} exists and is no backup: choose another name.")


def _begins_as_gzip(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(_GZIP)) == _GZIP


def _pack(unpacked: Path, file: Path) -> None:
    """The file is there whole or not at all, whatever happens to the machine meanwhile."""
    packed = unpacked.with_name("packed")
    with (
        unpacked.open("rb") as source,
        os.fdopen(os.open(packed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target,
    ):
        with gzip.GzipFile(filename="", fileobj=target, mode="wb", compresslevel=6) as zipped:
            shutil.copyfileobj(source, zipped)
        target.flush()
        os.fsync(target.fileno())
    packed.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    os.fsync(folder)  # of the new name
    os.close(folder)


def _unpack(file: Path, unpacked: Path) -> None:
    try:
        with gzip.open(file) as zipped, unpacked.open("wb") as target:
            shutil.copyfileobj(zipped, target)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _no_backup(file) from error


def _no_backup(file: Path) -> StoreDamagedError:
    return StoreDamagedError(f"{file} is no backup of ShynBa, or not all of one: nothing was restored.")
