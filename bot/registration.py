"""Where Telegram delivers to: told once by command, only looked at by a start."""

import logging
from typing import Any

from telegram.error import TelegramError

from bot.intake import ALLOWED
from bot.telegram_api import TelegramApi

LOG = logging.getLogger(__name__)


async def register(api: TelegramApi, url: str, secret: str, connections: int) -> None:
    """Have updates delivered to `url`, over so many connections at once. Raises TelegramError."""
    wanted = {
        "url": url,
        "secret_token": secret,
        "allowed_updates": ALLOWED,
        "max_connections": connections,
    }
    await api.call("setWebhook", wanted)


async def unregister(api: TelegramApi) -> None:
    """Go back to polling; what waits at Telegram stays there. Raises TelegramError."""
    await api.call("deleteWebhook", {})


async def registration(api: TelegramApi) -> dict[str, Any]:
    """Return Telegram's WebhookInfo. Raises TelegramError."""
    return dict(await api.call("getWebhookInfo", {}))


async def compare(api: TelegramApi, url: str) -> None:
    """Say when Telegram delivers elsewhere or fails to; change nothing: replicas would undo each other."""
    try:
        info = await registration(api)
    except TelegramError as error:
        LOG.warning("Telegram did not say where it delivers to: %s", type(error).__name__)
        return
    if info["url"] != url:
        LOG.warning("Telegram does not deliver to WEBHOOK_URL yet: run `shynba webhook set`")
    elif "last_error_message" in info:
        LOG.warning("Telegram's last failure to deliver: %s", info["last_error_message"])
