"""Retention: what is over leaves the store at its time, what is not stays."""

from datetime import timedelta

from bot.application import open_bot
from bot.retention import PORTION, Retention
from bot.settings import Settings
from bot.trouble import Trouble
from knowledge.models import Kind, Language, Verdict
from knowledge.store import Check, Dialog, Priority, Store, open_store
from tests.knowledge.store.samples import BOT, NOW, an_update

DAY = timedelta(days=1)


async def _finished(store: Store, number: int) -> None:
    """So many updates and letters are handled, one of each is given up, and one of each is still open."""
    updates = [an_update(update_id, f"chat:{update_id}") for update_id in range(number + 2)]
    async with store.begin() as transaction:
        inbox, outbox = transaction.inbox, transaction.outbox
        await inbox.receive(BOT, updates, now=NOW)
        works = await inbox.claim(BOT, number + 1, "worker", now=NOW, lease=DAY)
        await inbox.failed(works[0], "KeyError", now=NOW, retry_at=NOW, limit=1)
        await inbox.done(works[1:], now=NOW)
        for key in ("open", "dead", "sent"):
            letter = await outbox.add(key, BOT, 1, "sendMessage", {}, priority=Priority.ANSWER, now=NOW)
            if key == "dead":
                await outbox.dead(letter, "BadRequest", now=NOW)
            elif key == "sent":
                await outbox.sent({letter: 1}, now=NOW)
        await transaction.inquiries.add(
            person="someone", text="Рас па?", fingerprint="f", language=None, channel=None, now=NOW
        )
        said = Check(NOW, "someone", Kind.VERDICT, 1, "id", Verdict.FALSE, 1, Language.KK, 11)
        await transaction.checks.add([said])
        await transaction.dialogs.save(Dialog("someone", "add", "claim", {}, None, 1, NOW + DAY))


async def test_each_kind_goes_at_its_own_time_and_what_is_open_stays(sqlite_url: str) -> None:
    now = NOW
    settings = Settings(
        keep_inbox=7 * DAY,
        keep_outbox=30 * DAY,
        keep_dead=90 * DAY,
        keep_inquiries=180 * DAY,
        keep_checks=365 * DAY,
        keep_chats=45 * DAY,
    )
    async with open_store(sqlite_url) as store:
        await store.migrate()
        await _finished(store, 5)
        retention = Retention(store, lambda: now, settings, Trouble())
        gone = {}
        for days in (0, 1, 8, 31, 46, 91, 181, 366, 1000):
            now = NOW + days * DAY
            gone[days] = await retention.batch()
        async with store.begin() as transaction:
            assert await transaction.inbox.counts(BOT) == {"open": 1, "dead": 0}
            assert await transaction.outbox.counts(BOT) == {"open": 1, "dead": 0}
    assert gone == {0: 0, 1: 1, 8: 5, 31: 1, 46: 1, 91: 2, 181: 1, 366: 1, 1000: 0}


async def test_a_running_bot_does_so_by_itself(settings: Settings) -> None:
    async with open_store(settings.database_url) as store:
        await store.migrate()
        await _finished(store, 5)
    async with open_bot(settings, clock=lambda: NOW + 1000 * DAY) as bot, bot.serving():
        await bot.retention.idle.wait()
        async with bot.store.begin() as transaction:
            assert await transaction.inbox.counts(BOT) == {"open": 1, "dead": 0}


async def test_a_long_backlog_goes_in_portions(sqlite_url: str) -> None:
    async with open_store(sqlite_url) as store:
        await store.migrate()
        for day in range(3):
            async with store.begin() as transaction:
                first = day * PORTION
                updates = [an_update(first + number, f"chat:{number}") for number in range(PORTION)]
                await transaction.inbox.receive(BOT, updates, now=NOW)
                works = await transaction.inbox.claim(BOT, PORTION, "worker", now=NOW, lease=DAY)
                await transaction.inbox.done(works, now=NOW + day * DAY)
        retention = Retention(store, lambda: NOW + 1000 * DAY, Settings(), Trouble())
        assert [await retention.batch() for _ in range(4)] == [PORTION, PORTION, PORTION, 0]
