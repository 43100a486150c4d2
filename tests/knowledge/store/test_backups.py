"""Tests of knowledge/store/backups.py and copying.py: everything arrives, or nothing does."""

import asyncio
import gzip
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from knowledge.models import Kind, Language, Verdict
from knowledge.store import (
    BroadcastKind,
    CardKey,
    ChannelPost,
    Check,
    Dialog,
    FeedState,
    Frequency,
    GroupSettings,
    Priority,
    Role,
    Store,
    StoreDamagedError,
    StoreError,
    StoreInUseError,
    StoreVersionError,
    Subscription,
    back_up,
    migration,
    move,
    open_store,
    restore,
)
from knowledge.store.copying import PAGE
from knowledge.store.schema import metadata
from tests.knowledge.store.samples import BOT, NOW, REBUTTAL, an_update, ask, rows

ANSWER = Priority.ANSWER
MIGRATIONS = Path(migration.__file__).with_name("migrations")
# A server that changes what it is given.
SPOIL = (
    "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.label = 1; RETURN NEW; END'",
    "CREATE TRIGGER spoil BEFORE INSERT ON team FOR EACH ROW EXECUTE FUNCTION spoil()",
)
LATER = NOW + timedelta(microseconds=123457)


async def fill(url: str) -> Mapping[str, Any]:
    """A store with something in every table; returns all of it."""
    async with open_store(url) as store:
        await store.migrate()
        async with store.begin() as transaction:
            await transaction.rebuttals.save(REBUTTAL, now=LATER)
            await transaction.versions.add([replace(REBUTTAL, version=1)], by="m", deed="published", now=NOW)
            await transaction.known_media.note(REBUTTAL.media[0], "file", now=NOW)
            await transaction.known_media.seen(REBUTTAL.media[0].unique_id, [bytes(range(32))], now=NOW)
            await transaction.cards.keep(BOT, CardKey("tap-water", 1, Language.KK, 1), "file")
            await transaction.synonyms.teach("құжат", "документ", by="m", now=NOW)
            await transaction.people.choose_language("someone", Language.KK, now=NOW)
            await transaction.people.appoint("m", Role.MODERATOR, "Түнгі ауысым", by="o", now=NOW)
            await transaction.imports.add(
                person="m", chat_id=5, file_id="f", name="all.csv", language=Language.RU, card=1, now=NOW
            )
            await transaction.slow_posts.add(
                bot_id=BOT, person="c", chat_id=5, message_id=1, kind="picture", payload={"ё": 1}, now=NOW
            )
            await transaction.feeds.save(FeedState("https://example.kz/feed", LATER, etag="x"))
            await transaction.digests.due("mon 09:00", first=LATER)
            await transaction.subscriptions.keep(Subscription("c", 5, Frequency.WEEKLY, Language.KK, LATER))
            await transaction.invitations.add("token", Role.TRAINEE, by="o", now=NOW, expires_at=LATER)
            await transaction.dialogs.save(Dialog("m", "add", "claim", {"ё": [1, None]}, 1, 2**50, LATER))
            await transaction.audit.record("m", "publish", "tap-water", {"n": 1.5}, now=NOW)
            updates = [an_update(number, f"chat:{number}") for number in range(PAGE + 1)]
            await transaction.inbox.receive(BOT, updates, now=NOW)
            works = await transaction.inbox.claim(BOT, 2, "w", now=NOW, lease=timedelta(seconds=1))
            await transaction.inbox.done(works[:1], now=LATER)
            await transaction.inbox.failed(works[1], "KeyError", now=NOW, retry_at=NOW, limit=1)
            for key in ("a", "b"):
                params = {"text": "Тексерілді \u0000", "nested": {"a": [True, None]}}
                await transaction.outbox.add(key, BOT, -100, "sendMessage", params, priority=ANSWER, now=NOW)
            asked = [await ask(transaction, text, channel="@көше") for text in ("su", "su?")]
            await transaction.origins.note(ChannelPost(2**40, 17), "f", asked[0].id, now=NOW)
            placed = [await transaction.rumours.place(each, ["su"], now=LATER) for each in asked]
            await transaction.rumours.split(placed[0], [asked[0].id], "m", now=NOW)
            told = Check(NOW, "c", "verdict", 1, "tap-water", Verdict.FALSE, 1, Language.KK, 5)
            await transaction.checks.add([told])
            await transaction.waves.begin("tap-water", rebutted="2026-01-31", now=NOW)
            await transaction.groups.choose(-5, GroupSettings(Language.KK, unasked=True, days=30), now=NOW)
            await transaction.groups.tell(-5, ["tap-water"], since=NOW, now=NOW)
            await transaction.people.want_corrections("someone", wanted=False, now=NOW)
            await transaction.blocks.pause("someone", 1, until=NOW)
            await transaction.blocks.block("someone", by="m", reason="spam", until=LATER, now=NOW)
            await transaction.broadcasts.add(BroadcastKind.ANSWER, "tap-water", 1, by="m", due_at=NOW)
            complaint = await transaction.complaints.file(
                "tap-water", "су", kind=Kind.VERDICT, probability=0.83, claim="Кран суы", now=NOW
            )
            await transaction.complaints.join(complaint, "c", chat_id=5, language=Language.KK, now=NOW)
        return await content(store)


async def content(store: Store) -> Mapping[str, Any]:
    found = {table.name: await rows(store, table) for table in metadata.sorted_tables}
    assert all(found.values()), "a table without rows proves nothing"
    return found


def mode(file: Path) -> int:
    return file.stat().st_mode & 0o777


def hidden(folder: Path) -> list[Path]:
    return list(folder.glob(".*"))


async def content_of(url: str, *, read_only: bool = False) -> Mapping[str, Any]:
    async with open_store(url, read_only=read_only) as store:
        return await content(store)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "backup.gz"


@pytest.fixture
def another_url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/another.db"


async def test_what_is_restored_is_what_was_there(url: str, file: Path, another_url: str) -> None:
    before = await fill(url)
    counts = await back_up(url, file)
    assert await restore(file, another_url) == counts
    assert counts["inbox"] == PAGE + 1
    assert await content_of(another_url) == before
    assert mode(file) == 0o600, "it holds what citizens wrote"
    assert hidden(file.parent) == [], "work in progress is cleared away"


async def test_a_file_moves_to_a_server_and_back_unchanged(
    sqlite_url: str, postgresql_url: str, another_url: str
) -> None:
    before = await fill(sqlite_url)
    counts = await move(sqlite_url, postgresql_url.replace("+asyncpg", ""))
    assert counts == {name: len(found) for name, found in before.items()}
    assert await content_of(postgresql_url) == before
    await move(postgresql_url, another_url)
    assert await content_of(another_url) == before
    assert await content_of(sqlite_url) == before


async def test_numbers_go_on_where_they_ended_even_of_deleted_rows(url: str, another_url: str) -> None:
    await fill(url)
    async with open_store(url) as store, store.begin() as transaction:
        letter = await transaction.outbox.add("gone", BOT, 1, "sendMessage", {}, priority=ANSWER, now=NOW)
        await transaction.outbox.drop_chat(BOT, 1, now=NOW)
        await transaction.outbox.prune(LATER, dead_before=NOW)
    await move(url, another_url)
    async with open_store(another_url) as store, store.begin() as transaction:
        assert (
            await transaction.outbox.add("new", BOT, 1, "sendMessage", {}, priority=ANSWER, now=NOW) > letter
        )
        await transaction.audit.record("m", "publish", "x", {}, now=NOW)
        await transaction.synonyms.teach("а", "б", by="m", now=NOW)


async def test_a_server_goes_on_numbering_after_a_move(sqlite_url: str, postgresql_url: str) -> None:
    await fill(sqlite_url)
    await move(sqlite_url, postgresql_url)
    async with open_store(postgresql_url) as store, store.begin() as transaction:
        assert await transaction.outbox.add("new", BOT, 1, "sendMessage", {}, priority=ANSWER, now=NOW) == 3
        await transaction.audit.record("m", "publish", "x", {}, now=NOW)
        await transaction.synonyms.teach("а", "б", by="m", now=NOW)


async def test_a_backup_holds_one_moment_of_a_store_at_work(url: str, file: Path, another_url: str) -> None:
    """Each transaction saves a synonym and its revision: a backup between the two would tell them apart."""
    async with open_store(url) as store:
        await store.migrate()
        stop = asyncio.Event()

        async def work() -> None:
            while not stop.is_set():
                async with store.begin() as transaction:
                    await transaction.synonyms.teach("а", "б", by="m", now=NOW)

        working = asyncio.create_task(work())
        for _ in range(3):
            await back_up(url, file)
        stop.set()
        await working
    await restore(file, another_url)
    async with open_store(another_url) as copy, copy.begin() as transaction:
        revision, _ = await transaction.rebuttals.changed_since(0)
        assert len(await transaction.synonyms.all()) == revision


async def test_a_store_that_is_not_empty_is_left_alone_unless_replaced(
    url: str, file: Path, another_url: str
) -> None:
    async with open_store(another_url) as store:
        await store.migrate()
        async with store.begin() as transaction:
            await transaction.people.choose_language("someone", Language.EN, now=NOW)
    before = await fill(url)
    await back_up(url, file)
    for attempt in (restore(file, another_url), move(url, another_url)):
        with pytest.raises(StoreError, match="not empty, there is something in: people"):
            await attempt
    await restore(file, another_url, replace=True)
    assert await content_of(another_url) == before


async def test_a_copy_that_fails_at_its_end_leaves_nothing(sqlite_url: str, postgresql_url: str) -> None:
    await fill(sqlite_url)
    async with open_store(postgresql_url) as store:
        await store.migrate()
        async with store.begin() as transaction:
            for statement in SPOIL:
                await transaction._connection.execute(text(statement))
        with pytest.raises(StoreError, match="table team arrived changed"):
            await move(sqlite_url, postgresql_url)
        for table in metadata.sorted_tables:
            assert await rows(store, table) == []


async def test_a_store_at_work_is_neither_moved_nor_replaced(
    sqlite_url: str, postgresql_url: str, file: Path
) -> None:
    await fill(sqlite_url)
    async with open_store(sqlite_url):
        with pytest.raises(StoreInUseError):
            await move(sqlite_url, postgresql_url)
        await back_up(sqlite_url, file)
        with pytest.raises(StoreInUseError):
            await restore(file, sqlite_url, replace=True)
    async with open_store(postgresql_url) as store:
        heard: asyncio.Queue[object] = asyncio.Queue()
        listening = asyncio.create_task(store.listen("worker", heard.put_nowait))
        await heard.get()
        with pytest.raises(StoreInUseError, match="stop all its processes"):
            await restore(file, postgresql_url)
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        await restore(file, postgresql_url)


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-9])


def change_a_bit(file: Path) -> None:
    packed = bytearray(file.read_bytes())
    packed[len(packed) // 2] ^= 1
    file.write_bytes(packed)


def write_a_text(file: Path) -> None:
    file.write_text("a shopping list")


def pack_another_database(file: Path) -> None:
    other = file.with_name("other")
    with closing(sqlite3.connect(other)) as database:
        database.execute("CREATE TABLE rebuttals (id)")
    file.write_bytes(gzip.compress(other.read_bytes()))


def make_newer(file: Path) -> None:
    newer = file.with_name("newer")
    newer.write_bytes(gzip.decompress(file.read_bytes()))
    with closing(sqlite3.connect(newer, isolation_level=None)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    file.write_bytes(gzip.compress(newer.read_bytes()))


def back_up_with_the_first_version(file: Path) -> None:
    """A backup with the tables of the first step, and a citizen's choice in it."""
    old = file.with_name("old")
    engine = create_engine(f"sqlite:///{old}")
    with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        ScriptDirectory(str(MIGRATIONS)).get_revision("0001").module.upgrade()
        connection.execute(text("CREATE TABLE alembic_version (version_num TEXT)"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('0001')"))
        connection.execute(text("INSERT INTO people VALUES ('someone', 'kk', '2026-01-01 00:00:00.000000')"))
    engine.dispose()
    file.write_bytes(gzip.compress(old.read_bytes()))


@pytest.mark.parametrize("damage", [cut_short, change_a_bit, write_a_text, pack_another_database])
async def test_a_file_that_is_not_a_whole_backup_is_refused(
    sqlite_url: str, file: Path, another_url: str, damage: Callable[[Path], None]
) -> None:
    await fill(sqlite_url)
    await back_up(sqlite_url, file)
    damage(file)
    with pytest.raises(StoreDamagedError, match=r"backup\.gz is no backup of ShynBa, or not all of one"):
        await restore(file, another_url)
    with pytest.raises(StoreError, match="no store at"):
        await content_of(another_url, read_only=True)


async def test_a_backup_of_a_newer_version_is_refused(sqlite_url: str, file: Path, another_url: str) -> None:
    await fill(sqlite_url)
    await back_up(sqlite_url, file)
    make_newer(file)
    with pytest.raises(StoreVersionError, match="newer version"):
        await restore(file, another_url)


async def test_a_backup_of_an_older_version_is_upgraded_on_the_way(file: Path, url: str) -> None:
    back_up_with_the_first_version(file)
    assert (await restore(file, url))["people"] == 1
    async with open_store(url) as store:
        assert await store.is_current()


async def test_nothing_but_an_older_backup_is_replaced(sqlite_url: str, file: Path) -> None:
    await fill(sqlite_url)
    await back_up(sqlite_url, file)
    await back_up(sqlite_url, file)
    store = Path(sqlite_url.partition(":///")[2])
    with pytest.raises(StoreError, match="exists and is no backup"):
        await back_up(sqlite_url, store)
    await content_of(sqlite_url)


async def test_a_folder_that_is_not_there_is_said(sqlite_url: str, tmp_path: Path) -> None:
    await fill(sqlite_url)
    with pytest.raises(StoreError, match="nowhere cannot be used: No such file"):
        await back_up(sqlite_url, tmp_path / "nowhere" / "backup.gz")
