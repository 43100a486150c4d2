"""Short links on a real server: only named hosts are asked, only for where they lead, and only so often."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.application import open_bot
from bot.expanding import Expander
from bot.fetching import open_fetcher
from bot.pace import UNLIMITED
from bot.sandbox import Person
from bot.settings import Settings
from knowledge.models import Post
from tests.conftest import OWNER

PAGE = "https://t.me/rumours/17"
PLACES = {
    "/page": PAGE,
    "/only-get": PAGE,
    "/relative": "/page",
    "/round": "/round",
    "/private": "http://169.254.169.254/latest",
    "/file": "file:///etc/passwd",
}


class Shortener:
    """A server on loopback that redirects, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.cookies: list[str] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.method, request.path))
        self.cookies += request.headers.getall("Cookie", [])
        if request.path == "/only-get" and request.method == "HEAD":
            return web.Response(status=405)
        if place := PLACES.get(request.path):
            return web.Response(status=302, headers={"Location": place, "Set-Cookie": "a=b"})
        return web.Response(body=b" " * (2**24 if request.path == "/large" else 9))


@pytest.fixture
async def shortener() -> AsyncIterator[Shortener]:
    shortener = Shortener()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", shortener.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    shortener.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield shortener
    await runner.cleanup()


async def _expanded(
    link: str, *, loopback: bool = True, hosts: tuple[str, ...] = ("127.0.0.1",)
) -> tuple[str, ...]:
    async with open_fetcher(loopback=loopback) as fetcher:
        expander = Expander(fetcher, hosts)
        await expander.learn([link])
        return expander.expanded(Post("", (link,))).links[1:]


@pytest.mark.parametrize("path", ["/page", "/relative", "/only-get"])
async def test_a_short_link_leads_to_its_page(shortener: Shortener, path: str) -> None:
    assert await _expanded(shortener.url + path) == (PAGE,)
    assert all(method in {"HEAD", "GET"} for method, _ in shortener.asked)
    assert not shortener.cookies


@pytest.mark.parametrize("path", ["/round", "/large", "/nothing"])
async def test_what_leads_nowhere_is_left_as_it_is(shortener: Shortener, path: str) -> None:
    assert await _expanded(shortener.url + path) == ()
    assert len(shortener.asked) <= 5, "rounds are counted"


async def test_where_it_leads_is_never_asked(shortener: Shortener) -> None:
    """Not even the metadata of a cloud, to which whoever made the short link could send the bot."""
    for path, target in (("/private", PLACES["/private"]), ("/file", PLACES["/file"])):
        assert await _expanded(shortener.url + path) == (target,)
    assert [path for _, path in shortener.asked] == ["/private", "/file"]


async def test_only_named_hosts_are_asked_and_this_machine_only_in_tests(shortener: Shortener) -> None:
    assert await _expanded(f"{shortener.url}/page", hosts=("bit.ly",)) == ()
    assert await _expanded(f"{shortener.url}/page", hosts=()) == ()
    assert await _expanded(f"{shortener.url}/page", loopback=False) == ()
    assert shortener.asked == []


async def test_a_private_address_among_the_named_is_not_asked() -> None:
    assert await _expanded("http://10.0.0.1/page", hosts=("10.0.0.1",)) == ()


async def test_each_link_is_asked_once_also_when_it_leads_nowhere(shortener: Shortener) -> None:
    async with open_fetcher(loopback=True) as fetcher:
        expander = Expander(fetcher, ["127.0.0.1"])
        links = [f"{shortener.url}/{name}" for name in ("nothing", "page")]
        await expander.learn(links)
        await expander.learn(links)
    assert sorted(path for _, path in shortener.asked) == ["/nothing", "/page"]


async def test_a_short_link_gets_the_verdict_of_its_page(
    settings: Settings, shortener: Shortener, citizen: Person, owner: Person
) -> None:
    assert owner.id == OWNER
    changed = settings.model_copy(update={"shorteners": ("127.0.0.1",), "feeds_loopback": True})
    async with open_bot(changed, limits=UNLIMITED) as bot, bot.serving():
        post = owner.says(PAGE)
        await owner.reads()
        owner.replies(post, "/learn tdl-war")
        await owner.reads()
        citizen.says(f"{shortener.url}/page")
        answer = await citizen.reads()
        assert answer.text.startswith("❌ Неправда")
        assert "🔗" in answer.text
