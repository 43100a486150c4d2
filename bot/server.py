"""The HTTP side: webhook, health and metrics, on one address for as long as the bot runs."""

import logging
import socket
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from http import HTTPStatus

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.rounds import LAST_WISH
from bot.settings import Address, SettingsError

LOG = logging.getLogger(__name__)

Ailment = Callable[[], Awaitable[str | None]]

# Longer than reverse proxies keep idle connections (nginx: 60 seconds): the proxy closes first, so no
# delivery meets a connection that is just being closed.
KEEP_ALIVE = 75  # seconds


class Server:
    """Answers while it runs; `ailment` says why the bot cannot work, None when it can."""

    def __init__(self, listener: socket.socket, routes: Iterable[Route], ailment: Ailment) -> None:
        self._listener = listener
        self._ailment = ailment
        own = [Route("/healthz", _alive), Route("/readyz", self._ready)]
        config = uvicorn.Config(
            Starlette(routes=[*own, *routes]),
            lifespan="off",
            ws="none",
            proxy_headers=False,
            server_header=False,
            log_config=None,
            access_log=False,
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=int(LAST_WISH),
        )
        config.load()
        self._uvicorn = uvicorn.Server(config)
        self._uvicorn.lifespan = config.lifespan_class(config)

    @property
    def address(self) -> Address:
        """Where it listens, with the port that it got when any would do."""
        host, port, *_ = self._listener.getsockname()
        return Address(host, port)

    async def run(self) -> None:
        """Answer until cancelled; then stop listening and finish the requests in hand.

        Not `Server.serve`: that takes the signals of the process, which are the program's.
        """
        await self._uvicorn.startup(sockets=[self._listener])
        LOG.info("listening on %s", self.address)
        try:
            await self._uvicorn.main_loop()
        finally:
            await self._uvicorn.shutdown(sockets=[self._listener])

    async def _ready(self, _request: Request) -> Response:
        ailment = await self._ailment()
        if ailment is None:
            return PlainTextResponse("ready\n")
        return PlainTextResponse(f"{ailment}\n", HTTPStatus.SERVICE_UNAVAILABLE)


async def _alive(_request: Request) -> Response:
    """The event loop turns: that is all this says."""
    return PlainTextResponse("alive\n")


@contextmanager
def listening(address: Address) -> Iterator[socket.socket]:
    """A listening socket; SettingsError when the address cannot be had, so that it is said at the start."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    # With the protocol named, asyncio switches Nagle's algorithm off; else an answer may take 40 ms more.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
            listener.listen()
        except OSError as error:
            raise SettingsError(f"LISTEN: cannot listen on {address}: {error.strerror}") from None
        yield listener
