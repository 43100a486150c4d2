"""Commands that copy the whole store: into a file and back, or into another database."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.program import outcome
from bot.secret_key import FILE as KEY_FILE
from bot.settings import Settings
from knowledge.store import back_up, move, restore


def backup(file: Path) -> None:
    """Write the whole store into FILE, as it is at this moment; the bot may run."""
    settings = Settings.read()
    typer.echo(f"{_rows(outcome(back_up(settings.database_url, file)))} written to {file}")
    _remind_of_the_key(settings)


def restore_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    force: Annotated[bool, typer.Option(help="Replace what the store holds.")] = False,
) -> None:
    """Fill the store from a backup: all of it, or nothing and the reason."""
    settings = Settings.read()
    typer.echo(f"{_rows(outcome(restore(file, settings.database_url, replace=force)))} restored from {file}")
    _remind_of_the_key(settings)


def move_(
    to: Annotated[str, typer.Option(help="The empty database: postgresql://user:password@host/name.")],
) -> None:
    """Copy the whole store into another database and compare every row; the bot must be stopped."""
    settings = Settings.read()
    counts = outcome(move(settings.database_url, to))
    typer.echo("\n".join(f"{table:12}{rows}" for table, rows in counts.items()))
    typer.echo(f"{_rows(counts)} copied and compared. Put the new address into DATABASE_URL now.")
    _remind_of_the_key(settings)


def _rows(counts: Mapping[str, int]) -> str:
    return f"{sum(counts.values())} rows of {len(counts)} tables"


def _remind_of_the_key(settings: Settings) -> None:
    """Without the key nobody's role or language is found again, and it is not in the store."""
    if settings.secret_key is None:
        typer.echo(f"It is of use only with the key in {settings.data_folder / KEY_FILE}: keep that, too.")
