"""Shows in a chat that the bot is at work, when that takes longer than a moment; best effort."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram.error import TelegramError

from bot.telegram_api import TelegramApi

MOMENT = 0.3  # seconds; an answer that comes sooner needs no announcement
# Bot API, sendChatAction: the status is set for 5 seconds or less.
AGAIN = 4.5


@asynccontextmanager
async def typing(api: TelegramApi, chat_id: int) -> AsyncIterator[None]:
    """Show "typing…" for as long as the block runs."""
    task = asyncio.create_task(_type(api, chat_id))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _type(api: TelegramApi, chat_id: int) -> None:
    pause = MOMENT
    while True:
        await asyncio.sleep(pause)
        pause = AGAIN
        try:
            await api.call("sendChatAction", {"chat_id": chat_id, "action": "typing"})
        except TelegramError:
            return  # a chat that is gone, or Telegram has other worries
