"""Asks the feeds of the settings every hour or so; what is new in them becomes drafts for moderators."""

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

from bot.clock import Clock
from bot.fetching import Fetched, Fetcher, FetchError, open_fetcher
from bot.rounds import Rounds
from bot.settings import Settings
from bot.trouble import Trouble
from handlers.context import Desk
from handlers.moderator.saving import save_all
from handlers.newcomers import drafts_came
from knowledge.exchange import Feed, FeedError, fields, read_feed
from knowledge.models import Rebuttal
from knowledge.store import FeedState, Store

LOG = logging.getLogger(__name__)

MINUTE = 60.0  # seconds between looks at which feeds are due
HOUR = timedelta(hours=1)
JITTER = timedelta(minutes=10)  # so that the bots of a country do not ask a server all at once
PATIENCE = 6  # with each failure in a row a feed is asked an hour later, up to so many
PER_ROUND = 20  # drafts of one feed at a time: more than moderators look through in an hour


@dataclass(frozen=True, slots=True)
class _Asked:
    """One feed of a round: where it stands now, and what it holds."""

    state: FeedState
    feed: Feed


class Feeding(Rounds):
    """One process asks for all. A feed that cannot be read is logged by its host, and the others go on."""

    def __init__(
        self,
        store: Store,
        desk: Desk,
        settings: Settings,
        clock: Clock,
        trouble: Trouble,
        wake_outbox: Callable[[], None],
    ) -> None:
        super().__init__(trouble, rest=MINUTE)
        self._store = store
        self._desk = desk
        self._urls = settings.feeds
        self._loopback = settings.feeds_loopback
        self._clock = clock
        self._wake_outbox = wake_outbox

    async def batch(self) -> int:
        """Ask what is due, and save what is new in one transaction; always 0, as the next look can wait."""
        now = self._clock()
        async with self._store.begin() as transaction:
            known = await transaction.feeds.states()
        states = [known.get(url, FeedState(url, now)) for url in self._urls]
        due = [state for state in states if state.due_at <= now]
        if due:
            async with open_fetcher(loopback=self._loopback) as fetcher:
                asked = [await self._ask(fetcher, state) for state in due]
            await self._save(asked)
            self._wake_outbox()
        return 0

    async def _ask(self, fetcher: Fetcher, state: FeedState) -> _Asked:
        jitter = random.uniform(0, JITTER.total_seconds())  # noqa: S311  # spreads load, guards nothing
        due_at = self._clock() + HOUR + timedelta(seconds=jitter)
        try:
            found = await fetcher.get(state.url, state.etag, state.last_modified)
            feed = Feed((), 0) if found.content is None else await _read(found, state.url)
        except (FetchError, FeedError) as error:
            LOG.warning("feed of %s: %s", urlsplit(state.url).hostname, error)
            failures = state.failures + 1
            late = due_at + min(failures, PATIENCE) * HOUR
            return _Asked(replace(state, due_at=late, failures=failures), Feed((), 0))
        if feed.malformed:
            LOG.warning("feed of %s: %d items are malformed", urlsplit(state.url).hostname, feed.malformed)
        fresh = FeedState(
            state.url, due_at, found.etag or state.etag, found.last_modified or state.last_modified
        )
        return _Asked(fresh, feed)

    async def _save(self, asked: Sequence[_Asked]) -> None:
        now = self._clock()
        async with self._store.begin() as transaction:
            drafts: dict[str, Rebuttal] = {}
            for each in asked:
                known = set(await transaction.rebuttals.some([draft.id for draft in each.feed.drafts]))
                new = [
                    draft
                    for draft in each.feed.drafts
                    if draft.id not in known | drafts.keys()
                    and fields.is_from(draft.source.url, self._desk.source_domains)
                ]
                drafts |= {draft.id: draft for draft in new[:PER_ROUND]}
                # What found no room is new the next time, too: the feed must not say "unchanged" then.
                whole = len(new) <= PER_ROUND
                await transaction.feeds.save(
                    each.state if whole else replace(each.state, etag=None, last_modified=None)
                )
            if drafts:
                by, deed = "feed", "rebuttals.drafted"
                await save_all(transaction, list(drafts.values()), by=by, deed=deed, now=now)
                await drafts_came(self._desk, transaction, len(drafts), now=now)
            await transaction.feeds.keep_only(self._urls)


async def _read(found: Fetched, url: str) -> Feed:
    return await asyncio.to_thread(read_feed, found.content or b"", url)
