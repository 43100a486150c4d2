"""Gives the bot its commands and descriptions, where they differ from what Telegram has."""

import logging
from collections.abc import Iterable
from typing import Any

from telegram.error import TelegramError

from bot.telegram_api import TelegramApi
from handlers import routes
from handlers.menu import commands, descriptions, group_commands
from handlers.routing import Audience

LOG = logging.getLogger(__name__)


async def introduce(api: TelegramApi, owners: Iterable[int]) -> None:
    """Set what has changed since the last start; a failure is logged and costs nothing else."""
    menus = [*commands(routes(), Audience.EVERYONE), *group_commands(routes())]
    for owner in owners:
        menus += commands(routes(), Audience.OWNERS, owner)
    requests = [*descriptions(), *(("setMyCommands", menu) for menu in menus)]
    for method, parameters in requests:
        try:
            if not await _is_so(api, method, parameters):
                await api.call(method, parameters)
        except TelegramError as error:
            # An owner who has not started the bot yet has no chat to give a menu to.
            LOG.info("%s was refused: %s", method, error.message)


async def _is_so(api: TelegramApi, method: str, parameters: dict[str, Any]) -> bool:
    """Ask first: setting is rate limited, asking hardly."""
    asked = ("language_code", "scope")
    known = {name: value for name, value in parameters.items() if name in asked}
    now = await api.call(method.replace("set", "get", 1), known)
    wanted = {name: value for name, value in parameters.items() if name not in known}
    return wanted == ({"commands": now} if isinstance(now, list) else now)
