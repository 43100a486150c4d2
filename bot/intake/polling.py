"""Long polling without the gap: a batch is in the inbox, committed, before the offset moves past it."""

import asyncio
import logging
from typing import Any

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.intake.arrivals import Arrivals
from bot.intake.raw import raw_update
from bot.rounds import PAUSE
from bot.telegram_api import TelegramApi, seconds
from knowledge.store import StoreError

LOG = logging.getLogger(__name__)

LONG_POLL = 50  # seconds; the most that Telegram holds a request open
BATCH = 100  # the most that getUpdates gives
WORST_PAUSE = 30.0  # seconds between attempts when everything fails
# Kinds that have a behaviour; Telegram keeps the others to itself.
ALLOWED = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member", "guest_message"]


class Polling:
    """Fetches updates for as long as it runs."""

    def __init__(self, api: TelegramApi, arrivals: Arrivals) -> None:
        self._api = api
        self._arrivals = arrivals
        # Never a stored offset: ids restart at random after a quiet week, and a high offset deletes low ids.
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll until cancelled. A wrong token ends it with InvalidToken; everything else is tried again."""
        failures = 0
        while True:
            try:
                await self._once()
                failures = 0
            except InvalidToken:
                raise
            except StoreError:
                await asyncio.sleep(PAUSE)
            except TelegramError as error:
                failures += 1
                await asyncio.sleep(self._pause(error, failures))

    async def _once(self) -> None:
        parameters: dict[str, Any] = {"timeout": LONG_POLL, "limit": BATCH, "allowed_updates": ALLOWED}
        if self._offset is not None:
            parameters["offset"] = self._offset
        updates = await self._api.call("getUpdates", parameters, read_timeout=LONG_POLL + 10)
        if updates:
            rows = [raw_update(update) for update in updates]
            await self._arrivals.take(rows)
            self._offset = rows[-1].update_id + 1

    def _pause(self, error: TelegramError, failures: int) -> float:
        LOG.warning("getting updates failed (%s), attempt %d", type(error).__name__, failures)
        if isinstance(error, Conflict) and "webhook" in error.message:
            LOG.error("a webhook is set, so Telegram gives nothing to polling: run `shynba webhook delete`")
        elif isinstance(error, Conflict):
            LOG.error("another program polls with the same token: %s", error)
        if isinstance(error, RetryAfter):
            return seconds(error)
        return min(WORST_PAUSE, 0.5 * 2.0 ** min(failures, 10))
