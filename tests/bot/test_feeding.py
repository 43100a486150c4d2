"""Feeds end to end: asked politely, read into drafts once, and moderators hear of them once."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from bot.application import open_bot
from bot.pace import UNLIMITED
from bot.sandbox import Person
from bot.settings import Settings
from knowledge.models import Status
from tests.knowledge.exchange.test_feed import RSS


class Site:
    """A web server on loopback that counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str | None]] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append((request.path, request.headers.get("If-None-Match")))
        if request.path == "/feed":
            if request.headers.get("If-None-Match") == '"1"':
                return web.Response(status=304)
            return web.Response(text=RSS, content_type="application/rss+xml", headers={"ETag": '"1"'})
        if request.path == "/moved":
            raise web.HTTPFound("http://169.254.169.254/latest")
        if request.path == "/large":
            return web.Response(body=b" " * (6 * 2**20))
        return web.Response(text="<html>nothing here")


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site()
    application = web.Application()
    application.router.add_get("/{path:.*}", site.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield site
    await runner.cleanup()


async def test_what_is_new_becomes_drafts_once(settings: Settings, site: Site, owner: Person) -> None:
    """Feeds that fail stand before the one that does not."""
    paths = ("/moved", "/large", "/nothing", "/feed")
    feeds = tuple(site.url + path for path in paths)
    changed = settings.model_copy(update={"feeds": feeds, "feeds_loopback": True})
    now = datetime.now(UTC)
    async with open_bot(changed, clock=lambda: now, limits=UNLIMITED) as bot:
        owner.starts()
        await bot.feeding.batch()
        await bot.feeding.batch()
        assert [path for path, _ in site.asked] == list(paths), "within the hour nothing is asked again"
        async with bot.store.begin() as transaction:
            drafts = await transaction.rebuttals.all(Status.DRAFT)
            waiting = await transaction.outbox.counts(bot.api.id)
            failures = {state.url: state.failures for state in (await transaction.feeds.states()).values()}
        assert len(drafts) == 2
        assert waiting["open"] == 1
        assert list(failures.values()).count(1) == 3
        now += timedelta(hours=2)
        await bot.feeding.batch()
        assert site.asked[-1] == ("/feed", '"1"')
        async with bot.store.begin() as transaction:
            assert await transaction.rebuttals.all(Status.DRAFT) == drafts
            assert (await transaction.outbox.counts(bot.api.id))["open"] == 1


@pytest.mark.parametrize(("domains", "drafts"), [((), 2), (("nowhere.kz",), 0)])
async def test_what_is_not_of_the_allowed_domains_becomes_no_draft(
    settings: Settings, site: Site, domains: tuple[str, ...], drafts: int
) -> None:
    feeds = {"feeds": (f"{site.url}/feed",), "feeds_loopback": True, "source_domains": domains}
    async with open_bot(settings.model_copy(update=feeds), limits=UNLIMITED) as bot:
        await bot.feeding.batch()
        async with bot.store.begin() as transaction:
            assert len(await transaction.rebuttals.all(Status.DRAFT)) == drafts
