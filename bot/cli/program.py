"""What every command needs: it runs to its end, and what people can mend is a sentence, not a traceback."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, TypeVar

import typer
from telegram.error import InvalidToken, TelegramError

from bot.settings import Settings
from bot.trouble import first

Result = TypeVar("Result")


def outcome(work: Coroutine[Any, Any, Result]) -> Result:
    """Run the work to its end; Ctrl-C ends it as a shell expects."""
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def fail(reason: str) -> NoReturn:
    """Say why and exit with 2."""
    typer.echo(reason, err=True)
    raise SystemExit(2)


@contextmanager
def telegrams_refusals(settings: Settings) -> Iterator[None]:
    """Say what Telegram has against the settings; around the event loop, whose tasks must not exit."""
    try:
        yield
    except* InvalidToken:
        fail("TELEGRAM_BOT_TOKEN: Telegram does not know this token; ask @BotFather for the right one")
    except* TelegramError as errors:
        reason = first(errors)
        fail(
            f"TELEGRAM_API_URL: {settings.telegram_api_url} cannot be used: {type(reason).__name__}: {reason}"
        )
