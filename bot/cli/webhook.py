"""Commands for where Telegram delivers updates to; no start of the bot changes it."""

import json
from collections.abc import Awaitable, Callable
from typing import Annotated

import typer

from bot.cli.program import Result, fail, outcome, telegrams_refusals
from bot.registration import register, registration, unregister
from bot.secret_key import webhook_secret
from bot.settings import Settings
from bot.telegram_api import TelegramApi, telegram_api


def set_(
    connections: Annotated[int, typer.Option(min=1, max=100, help="Deliveries at once, at most.")] = 40,
) -> None:
    """Have Telegram deliver to WEBHOOK_URL."""
    settings = Settings.read()
    url = settings.webhook_url
    if url is None:
        fail("WEBHOOK_URL: expected the public address to deliver to, https://…; it is not set")
    secret = webhook_secret(settings)
    _at_telegram(settings, lambda api: register(api, url, secret, connections))
    typer.echo(f"Telegram delivers to {url}")


def delete() -> None:
    """Go back to polling; updates that wait at Telegram stay there."""
    _at_telegram(Settings.read(), unregister)
    typer.echo("Telegram delivers nowhere; a bot without WEBHOOK_URL can poll")


def info() -> None:
    """Show what Telegram says about the deliveries, as JSON."""
    found = _at_telegram(Settings.read(), registration)
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2))


def _at_telegram(settings: Settings, deed: Callable[[TelegramApi], Awaitable[Result]]) -> Result:
    """Do something with the settings' token; no bot is started."""
    if settings.telegram_bot_token is None:
        fail("TELEGRAM_BOT_TOKEN: expected the token that @BotFather gave; it is not set")

    async def connected() -> Result:
        async with telegram_api(settings) as api:
            return await deed(api)

    with telegrams_refusals(settings):
        return outcome(connected())
