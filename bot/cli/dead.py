"""Commands for updates and answers that were given up."""

from typing import Annotated

import typer

from bot.cli.program import outcome
from bot.clock import utc_now
from bot.dead import dropped, listed, retried
from bot.settings import Settings


def list_(
    words: Annotated[bool, typer.Option(help="Also what was said.")] = False,
) -> None:
    """List what was given up, newest first; `--words` shows what a citizen wrote."""
    lines = outcome(listed(Settings.read(), words=words))
    typer.echo("\n".join(lines) or "nothing was given up")


def retry(name: Annotated[str, typer.Argument(help="As the list shows it: update:5 or letter:7.")]) -> None:
    """Try one again; a bot that runs does it within a second."""
    outcome(retried(Settings.read(), name, utc_now()))


def drop(name: Annotated[str, typer.Argument(help="As the list shows it: update:5 or letter:7.")]) -> None:
    """Erase one."""
    outcome(dropped(Settings.read(), name, utc_now()))
