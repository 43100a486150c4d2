"""Slow posts from their row to their answer: two at a time in a process, each in a lane of its own.

What is under way when the process dies is taken up again by the next one, or by another replica.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from datetime import datetime, timedelta
from typing import Any

from telegram import Message, Update
from telegram.error import BadRequest, TelegramError

from bot.chat_action import typing
from bot.clock import Clock
from bot.log import wordless
from bot.rounds import Rounds
from bot.slow.reading import Eyes
from bot.telegram_api import TelegramApi
from bot.trouble import Trouble
from bot.worker import Ptb, playing
from handlers.citizen import looking
from handlers.citizen.asking import storable
from handlers.citizen.behind import post_with
from handlers.context import Context, Desk, Judged, Scene, Toast
from knowledge.media import Finding, MediumKind, Obstacle
from knowledge.store import SlowPost, Store, StoreError, Unanswered

LOG = logging.getLogger(__name__)

# Reading takes a processor each, and texts have to be answered meanwhile on a machine that has two.
LANES = 2
PATIENCE = timedelta(seconds=2)  # of a citizen, before they are told that it takes a while
REST = 2.0  # seconds; who brings work says so, this is for what another process left behind
LONGEST = 180.0  # seconds for one post: an album of ten at the limit of each
LEASE = timedelta(seconds=240)
ATTEMPTS = 3
RETRY_AFTER = timedelta(seconds=5)
# Telegram is asked again for so long, then its file is given up.
WORTH_FETCHING = timedelta(minutes=10)
TOLD_AT_ONCE = 20

Committed = Callable[[list[Toast]], Awaitable[None]]


class SlowWork:
    """All that a process does for slow posts; `committed` gets the toasts after each commit."""

    def __init__(
        self,
        api: TelegramApi,
        store: Store,
        ptb: Ptb,
        desk: Desk,
        clock: Clock,
        eyes: Eyes,
        committed: Committed,
        trouble: Trouble,
    ) -> None:
        bench = _Bench(api, store, ptb, desk, clock, committed)
        self._lanes = [Lane(bench, eyes, trouble) for _ in range(LANES)]
        self._holding = Holding(bench, trouble)

    def wake(self) -> None:
        """Say that there may be something to do."""
        for rounds in (*self._lanes, self._holding):
            rounds.wake()

    def runs(self) -> Iterator[Coroutine[Any, Any, None]]:
        """What is to be run, each until cancelled."""
        for rounds in (*self._lanes, self._holding):
            yield rounds.run()

    async def settled(self) -> None:
        """Return when nothing is left to be read."""
        for lane in self._lanes:
            await lane.idle.wait()


class _Bench:
    """What a lane and the holding messages have in common: a row becomes a scene, as an update does."""

    def __init__(
        self, api: TelegramApi, store: Store, ptb: Ptb, desk: Desk, clock: Clock, committed: Committed
    ) -> None:
        self.api = api
        self.store = store
        self.desk = desk
        self.clock = clock
        self.committed = committed
        self._ptb = ptb

    def messages(self, post: SlowPost | Unanswered) -> tuple[Update, list[Message]]:
        """Return the update that brought the post, and all its messages."""
        messages = [Message.de_json(message, self._ptb.bot) for message in post.payload["messages"]]
        return Update(post.payload["update_id"], message=messages[0]), messages

    def context(self) -> Context:
        return Context(self._ptb)


class Lane(Rounds):
    """Reads one post after the other."""

    def __init__(self, bench: _Bench, eyes: Eyes, trouble: Trouble) -> None:
        super().__init__(trouble, rest=REST)
        self._bench = bench
        self._eyes = eyes
        self._owner = secrets.token_hex(8)

    async def batch(self) -> int:
        """Read and answer the next post; return 1 if there was one."""
        now, bot_id = self._bench.clock(), self._bench.desk.bot_id
        async with self._bench.store.begin() as transaction:
            post = await transaction.slow_posts.claim(bot_id, self._owner, now=now, lease=LEASE)
        if post is None:
            return 0
        try:
            await self._work(post)
        except asyncio.CancelledError:
            await self._put_back(post, self._bench.clock(), counted=False)
            raise
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever a file or a handler raises must not stop the lane
            LOG.error("slow post %d failed, attempt %d\n%s", post.id, post.attempts, wordless(error))  # noqa: TRY400  # an exception's message may quote a citizen
            await self._put_back(post, self._bench.clock() + RETRY_AFTER, counted=True)
        return 1

    async def _work(self, post: SlowPost) -> None:
        update, messages = self._bench.messages(post)
        async with typing(self._bench.api, post.chat_id):
            found = await self._found(post, messages)
        if found is None:
            await self._put_back(post, self._bench.clock() + RETRY_AFTER, counted=False)
        else:
            await self._answer(post, update, messages, found)

    async def _found(self, post: SlowPost, messages: list[Message]) -> Finding | None:
        """Return what the post says; None when Telegram cannot be reached now."""
        if post.attempts > ATTEMPTS:
            return Finding(obstacle=Obstacle.GIVEN_UP)
        try:
            async with asyncio.timeout(LONGEST):
                return await self._eyes.read(looking.media_in(messages))
        except TimeoutError:
            return Finding(obstacle=Obstacle.UNREADABLE)
        except TelegramError as error:
            LOG.warning("the file of slow post %d: %s", post.id, type(error).__name__)
            lasting = isinstance(error, BadRequest) or self._bench.clock() - post.asked_at > WORTH_FETCHING
            return Finding(obstacle=Obstacle.GIVEN_UP) if lasting else None

    async def _answer(self, post: SlowPost, update: Update, messages: list[Message], found: Finding) -> None:
        """Write what is said, and that it is done, in one transaction; judged before it begins."""
        bench, kind = self._bench, MediumKind(post.kind)
        whole = post_with(messages, found.text)
        judged = Judged(whole, bench.desk.check(whole))
        async with bench.store.begin() as transaction:
            now = bench.clock()
            card = await transaction.slow_posts.done(post, storable(found.text) or None, now=now)
            scene = Scene(bench.desk, update.update_id, transaction, post.asked_at, now, judged=(judged,))
            scene.letters, scene.card = f"slow:{post.id}", card
            with playing(scene):
                await looking.answer(update, bench.context(), messages, kind, found)
            await transaction.checks.add(scene.checks)
        await bench.committed(scene.toasts)

    async def _put_back(self, post: SlowPost, until: datetime, *, counted: bool) -> None:
        async with self._bench.store.begin() as transaction:
            await transaction.slow_posts.put_back(post, until=until, counted=counted)


class Holding(Rounds):
    """Tells those who have waited for two seconds that their post is being read."""

    def __init__(self, bench: _Bench, trouble: Trouble) -> None:
        super().__init__(trouble, rest=REST)
        self._bench = bench
        self._next: float = REST

    async def batch(self) -> int:
        """Tell all whose time has come; return how many they were."""
        now, bot_id = self._bench.clock(), self._bench.desk.bot_id
        async with self._bench.store.begin() as transaction:
            posts = await transaction.slow_posts.unanswered(bot_id, now - PATIENCE, TOLD_AT_ONCE)
            for post in posts:
                update, messages = self._bench.messages(post)
                scene = Scene(
                    self._bench.desk,
                    update.update_id,
                    transaction,
                    post.asked_at,
                    now,
                    letters=f"slow:{post.id}:holding",
                )
                with playing(scene):
                    kind = MediumKind(post.kind)
                    card = await looking.hold(update, self._bench.context(), messages, kind)
                await transaction.slow_posts.told(post.id, card)
            first = await transaction.slow_posts.first_unanswered(bot_id)
        self._next = REST if first is None else (first + PATIENCE - now).total_seconds()
        if posts:
            await self._bench.committed([])
        return len(posts)

    async def rest(self, done: int) -> float:
        """Until the next one has waited long enough."""
        return min(await super().rest(done), max(self._next, 0.05))
