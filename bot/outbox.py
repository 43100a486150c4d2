"""The one sender: outbox rows out to Telegram, in order per chat, politely, again when it failed."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.clock import Clock
from bot.rounds import Rounds
from bot.telegram_api import IN_FLIGHT, TelegramApi, seconds
from bot.trouble import Trouble
from knowledge.store import Letter, Store
from knowledge.store import Outbox as OutboxRows

LOG = logging.getLogger(__name__)

ATTEMPTS = 8  # with doubling pauses: a Telegram that is away for two minutes loses no answer
WORST_PAUSE = timedelta(minutes=2)
# What Telegram says when the wish has already come true.
ALREADY_SO = ("message is not modified", "query is too old")


class Outbox(Rounds):
    """Sends what handlers have queued for as long as it runs."""

    def __init__(self, api: TelegramApi, store: Store, clock: Clock, trouble: Trouble) -> None:
        super().__init__(trouble)
        self._api = api
        self._store = store
        self._clock = clock

    async def batch(self) -> int:
        """Send the oldest letter of each of several chats; return how many were tried."""
        async with self._store.begin() as transaction:
            letters = await transaction.outbox.due(self._api.id, IN_FLIGHT, now=self._clock())
        if not letters:
            return 0
        results = await asyncio.gather(*map(self._send, letters))
        async with self._store.begin() as transaction:
            for letter, result in zip(letters, results, strict=True):
                await self._note(transaction.outbox, letter, result)
        return len(letters)

    async def _send(self, letter: Letter) -> Any:
        method, parameters = letter.method, letter.params
        if letter.edits is not None and "message_id" not in parameters:
            method = "sendMessage"  # the card that it would have changed never arrived
        try:
            return await self._api.call(method, parameters)
        except BadRequest as error:
            return await self._without_quote(method, parameters, error)
        except TelegramError as error:
            return error

    async def _without_quote(self, method: str, parameters: Mapping[str, Any], error: BadRequest) -> Any:
        """Answer without quoting when Telegram does not find the quote: the post was edited meanwhile."""
        about = parameters.get("reply_parameters", {})
        if "quote" not in about or "quote" not in error.message.lower():
            return error
        bare = {"message_id": about["message_id"], "allow_sending_without_reply": True}
        try:
            return await self._api.call(method, {**parameters, "reply_parameters": bare})
        except TelegramError as second:
            return second

    async def _note(self, outbox: OutboxRows, letter: Letter, result: Any) -> None:
        """Write down what came of a letter."""
        now = self._clock()
        match result:
            case BadRequest() if any(text in result.message.lower() for text in ALREADY_SO):
                await outbox.sent(letter.id, letter.params.get("message_id"), now=now)
            case BadRequest():
                LOG.error("Telegram refused letter %d (%s): %s", letter.id, letter.method, result.message)
                await outbox.dead(letter.id, result.message, now=now)
            case Forbidden():
                LOG.info("a person has blocked the bot: letters to that chat are dropped")
                await outbox.drop_chat(self._api.id, letter.chat_id, now=now)
            case TelegramError():
                await self._again(outbox, letter, result)
            case _:
                message_id = result.get("message_id") if isinstance(result, dict) else None
                await outbox.sent(letter.id, message_id, now=now)

    async def _again(self, outbox: OutboxRows, letter: Letter, error: TelegramError) -> None:
        now, name = self._clock(), type(error).__name__
        if isinstance(error, RetryAfter):
            pause = timedelta(seconds=seconds(error))
        elif letter.attempts + 1 >= ATTEMPTS:
            LOG.error(
                "letter %d (%s) given up after %d attempts: %s", letter.id, letter.method, ATTEMPTS, name
            )
            await outbox.dead(letter.id, name, now=now)
            return
        else:
            pause = min(WORST_PAUSE, timedelta(seconds=2**letter.attempts))
        LOG.warning("letter %d (%s) failed: %s; again in %s", letter.id, letter.method, name, pause)
        await outbox.postpone(letter.id, now + pause, name)
