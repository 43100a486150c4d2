"""Commands that start the bot, or get its store ready."""

import logging
import sys
from functools import partial
from typing import Annotated

import typer

from bot import garbage, log
from bot.application import open_bot
from bot.chat import chat as chat_in_terminal
from bot.cli.program import fail, outcome, telegrams_refusals
from bot.clock import utc_now
from bot.doctor import conditions
from bot.health import ailment
from bot.settings import Settings, SettingsError
from bot.starting import prepared_store
from bot.stopping import until_told

LOG = logging.getLogger(__name__)
HOW_TO_START = """\
TELEGRAM_BOT_TOKEN is not set, so this is the sandbox: the whole bot with a Telegram of its own.
To run it on Telegram: write to @BotFather, send /newbot, and put the token into the environment or into .env:
    TELEGRAM_BOT_TOKEN=123456:ABC... make run
"""


def run() -> None:
    """Start the bot: long polling with TELEGRAM_BOT_TOKEN, else the chat in the terminal."""
    settings = Settings.read()
    if settings.telegram_bot_token is None:
        typer.echo(HOW_TO_START)
        chat()
    else:
        log.configure(settings.log_format)
        with telegrams_refusals(settings):
            outcome(until_told(_serve(settings)))


async def _serve(settings: Settings) -> None:
    async with open_bot(settings) as bot:
        garbage.look_seldom()
        LOG.info("ready; stop with Ctrl-C")
        await bot.serve()


def chat() -> None:
    """Talk to the whole bot in the terminal, without Telegram."""
    settings = Settings.read()
    log.configure(settings.log_format, logging.ERROR)
    outcome(chat_in_terminal(settings, sys.stdin, partial(typer.echo, nl=False), tty=sys.stdin.isatty()))


def migrate(
    starter: Annotated[bool, typer.Option(help="Load the starter rebuttals into an empty store.")] = True,
) -> None:
    """Create or upgrade the store."""
    settings = Settings.read()
    log.configure(settings.log_format)
    outcome(_migrate(settings, starter=starter))


async def _migrate(settings: Settings, *, starter: bool) -> None:
    async with prepared_store(settings, utc_now, with_starter=starter) as store, store.begin() as transaction:
        typer.echo(f"the store is current: {await transaction.rebuttals.count()} rebuttals")


def health() -> None:
    """Exit 0 when the store is current and the inbox moves; for the health checks of containers."""
    reason = outcome(ailment(Settings.read(), utc_now))
    if reason is not None:
        fail(reason)


def doctor() -> None:
    """Say what works, what does not, and how to mend it; exit 1 when the bot could not run."""
    log.configure("console", logging.ERROR)
    try:
        settings = Settings.read()
    except SettingsError as error:
        typer.echo(f"FAIL  settings  {error}")
        raise typer.Exit(1) from None
    if outcome(_examined(settings)):
        raise typer.Exit(1)


async def _examined(settings: Settings) -> int:
    """Print every condition; return how many keep the bot from running."""
    failures = 0
    async for condition in conditions(settings, utc_now):
        mark = "ok" if condition.works else "FAIL" if condition.needed else "--"
        failures += mark == "FAIL"
        remedy = f"  ({condition.remedy})" if condition.remedy else ""
        typer.echo(f"{mark:4}  {condition.name:8}  {condition.told}{remedy}")
    return failures
