"""Getting what an address on the web holds, with limits: of size, time, redirects, and of where it leads.

A feed's server, or whoever takes over its name, must not make the bot ask machines of its own network
(https://owasp.org/www-community/attacks/Server_Side_Request_Forgery). So addresses are looked at where the
connection is made, after the name was resolved.
"""

import ipaddress
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

LARGEST = 5 * 2**20  # a feed of 50 whole articles has less than 1 MB
TIME = 20.0  # seconds for all of it, redirects included
REDIRECTS = 3
HOPS = 5  # from one shortener to another
_MOVED = {301, 302, 303, 307, 308}
_UNCHANGED, _OK = 304, 200
_NO_HEAD = {403, 404, 405, 501}


class FetchError(Exception):
    """Nothing was fetched; the text says why, and repeats nothing of what the server said."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address holds, and what to repeat to it the next time. `content` is None when unchanged."""

    content: bytes | None
    etag: str | None
    last_modified: str | None


class Fetcher:
    """Asks public addresses only; with `loopback`, this machine's own, too: for tests."""

    def __init__(self, session: aiohttp.ClientSession, *, loopback: bool) -> None:
        self._session = session
        self._loopback = loopback

    async def get(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """Return what is there, or that it is what it was. Raises FetchError."""
        asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in asked.items() if value}
        try:
            for _ in range(REDIRECTS + 1):
                self._check(url)
                found = await self._ask(url, headers)
                if isinstance(found, Fetched):
                    return found
                url = urljoin(url, found)
        except (aiohttp.ClientError, TimeoutError, ValueError, OSError) as error:
            raise FetchError(type(error).__name__) from error
        raise FetchError("too many redirects")

    async def leads_to(self, url: str, goes_on: Callable[[str], bool]) -> str | None:
        """Return where an address that only redirects leads, as soon as it `goes_on` no more.

        That address itself is not asked, and nothing is read but headers. None when it does not redirect.
        Raises FetchError.
        """
        try:
            for _ in range(HOPS):
                self._check(url)
                moved = await self._moved(url)
                if moved is None:
                    return None
                url = urljoin(url, moved)
                if not goes_on(url):
                    return url
        except (aiohttp.ClientError, TimeoutError, ValueError, OSError) as error:
            raise FetchError(type(error).__name__) from error
        raise FetchError("too many redirects")

    async def _moved(self, url: str) -> str | None:
        for method in ("HEAD", "GET"):  # some know no HEAD
            async with self._session.request(method, url, allow_redirects=False) as answer:
                if answer.status in _MOVED:
                    return answer.headers.get("Location")
                if answer.status not in _NO_HEAD:
                    break
        return None

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise FetchError("not an http address")
        # Names are looked at by the resolver, which is not asked about an address.
        if is_address(parts.hostname) and not may_reach(parts.hostname, loopback=self._loopback):
            raise FetchError("not a public address")

    async def _ask(self, url: str, headers: Mapping[str, str]) -> Fetched | str:
        """One request: what was found, or where it has moved to."""
        async with self._session.get(url, headers=headers, allow_redirects=False) as answer:
            if answer.status in _MOVED and "Location" in answer.headers:
                return answer.headers["Location"]
            told = answer.headers.get("ETag"), answer.headers.get("Last-Modified")
            if answer.status == _UNCHANGED:
                return Fetched(None, *told)
            if answer.status != _OK:
                raise FetchError(f"status {answer.status}")
            # Nothing is unpacked, so nothing can swell: packed answers were not asked for.
            if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
                raise FetchError("packed")
            return Fetched(await _content(answer), *told)


async def _content(answer: aiohttp.ClientResponse) -> bytes:
    content = bytearray()
    async for part in answer.content.iter_chunked(2**16):
        content += part
        if len(content) > LARGEST:
            raise FetchError(f"more than {LARGEST // 2**20} MB")
    return bytes(content)


class _PublicResolver(AbstractResolver):
    """The system's resolver, without the addresses that may not be reached."""

    def __init__(self, *, loopback: bool) -> None:
        self._system = aiohttp.ThreadedResolver()
        self._loopback = loopback

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._system.resolve(host, port, family)
        public = [each for each in found if may_reach(each["host"], loopback=self._loopback)]
        if not public:
            raise OSError("not a public address")
        return public

    async def close(self) -> None:
        await self._system.close()


def is_address(host: str) -> bool:
    """Whether a host is an IP address and not a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def may_reach(host: str, *, loopback: bool) -> bool:
    """Whether an IP address is a public one; an IPv4 address within an IPv6 one counts as itself."""
    address = ipaddress.ip_address(host.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    if inner.is_loopback:
        return loopback
    return bool(inner.is_global and not inner.is_multicast)


@asynccontextmanager
async def open_fetcher(*, loopback: bool) -> AsyncIterator[Fetcher]:
    """A fetcher for as long as the block runs; it keeps no cookies and knows no proxy."""
    connector = aiohttp.TCPConnector(resolver=_PublicResolver(loopback=loopback), use_dns_cache=False)
    async with aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=TIME),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        headers={"Accept-Encoding": "identity", "User-Agent": "ShynBa"},
    ) as session:
        yield Fetcher(session, loopback=loopback)
