"""What the running bot counts, for Prometheus: numbers by kind, never a word or an id of anybody."""

from collections.abc import Callable, Sequence
from datetime import datetime

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from telegram.constants import UpdateType
from telegram.error import TelegramError

from bot.intake import UNREADABLE
from knowledge.matching import Matcher
from knowledge.models import Answer, Kind, Post
from knowledge.store import RawUpdate, Store, StoreError

Check = Callable[[Post], Answer]

PAGE_TYPE = CONTENT_TYPE_LATEST
# A post is matched within milliseconds; from a tenth of a second on it holds up everybody else.
_SECONDS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
# A label has few values: kinds that this version does not know are one.
_KINDS = {*(kind.value for kind in UpdateType), UNREADABLE}
_OTHER = "other"


class Metrics:
    """The counters of one bot, in a registry of their own: two bots in one process do not add up."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._updates = Counter("shynba_updates", "Updates taken in.", ["kind"], registry=registry)
        self._answers = Counter("shynba_answers", "Posts judged.", ["kind"], registry=registry)
        self._match = Histogram(
            "shynba_match_seconds", "Time to judge a post.", buckets=_SECONDS, registry=registry
        )
        # Results are the names of python-telegram-bot's errors: RetryAfter is 429, Forbidden a block.
        self._requests = Counter(
            "shynba_requests", "Requests to Telegram.", ["method", "result"], registry=registry
        )
        self._leads = Gauge(
            "shynba_leads", "1 in the process that sends, of all of this bot.", registry=registry
        )
        self._store = Gauge("shynba_store_up", "1 when the store can be read.", registry=registry)
        self._rows = Gauge(
            "shynba_queue_rows", "Rows to do and given up.", ["queue", "state"], registry=registry
        )
        self._age = Gauge(
            "shynba_queue_age_seconds", "Age of the oldest to do.", ["queue"], registry=registry
        )
        for kind in Kind:  # what has not happened yet is 0 and not absent
            self._answers.labels(kind.value)

    def arrived(self, updates: Sequence[RawUpdate]) -> None:
        """Count updates that are in the inbox; one that was delivered again counts again."""
        for update in updates:
            self._updates.labels(update.kind if update.kind in _KINDS else _OTHER).inc()

    def measured(self, matcher: Callable[[], Matcher]) -> Check:
        """Return the check of whatever matcher is current, with its time and its answers counted."""

        def measured(post: Post) -> Answer:
            with self._match.time():
                answer = matcher().check(post)
            self._answers.labels(answer.kind.value).inc()
            return answer

        return measured

    def requested(self, method: str, error: TelegramError | None) -> None:
        """Count a request to Telegram by what came of it."""
        self._requests.labels(method, type(error).__name__ if error else "ok").inc()

    async def page(self, store: Store, bot_id: int, *, leads: bool, now: datetime) -> bytes:
        """Return the page that Prometheus reads; while the store is away, its queues stay as they were."""
        self._leads.set(leads)
        try:
            await self._look(store, bot_id, now)
        except StoreError:
            self._store.set(0)
        else:
            self._store.set(1)
        return generate_latest(self._registry)

    async def _look(self, store: Store, bot_id: int, now: datetime) -> None:
        async with store.begin() as transaction:
            for name, queue in (("inbox", transaction.inbox), ("outbox", transaction.outbox)):
                since = await queue.waiting_since()
                self._age.labels(name).set((now - since).total_seconds() if since else 0)
                for state, rows in (await queue.counts(bot_id)).items():
                    self._rows.labels(name, state).set(rows)
