"""The webhook: what Telegram posts is in the inbox, committed, before it hears 200."""

import hmac
import logging
from http import HTTPStatus

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from bot.intake.arrivals import Arrivals
from bot.intake.raw import raw_body
from knowledge.store import StoreError

LOG = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name, not a secret
# The longest message has 4,096 letters, and may carry as much again in its reply, quote and buttons: tens of
# kilobytes. What is far beyond that is not Telegram's.
LARGEST = 2**20  # bytes
# Telegram would wait longer and longer by itself, up to two minutes; it heeds this header instead.
COME_AGAIN = {"Retry-After": "2"}  # seconds


class Webhook:
    """Answers the deliveries of one bot: 200 is said for what is kept, and for nothing else."""

    def __init__(self, secret: str, arrivals: Arrivals) -> None:
        self._secret = secret.encode()
        self._arrivals = arrivals

    async def receive(self, request: Request) -> Response:
        """Take one delivery in.

        A stranger gets 403, too much 413, and 503 asks Telegram to deliver again. A body that is no update
        is kept as well: Telegram would repeat it for a day, and hold back the chat that it came from.
        """
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), self._secret):
            return Response(status_code=HTTPStatus.FORBIDDEN)
        try:
            body = await _body(request)
        except ClientDisconnect:
            return Response(status_code=HTTPStatus.BAD_REQUEST)  # to nobody
        if body is None:
            LOG.error("a delivery was refused: more than %d bytes", LARGEST)
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            await self._arrivals.take([raw_body(body)])
        except StoreError:
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers=COME_AGAIN)
        return Response()


async def _body(request: Request) -> bytes | None:
    """Return the body, None when it is too large; no more of it than that is ever read."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return None
    return bytes(body)
