"""The store itself: opened once a process, migrated, and worked with in transactions."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from enum import Enum, auto
from typing import NoReturn

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from knowledge.store import migration
from knowledge.store.announcements import TRY_ALONE, Topic, announce, listen
from knowledge.store.audit import Audit
from knowledge.store.blocks import Blocks
from knowledge.store.broadcasts import Broadcasts
from knowledge.store.cards import Cards
from knowledge.store.checks import Checks
from knowledge.store.circulation import Circulation
from knowledge.store.complaints import Complaints
from knowledge.store.copying import clear, copy, filled
from knowledge.store.diagnosis import connecting
from knowledge.store.dialogs import Dialogs
from knowledge.store.digests import Digests
from knowledge.store.engines import checked, engine_for
from knowledge.store.errors import StoreError, StoreInUseError
from knowledge.store.feeds import Feeds
from knowledge.store.groups import Groups
from knowledge.store.imports import Imports
from knowledge.store.inbox import Inbox
from knowledge.store.inquiries import Inquiries
from knowledge.store.invitations import Invitations
from knowledge.store.known_media import KnownMedia
from knowledge.store.lead import Lead, lead
from knowledge.store.origins import Origins
from knowledge.store.outbox import Outbox
from knowledge.store.people import People
from knowledge.store.persons import Persons
from knowledge.store.rebuttals import Rebuttals
from knowledge.store.rumours import Rumours
from knowledge.store.slow_posts import SlowPosts
from knowledge.store.statistics import Statistics
from knowledge.store.subscriptions import Subscriptions
from knowledge.store.synonyms import Synonyms
from knowledge.store.versions import Versions
from knowledge.store.waves import Waves


class Errand(Enum):
    """What is done beside the updates, where a commit may bring more of it."""

    SLOW_POSTS = auto()
    KNOWN_MEDIA = auto()


class Transaction:
    """What may be read and written together; all of it is committed, or nothing is."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.rebuttals = Rebuttals(connection)
        self.versions = Versions(connection)
        self.cards = Cards(connection)
        self.synonyms = Synonyms(connection)
        self.known_media = KnownMedia(connection)
        self.people = People(connection)
        self.groups = Groups(connection)
        self.invitations = Invitations(connection)
        self.inquiries = Inquiries(connection)
        self.origins = Origins(connection)
        self.rumours = Rumours(connection)
        self.checks = Checks(connection)
        self.waves = Waves(connection)
        self.broadcasts = Broadcasts(connection)
        self.complaints = Complaints(connection)
        self.circulation = Circulation(connection)
        self.statistics = Statistics(connection)
        self.dialogs = Dialogs(connection)
        self.audit = Audit(connection)
        self.imports = Imports(connection)
        self.slow_posts = SlowPosts(connection)
        self.feeds = Feeds(connection)
        self.digests = Digests(connection)
        self.subscriptions = Subscriptions(connection)
        self.inbox = Inbox(connection)
        self.outbox = Outbox(connection)
        self.blocks = Blocks(connection, self.people)
        self.persons = Persons(connection, self.people, self.outbox)

    @property
    def brings(self) -> Iterator[Errand]:
        """What there is more of when this is committed."""
        grown = {Errand.SLOW_POSTS: self.slow_posts.has_grown, Errand.KNOWN_MEDIA: self.known_media.has_grown}
        return (errand for errand, has_grown in grown.items() if has_grown)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """A part that can fail alone: an error that leaves the block undoes the block only."""
        await self.outbox.written()
        try:
            async with self._connection.begin_nested():
                yield
                await self.outbox.written()
        except BaseException:
            self.outbox.forget_owed()
            raise


class Store:
    """An open store; `open_store` makes it."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._called: dict[Errand, Callable[[], None]] = {}

    def call(self, errand: Errand, whom: Callable[[], None]) -> None:
        """Has `whom` called after each commit of this process that brings more of the errand."""
        self._called[errand] = whom

    async def migrate(self) -> None:
        """Creates the tables, or brings them to this version: all steps or none, by one process at a time."""
        async with self._connected() as connection, connection.begin():
            await connection.run_sync(migration.upgrade)

    async def is_current(self) -> bool:
        """False for an empty or older store; StoreVersionError for one that a newer version has made."""
        async with self._connected() as connection, connection.begin():
            return await connection.run_sync(migration.is_current)

    async def is_whole(self) -> bool:
        """Whether a SQLite file is a store, and its pages and indices fit together."""
        async with self._connected() as connection, connection.begin():
            found: str = await connection.scalar(text("PRAGMA integrity_check"))
            return found == "ok" and await connection.run_sync(migration.is_a_store)

    async def fill_from(self, source: "Store", *, replace: bool = False) -> Mapping[str, int]:
        """Copies all that the source holds at this moment, compares every row, and returns {table: rows}.

        All or nothing. StoreError when something is here already, unless it is to be replaced, and
        StoreInUseError when a bot works with this store.
        """
        async with source.snapshot() as old, self._connected() as connection, connection.begin():
            await _keep_bots_away(connection)
            await connection.run_sync(migration.upgrade)
            if replace:
                await clear(connection)
            elif occupied := await filled(connection):
                raise StoreError(f"The store is not empty, there is something in: {', '.join(occupied)}.")
            return await copy(old, connection)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees the store as it is at its first statement, whatever others commit later."""
        async with self._connected() as connection:
            if self.is_shared:  # a SQLite transaction is a snapshot anyway
                await connection.execution_options(isolation_level="REPEATABLE READ")
            async with connection.begin():
                yield connection

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Transaction]:
        """Commits when the block ends and rolls back when an error leaves it.

        With SQLite one transaction runs at a time and the next one waits: nesting two in a task would wait
        for itself. Failures are StoreErrors.
        """
        async with self._connected() as connection, connection.begin():
            transaction = Transaction(connection)
            yield transaction
            await transaction.outbox.written()
            if transaction.outbox.has_grown:
                await announce(connection, Topic.OUTBOX)
        for errand in transaction.brings:
            if errand in self._called:
                self._called[errand]()

    @property
    def is_shared(self) -> bool:
        """Whether other processes may work with the store at the same time."""
        return self._engine.dialect.name == "postgresql"

    async def listen(self, worker: str, heard: Callable[[Topic], None]) -> NoReturn:
        """Calls `heard` for what other processes announce; only a shared store has something to say.

        It begins with every topic once. StoreUnreachableError when the server goes away. Who listens shows
        the others that `worker` lives, the owner of what this process has claimed from the inbox.
        """
        await listen(self._engine, worker, heard)

    def lead(self, bot_id: int) -> AbstractAsyncContextManager[Lead]:
        """Waits until no other process leads for the bot; then this one does until the block ends."""
        return lead(self._engine, bot_id)

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection]:
        async with AsyncExitStack() as stack:
            with connecting():
                connection = await stack.enter_async_context(self._engine.connect())
            yield connection


async def _keep_bots_away(connection: AsyncConnection) -> None:
    """Until the transaction ends; a SQLite file is locked by whoever has opened it."""
    if connection.dialect.name == "postgresql" and not await connection.scalar(text(TRY_ALONE)):
        raise StoreInUseError("A bot works with this store: stop all its processes first.")


@asynccontextmanager
async def open_store(url: str, *, read_only: bool = False, beside: bool = False) -> AsyncIterator[Store]:
    """Opens the store at a SQLAlchemy URL, `sqlite+aiosqlite:///FILE` or `postgresql+asyncpg://…`.

    A SQLite file and its folder are created when absent, and no second process can open it meanwhile, except
    `read_only`, or `beside` the one that runs, for a small change. StoreError when it cannot be opened.
    Tables are made by `Store.migrate`, not here.
    """
    with engine_for(checked(url), read_only=read_only, beside=beside) as engine:
        try:
            with connecting():
                async with engine.connect():
                    pass  # a wrong URL or a damaged file is said at the start, not at the first post
            yield Store(engine)
        finally:
            await engine.dispose()
