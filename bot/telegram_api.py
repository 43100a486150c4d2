"""The Bot API by method name and raw parameters, on python-telegram-bot's own client."""

import os
from collections.abc import Callable, Mapping
from datetime import timedelta
from io import BytesIO
from typing import IO, Any

from telegram.error import RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.http_client import AiohttpRequest
from bot.settings import Settings

# PTB 22 warns whenever a duration is read as a number; this is its documented way to say timedelta.
os.environ.setdefault("PTB_TIMEDELTA", "true")

# Telegram answers in about 50 ms, so this is 160 letters a second: five times what it allows for broadcasts.
# It is also what may go twice when the process is killed.
IN_FLIGHT = 8

# The method, and the error that came of it.
Requested = Callable[[str, TelegramError | None], None]


class TelegramApi(ExtBot[None]):
    """PTB's bot with one more door: updates come in raw and outbox rows go out raw.

    Raw updates survive what the library cannot parse yet, and rows of parameters survive a restart.
    `requested` hears of every request that was made through that door.
    """

    def __init__(self, token: str, *, requested: Requested, **options: Any) -> None:
        super().__init__(token, **options)
        self._requested = requested

    async def call(self, method: str, parameters: Mapping[str, Any], *, read_timeout: float = 20) -> Any:
        """Return the `result` of one request as plain JSON. Raises telegram.error.TelegramError."""
        try:
            result = await self._post(method, dict(parameters), read_timeout=read_timeout)
        except TelegramError as error:
            self._requested(method, error)
            raise
        self._requested(method, None)
        return result

    async def download(self, file_id: str, largest: int) -> bytes | None:
        """Return the content of a file, None when it has more bytes than `largest`. Raises TelegramError."""
        content = BytesIO()
        return content.getvalue() if await self.fetch(file_id, content, largest) else None

    async def fetch(self, file_id: str, into: IO[bytes], largest: int) -> bool:
        """Write the content of a file; False when it has more bytes than `largest`. Raises TelegramError."""
        file = await self.call("getFile", {"file_id": file_id})
        if file.get("file_size", 0) > largest or "file_path" not in file:
            return False
        assert isinstance(self.request, AiohttpRequest), "`telegram_api` gives it one"
        return await self.request.fetch(f"{self.base_file_url}/{file['file_path']}", into, largest)


def telegram_api(settings: Settings, requested: Requested = lambda *_: None) -> TelegramApi:
    """Return the client for the token in the settings; it connects when initialized."""
    assert settings.telegram_bot_token is not None, "the caller chose the sandbox when there is no token"
    base = settings.telegram_api_url
    # A proxy from the environment must not come between the bot and a server on this machine.
    outside = not base.startswith("http://127.0.0.1")
    return TelegramApi(
        settings.telegram_bot_token.get_secret_value(),
        requested=requested,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=AiohttpRequest(IN_FLIGHT + 2, trust_env=outside),
        get_updates_request=AiohttpRequest(1, trust_env=outside),
    )


def seconds(error: RetryAfter) -> float:
    """Return how long Telegram asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
