"""Requests to the Bot API on aiohttp: with PTB's own client an answer costs half as much again.

httpx looks at every connection of its pool for every request (encode/httpcore#1035); aiohttp does not.
"""

import json
from typing import IO, Any

import aiohttp
from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

# Failed before anything of the request was on its way; `__cause__` of the error that PTB raises.
UNSENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)

# Seconds, as in PTB's HTTPXRequest; the time to write is the one that it gives a file.
READ, WRITE, CONNECT, POOL = 5.0, 20.0, 5.0, 1.0

FETCH = 60.0  # seconds for a file of 20 MB
_CHUNK = 2**16
_GONE = {400, 404}

_JSON = {"Content-Type": "application/json"}


class AiohttpRequest(BaseRequest):
    """At most `connections` at once; `trust_env` takes a proxy from the environment."""

    def __init__(self, connections: int, *, trust_env: bool) -> None:
        self._connections = connections
        self._trust_env = trust_env
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """What PTB adds to the time of a long poll."""
        return READ

    async def initialize(self) -> None:
        """Make the pool; nothing is connected yet."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections)
            self._session = aiohttp.ClientSession(connector=connector, trust_env=self._trust_env)

    async def shutdown(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(  # PTB names the parameters
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Return status and body. Raises NetworkError, TimedOut among them, as PTB's own request does."""
        assert self._session is not None, "a request is made after `initialize`"
        connect = _seconds(pool_timeout, POOL) + _seconds(connect_timeout, CONNECT)
        read = _seconds(read_timeout, READ)
        # aiohttp has no limit for writing alone: all together have one.
        total = connect + _seconds(write_timeout, WRITE) + read
        timeout = aiohttp.ClientTimeout(total=total, connect=connect, sock_read=read)
        try:
            async with self._session.request(method, url, **_body(request_data), timeout=timeout) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            # The name only: the text of some of them has the address in it, and the address the token.
            raise NetworkError(f"aiohttp.{type(error).__name__}") from error

    async def fetch(self, url: str, into: IO[bytes], largest: int) -> bool:
        """Write what the address holds, as it comes; False when that is more bytes than `largest`.

        Raises NetworkError, BadRequest when there is nothing.
        """
        assert self._session is not None, "a request is made after `initialize`"
        timeout = aiohttp.ClientTimeout(total=FETCH, connect=CONNECT, sock_read=READ)
        try:
            async with self._session.get(url, timeout=timeout) as answer:
                if answer.status in _GONE:
                    raise BadRequest("the file is gone")
                answer.raise_for_status()
                size = 0
                async for chunk in answer.content.iter_chunked(_CHUNK):
                    size += len(chunk)
                    if size > largest:
                        return False
                    into.write(chunk)
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"aiohttp.{type(error).__name__}") from None  # its address holds the token
        return True


def _body(data: RequestData | None) -> dict[str, Any]:
    """What aiohttp is to send: JSON, or a form in parts when there are files.

    The Bot API takes either, and a form without files, too; but to escape Cyrillic for a form, letter by
    letter, costs as much as all the rest of a request.
    """
    if data is None:
        return {}
    if not data.contains_files:
        return {"data": json.dumps(data.parameters, ensure_ascii=False).encode(), "headers": _JSON}
    form = aiohttp.FormData(data.json_parameters, quote_fields=False)  # Telegram shows the name as it comes
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return {"data": form}


def _seconds(given: Any, usual: float) -> float:
    return usual if given is BaseRequest.DEFAULT_NONE or given is None else float(given)
