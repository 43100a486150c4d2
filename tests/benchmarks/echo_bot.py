"""The peer of the throughput benchmark: stock python-telegram-bot, which sends every text back."""

import os

from telegram import Update
from telegram.ext import Application, CallbackContext, MessageHandler, filters
from telegram.request import HTTPXRequest


async def echo(update: Update, _context: CallbackContext) -> None:  # type: ignore[type-arg]  # PTB's defaults
    assert update.message is not None
    await update.message.reply_text(update.message.text or "", do_quote=True)


def main() -> None:
    base = os.environ["TELEGRAM_API_URL"]
    direct = {"trust_env": False}  # no proxy comes between the bot and a server on this machine
    application = (
        Application.builder()
        .token(os.environ["TELEGRAM_BOT_TOKEN"])
        .base_url(f"{base}/bot")
        .request(HTTPXRequest(connection_pool_size=8, httpx_kwargs=direct))
        .get_updates_request(HTTPXRequest(connection_pool_size=1, httpx_kwargs=direct))
        .build()
    )
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main()
