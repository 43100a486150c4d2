"""The bot with a retention of minutes, so that half an hour shows whether tables stop growing."""

import asyncio
from datetime import timedelta

from bot import log
from bot.application import open_bot
from bot.settings import Settings
from bot.stopping import until_told

KEPT = timedelta(minutes=3)
TIDIED_EVERY = 20.0  # seconds


async def main() -> None:
    settings = Settings.read(keep_inbox=KEPT, keep_outbox=KEPT)
    log.configure(settings.log_format)
    async with open_bot(settings) as bot:
        bot.retention._longest_rest = TIDIED_EVERY
        await until_told(bot.serve())


if __name__ == "__main__":
    asyncio.run(main())
