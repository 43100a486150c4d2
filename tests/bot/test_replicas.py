"""Several processes of one bot on one PostgreSQL: they share the work, and one of them leads."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from bot.application import ShynBa, open_bot
from bot.clock import utc_now
from bot.following import follow_from_now
from bot.listening import Listener
from bot.sandbox import Message, Person, Telegram
from bot.settings import Settings
from bot.starting import prepared_store
from bot.trouble import Trouble
from knowledge.models import Claim, Kind, Language, Post, Rebuttal, Source, Verdict
from knowledge.store import Topic, open_store
from tests.bot.processes import ready
from tests.knowledge.store.samples import NOW

RUMOUR = "Казахстан готовится к войне с Россией"
CLAIM = "Банк Береке раздаёт всем по 300 000 тенге к празднику"
REBUTTAL = Rebuttal(
    id="bank-gift",
    verdict=Verdict.SCAM,
    claims=(Claim(CLAIM, Language.RU),),
    summary={Language.RU: "Банк ничего не раздаёт."},
    source=Source("Bereke Bank", "https://example.kz/warning", None),
)


@pytest.fixture
def shared(settings: Settings, postgresql_url: str) -> Settings:
    return settings.model_copy(update={"database_url": postgresql_url})


@asynccontextmanager
async def background(*works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(work) for work in works]
    yield
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


async def handled(replica: ShynBa, telegram: Telegram) -> None:
    """Have this replica's worker handle what has arrived, while the others look away."""
    await telegram.wait_for(lambda: not telegram.pending)
    assert await replica.worker.batch() == 1


async def test_a_dialog_goes_on_at_whichever_replica_gets_the_next_message(
    telegram: Telegram, shared: Settings, owner: Person, citizen: Person
) -> None:
    async with (
        open_bot(shared) as one,
        open_bot(shared) as other,
        background(one.leader.run(), one.listener.run()),
    ):
        replicas = cycle([one, other])

        async def says(text: str) -> Message:
            owner.says(text)
            await handled(next(replicas), telegram)
            return await owner.reads()

        async def presses(card: Message, label: str) -> Message:
            owner.taps(card, label)
            await handled(next(replicas), telegram)
            return await owner.reads()

        await says("/add")
        card = await presses(await says(CLAIM), "Next »")
        await presses(card, "🚫 Scam")
        card = await says("Банк ничего не раздаёт. Это мошенники.")
        await presses(card, "Next »")
        await says("Bereke Bank")
        preview = await presses(await says("https://example.kz/warning"), "Skip »")
        published = await presses(preview, "✅ Publish")
    assert "Published" in published.text


async def test_a_rebuttal_from_another_process_is_heard_of_and_matched(
    shared: Settings, postgresql_url: str
) -> None:
    trouble, told = Trouble(), asyncio.Event()
    async with open_store(postgresql_url) as one, open_store(postgresql_url) as other:
        await one.migrate()
        follower = await follow_from_now(other, trouble)

        def heard() -> None:
            follower.wake()
            told.set()

        listener = Listener(other, "worker", trouble, {Topic.REBUTTALS: heard, Topic.OUTBOX: lambda: None})
        async with background(listener.run(), follower.run()), asyncio.timeout(30):
            await told.wait()
            told.clear()
            assert follower.matcher.check(Post(CLAIM)).kind is Kind.UNKNOWN
            async with one.begin() as transaction:
                await transaction.rebuttals.save(REBUTTAL, now=NOW)
            await told.wait()
            await follower.idle.wait()
            assert follower.matcher.check(Post(CLAIM)).kind is Kind.VERDICT


async def test_replicas_that_start_together_on_an_empty_store_load_it_once(shared: Settings) -> None:
    async def started() -> int:
        async with prepared_store(shared, utc_now) as store, store.begin() as transaction:
            return len(await transaction.versions.until("tdl-war", 9, 9))

    assert await asyncio.gather(*(started() for _ in range(3))) == [1, 1, 1]


async def test_a_leader_that_is_killed_is_followed_by_another(
    telegram: Telegram, shared: Settings, citizen: Person, tmp_path: Path
) -> None:
    async with ready(shared, tmp_path) as leader:
        citizen.says(RUMOUR)
        await citizen.reads()
        async with ready(shared, tmp_path):
            leader.kill()
            citizen.says(RUMOUR)
            assert (await citizen.reads()).text.startswith("❌")


async def test_only_the_leader_asks_telegram_for_updates(
    telegram: Telegram, shared: Settings, citizen: Person
) -> None:
    async with open_bot(shared) as one, open_bot(shared) as other, one.serving(), other.serving():
        for _ in range(3):
            citizen.says(RUMOUR)
            await citizen.reads()
        assert [one.leader.leads, other.leader.leads] in ([True, False], [False, True])
    assert not [call for call in telegram.calls.of("getUpdates") if call.error]


async def test_a_slow_post_that_all_lanes_reach_for_is_answered_once(
    telegram: Telegram, shared: Settings, citizen: Person
) -> None:
    async with (
        open_bot(shared) as one,
        open_bot(shared) as other,
        background(one.leader.run(), one.listener.run()),
    ):
        citizen.sends_document(content=RUMOUR.encode(), name="post.txt")
        await handled(one, telegram)
        lanes = [lane for replica in (one, other) for lane in replica.slow._lanes]
        assert sum(await asyncio.gather(*(lane.batch() for lane in lanes))) == 1
        assert (await citizen.reads()).text.startswith("❌")
    assert len(telegram.calls.of("getFile")) == 1
    assert not citizen.unread()


async def test_a_complaint_that_one_replica_files_is_decided_at_another_and_heeded_by_both(
    telegram: Telegram, shared: Settings, owner: Person, citizen: Person
) -> None:
    post = f"{RUMOUR} этой зимой, соседи видели колонны танков под Петропавловском"
    async with (
        open_bot(shared) as one,
        open_bot(shared) as other,
        background(one.leader.run(), one.listener.run(), one._follower.run()),
    ):
        owner.starts()
        await handled(one, telegram)
        await owner.reads()
        citizen.says(post)
        await handled(one, telegram)
        citizen.taps(await citizen.reads(), "🙅 Мой пост не об этом")
        await handled(other, telegram)
        owner.taps(await owner.reads(), "🚫 Это не то утверждение")
        await handled(one, telegram)
        assert (await citizen.reads_several(2))[-1].text.startswith("🙏 Вы были правы")
        await other._follower.follow()
        for replica in (one, other):
            assert replica._follower.matcher.check(Post(post)).kind is Kind.UNKNOWN
