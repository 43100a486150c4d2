"""A store that goes away under a running bot: it pauses, says so once, and loses nothing."""

import asyncio
import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from bot.application import ShynBa, open_bot
from bot.pace import UNLIMITED
from bot.sandbox import Person, Telegram
from bot.settings import Settings
from bot.trouble import FORGOTTEN, Trouble
from bot.worker import ATTEMPTS
from knowledge.store import StoreFullError, StoreInUseError, open_store
from tests.postgresql import Server, running_server

RUMOUR = "Казахстан готовится к войне с Россией"
OVER = "the store works again"


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A PostgreSQL that no other test works with."""
    with running_server() as server:
        yield server


class Log(logging.Handler):
    """What an operator's log says of the store; `until` waits for its next line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._grown = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
        self._grown.set()

    async def until(self, words: str) -> None:
        """Return when a line has these words in it."""
        async with asyncio.timeout(30):
            while not any(words in line for line in self.lines):
                self._grown.clear()
                await self._grown.wait()


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[Log]:
    log, logger = Log(), logging.getLogger("bot.trouble")
    caplog.set_level(logging.INFO, logger.name)
    logger.addHandler(log)
    yield log
    logger.removeHandler(log)


def test_trouble_is_told_once_and_over_when_it_is_for_everybody(log: Log) -> None:
    now = 0.0
    trouble = Trouble(lambda: now)
    for _ in range(3):
        trouble.met("worker", StoreFullError("Full."))
        trouble.met("intake", StoreFullError("Full."))
    trouble.over("reader")
    trouble.over("worker")
    assert len(log.lines) == 1
    trouble.over("intake")
    assert log.lines[1:] == [OVER]
    trouble.met("worker", StoreFullError("Full."))
    assert len(log.lines) == 3, "what comes again is told again"


def test_who_stopped_asking_keeps_nobody_from_being_told(log: Log) -> None:
    """Such as the duties of a leader that has lost the lead."""
    now = 0.0
    trouble = Trouble(lambda: now)
    trouble.met("sender", StoreFullError("Full."))
    now = FORGOTTEN
    trouble.met("worker", StoreFullError("Full."))
    trouble.over("worker")
    assert [line == OVER for line in log.lines] == [False, False, True]


async def allow_pages(bot: ShynBa, more: int) -> None:
    """Let the SQLite file grow by `more` pages of 4 KiB and no further, as a disk does."""
    async with bot.store.begin() as transaction:
        pages = await transaction._connection.scalar(text("PRAGMA page_count"))
        await transaction._connection.execute(text(f"PRAGMA max_page_count = {pages + more}"))


async def test_a_full_disk_stops_the_answers_until_there_is_room(
    telegram: Telegram, settings: Settings, citizen: Person, log: Log
) -> None:
    async with open_bot(settings, limits=UNLIMITED) as bot, bot.serving():
        await allow_pages(bot, 0)
        for number in range(40):
            citizen.says(f"/show {number} {'а' * 2000}")
        await log.until("disk is full")
        assert telegram.pending, "what the store cannot take, Telegram must keep"
        await allow_pages(bot, 10_000)
        await citizen.reads_several(40)
        await log.until(OVER)
    assert [line == OVER for line in log.lines] == [False, True]


async def test_a_server_that_crashes_and_comes_back_costs_no_post(
    telegram: Telegram, settings: Settings, citizen: Person, own_server: Server, log: Log
) -> None:
    there = settings.model_copy(update={"database_url": own_server.url(own_server.create_user())})
    async with open_bot(there) as bot, bot.serving():
        citizen.says(RUMOUR)
        await citizen.reads()
        own_server.crash()
        citizen.says(RUMOUR)
        await log.until("does not answer")
        own_server.start()
        assert (await citizen.reads()).text.startswith("❌")
        await log.until(OVER)
    assert [line == OVER for line in log.lines] == [False, True]
    assert len(telegram.calls.of("sendMessage")) == 2, (
        "what was answered is written down later, not sent again"
    )


async def test_an_update_that_the_store_kept_from_being_done_is_not_blamed(
    telegram: Telegram, settings: Settings, citizen: Person, postgresql_url: str
) -> None:
    """Its answer meets a locked table more often than an update may fail, and is given in the end."""
    there = settings.model_copy(update={"database_url": postgresql_url})
    async with open_store(postgresql_url) as store, store.begin() as transaction:
        await transaction._connection.execute(text("ALTER ROLE CURRENT_USER SET lock_timeout = '10ms'"))
    citizen.says(RUMOUR)
    async with open_bot(there) as bot, open_store(postgresql_url) as other:
        fetching = asyncio.create_task(bot.intake.run())
        await telegram.wait_for(lambda: not telegram.pending)
        fetching.cancel()
        async with other.begin() as transaction:
            await transaction._connection.execute(text("LOCK TABLE outbox"))
            for _ in range(ATTEMPTS + 1):
                with pytest.raises(StoreInUseError):
                    await bot.worker.batch()
        assert await bot.worker.batch() == 1
        assert await bot.outbox.batch() == 1
    assert citizen.unread()[-1].text.startswith("❌")
