"""Composition root: Settings -> store, matcher, PTB application, workers; opens and closes them."""

import asyncio
import hashlib
import hmac
import logging
from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram.error import BadRequest, TelegramError
from telegram.ext import ApplicationBuilder, ContextTypes

from bot.administrators import Administrators
from bot.attachments import Attachments, Reader
from bot.broadcasting import Broadcasting
from bot.circulating import Circulating
from bot.clock import Clock, utc_now
from bot.digests import Digests
from bot.equipment import speech_models, told_of_what_is_missing
from bot.expanding import Expander
from bot.expiring import Expiry
from bot.feeding import Feeding
from bot.fetching import open_fetcher
from bot.following import Follower, follow_from_now
from bot.grouping import Grouper
from bot.health import ailment_of
from bot.importing import Importer
from bot.intake import Arrivals, Polling, Webhook
from bot.leading import Leader
from bot.listening import Listener
from bot.metrics import PAGE_TYPE, Metrics
from bot.outbox import Outbox
from bot.pace import TELEGRAM, Limits
from bot.profile import introduce
from bot.promises import Promises
from bot.rechecking import Rechecking
from bot.registration import compare
from bot.relief import Relief
from bot.retention import Retention
from bot.secret_key import secret_key, webhook_secret
from bot.server import Server, listening
from bot.settings import Settings
from bot.sighting import Sighting
from bot.slow import Eyes, SlowWork
from bot.starting import prepared_store
from bot.subscriptions import Subscriptions
from bot.telegram_api import TelegramApi, telegram_api
from bot.telling import Telling
from bot.trouble import Trouble
from bot.watch import Watch
from bot.worker import Ptb, Worker
from handlers import routes
from handlers.alarms import letter_given_up
from handlers.context import Context, Desk, Kept, Toast
from handlers.errors import failed
from handlers.limits import Allowance
from handlers.menu import commands
from handlers.routing import Audience
from knowledge.store import Errand, Letter, RawUpdate, Store, Topic, Transaction, open_store

LOG = logging.getLogger(__name__)

TOAST_TIMEOUT = 2.0  # seconds; a late answer to a button press or an inline query is worth nothing


class ShynBa:
    """The running bot: `serve` until cancelled."""

    def __init__(
        self,
        api: TelegramApi,
        store: Store,
        ptb: Ptb,
        desk: Desk,
        follower: Follower,
        circulating: Circulating,
        clock: Clock,
        trouble: Trouble,
        settings: Settings,
        metrics: Metrics,
        limits: Limits,
        allowance: Allowance,
    ) -> None:
        self.store = store
        self.api = api
        self._desk = desk
        self._follower = follower
        self.gallery = follower.gallery
        self.circulating = circulating
        self._clock = clock
        self._webhook_url = settings.webhook_url
        self._has_feeds = bool(settings.feeds)
        self.metrics = metrics
        self._toasts: set[asyncio.Task[None]] = set()
        reader = _reader(settings)
        attachments = Attachments(api.id, store, clock, reader)
        self.outbox = Outbox(api, store, clock, trouble, self._letter_given_up, limits, attachments.made)
        self.worker = Worker(store, ptb, desk, clock, self._committed, trouble, allowance)
        self.arrivals = Arrivals(api.id, store, clock, self._arrived, trouble)
        self.intake = Polling(api, self.arrivals)
        self.server: Server | None = None
        self.retention = Retention(store, clock, settings, trouble)
        self.grouper = Grouper(store, clock, trouble, self.worker.idle)
        eyes = Eyes(api, follower.gallery, speech_models(settings))
        self.slow = SlowWork(api, store, ptb, desk, clock, eyes, self._committed, trouble)
        self.relief = Relief(store, api.id, clock, trouble)
        self.expiry = Expiry(store, desk, clock, lambda: self._committed([]), trouble)
        self.importer = Importer(api, store, desk, clock, trouble, follower.follow, self.outbox.wake)
        self.sighting = Sighting(api, store, clock, trouble, follower.follow)
        self.feeding = Feeding(store, desk, settings, clock, trouble, self.outbox.wake)
        self.watch = Watch(store, desk, settings, clock, trouble)
        self.promises = Promises(store, desk, clock, trouble, self.outbox.wake)
        self.digests = Digests(store, reader, desk, clock, trouble, self.outbox.wake)
        self.subscriptions = Subscriptions(store, reader, desk, clock, trouble, self.outbox.wake)
        self.telling = Telling(store, desk, clock, trouble, self.outbox.wake)
        self.broadcasting = Broadcasting(store, desk, clock, trouble, self.outbox.wake)
        self.rechecking = Rechecking(store, desk, clock, trouble, follower.follow, self.telling.wake)
        store.call(Errand.SLOW_POSTS, self.slow.wake)
        store.call(Errand.KNOWN_MEDIA, self.sighting.wake)
        self.leader = Leader(store, api.id, trouble, self._duties)
        concerned = {Topic.REBUTTALS: follower.wake, Topic.OUTBOX: self.outbox.wake}
        self.listener = Listener(store, self.worker.owner, trouble, concerned)

    async def serve(self) -> None:
        """Run until cancelled, or until Telegram refuses the token (InvalidToken)."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.worker.run())
            tasks.create_task(self.leader.run())
            tasks.create_task(self.circulating.run())
            for work in self.slow.runs():
                tasks.create_task(work)
            if self.store.is_shared:
                tasks.create_task(self._follower.run())
                tasks.create_task(self.listener.run())
            if self.server is not None:
                tasks.create_task(self.server.run())

    def _duties(self) -> Iterator[Coroutine[Any, Any, None]]:
        """What one process of a bot does for all of them."""
        yield introduce(self.api, self._desk.owners)
        yield self.outbox.run()
        yield self.retention.run()
        yield self.importer.run()
        yield self.sighting.run()
        if self._has_feeds:
            yield self.feeding.run()
        yield self.grouper.run()
        if self.store.is_shared:
            yield self.relief.run()
        yield self.expiry.run()
        yield self.watch.run()
        yield self.promises.run()
        if self._desk.digest is not None:
            yield self.digests.run()
        yield self.subscriptions.run()
        yield self.telling.run()
        yield self.broadcasting.run()
        yield self.rechecking.run()
        yield self.intake.run() if self._webhook_url is None else compare(self.api, self._webhook_url)

    async def settled(self) -> None:
        """Return when nothing is left to do for the updates that Telegram was told had arrived."""
        await self.worker.idle.wait()
        await self.slow.settled()
        await self.outbox.idle.wait()
        if self._toasts:
            await asyncio.wait(self._toasts)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Run in the background of a block, for those who talk to the bot in the same process."""
        task = asyncio.create_task(self.serve())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])
            if not task.cancelled():
                task.result()  # it had failed by itself: its error is told, not lost

    def _arrived(self, updates: Sequence[RawUpdate]) -> None:
        self.worker.wake()
        self.metrics.arrived(updates)

    async def _committed(self, toasts: list[Toast]) -> None:
        self.outbox.wake()
        self.importer.wake()
        for toast in toasts:
            task = asyncio.create_task(self._toast(toast))
            self._toasts.add(task)
            task.add_done_callback(self._toasts.discard)
        await self._follower.follow()

    async def _letter_given_up(self, transaction: Transaction, letter: Letter) -> None:
        await letter_given_up(self._desk, transaction, letter, now=self._clock())

    async def _toast(self, toast: Toast) -> None:
        """Answer a press or an inline query, best effort: Telegram forgets it soon anyway."""
        try:
            await self.api.call(toast.method, toast.parameters, read_timeout=TOAST_TIMEOUT)
        except BadRequest as refused:
            LOG.info("%s was refused: %s", toast.method, refused.message)
            if toast.otherwise is not None:
                await self._toast(Toast(toast.method, toast.otherwise))
        except TelegramError as error:
            LOG.info("%s was not made: %s", toast.method, type(error).__name__)


@asynccontextmanager
async def open_bot(
    settings: Settings,
    clock: Clock = utc_now,
    limits: Limits = TELEGRAM,
    allowance: Allowance | None = None,
) -> AsyncIterator[ShynBa]:
    """Open everything that the settings name. Raises SettingsError, StoreError or TelegramError.

    `limits` are Telegram's for the bot, `allowance` is the bot's for a person.
    """
    key = secret_key(settings)
    async with prepared_store(settings, clock) as store:
        trouble = Trouble()
        metrics = Metrics()
        follower = await follow_from_now(store, trouble)
        circulating = Circulating(_reader(settings), clock, trouble)
        api = telegram_api(settings, metrics.requested)
        ptb = _ptb(api)
        async with ptb, open_fetcher(loopback=settings.feeds_loopback) as fetcher:
            expander = Expander(fetcher, settings.shorteners)
            check = metrics.measured(lambda: follower.matcher)
            desk = Desk(
                bot_id=api.id,
                matcher=lambda: follower.matcher,
                gallery=follower.gallery,
                check=lambda post: check(expander.expanded(post)),
                expand=expander.learn,
                circulating=lambda: circulating.counted,
                owners=frozenset(settings.owner_ids),
                moderators_chat=settings.moderators_chat,
                digest=settings.digest,
                digest_channel=settings.digest_channel,
                two_review=settings.review == "two",
                source_domains=settings.source_domains,
                answer_within=settings.answer_within,
                kept=Kept(
                    checks=settings.keep_checks,
                    chats=settings.keep_chats,
                    inquiries=settings.keep_inquiries,
                    letters=settings.keep_outbox,
                    dead=settings.keep_dead,
                ),
                pseudonym=lambda user_id: pseudonym(key, user_id),
                administers=Administrators(api, clock).administers,
                menu=lambda user_id, role: commands(routes(), Audience.of(role), user_id),
            )
            told_of_what_is_missing(settings)
            if not store.is_shared:
                async with store.begin() as transaction:
                    await transaction.slow_posts.release(api.id, now=clock())  # whoever held them is no more
            bot = ShynBa(
                api,
                store,
                ptb,
                desk,
                follower,
                circulating,
                clock,
                trouble,
                settings,
                metrics,
                limits,
                allowance or Allowance(),
            )
            with _server(settings, bot, clock) as bot.server:
                yield bot


def _reader(settings: Settings) -> Reader:
    """Return how to open the store beside those who write."""
    return partial(open_store, settings.database_url, read_only=True)


@contextmanager
def _server(settings: Settings, bot: ShynBa, clock: Clock) -> Iterator[Server | None]:
    if settings.address is None:
        yield None
        return

    async def page(_request: Request) -> Response:
        leads = bot.leader.leads
        figures = await bot.metrics.page(bot.store, bot.api.id, leads=leads, now=clock())
        return Response(figures, media_type=PAGE_TYPE)

    routes = [Route("/metrics", page)]
    if settings.webhook_url is not None:
        webhook = Webhook(webhook_secret(settings), bot.arrivals)
        path = urlsplit(settings.webhook_url).path or "/"
        routes.append(Route(path, webhook.receive, methods=["POST"]))
    with listening(settings.address) as listener:
        yield Server(listener, routes, lambda: ailment_of(bot.store, clock))


def pseudonym(key: bytes, user_id: int) -> str:
    """Return what a person is called in the store: without the key it leads to nobody.

    32 hex digits: short enough for a button's 64 bytes, long enough never to collide.
    """
    return hmac.new(key, str(user_id).encode(), hashlib.sha256).hexdigest()[:32]


def _ptb(api: TelegramApi) -> Ptb:
    builder = ApplicationBuilder().bot(api).updater(None).job_queue(None)
    ptb = builder.context_types(ContextTypes(context=Context)).build()
    for route in routes():
        ptb.add_handler(route.handler())
    ptb.add_error_handler(failed)
    return ptb
