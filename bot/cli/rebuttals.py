"""Commands that take rebuttals in from files, and write them out."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.program import fail, outcome
from bot.clock import utc_now
from bot.settings import Settings
from bot.starting import prepared_store
from handlers.moderator.saving import COMMAND_LINE, save_all
from knowledge.exchange import ExchangeError, FieldError, Format, fields, format_of, read, write
from knowledge.models import Rebuttal
from knowledge.store import open_store


def import_(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, readable=True)],
    dry_run: Annotated[bool, typer.Option(help="Only say what would be done.")] = False,
    kind: Annotated[Format | None, typer.Option("--format", help="By name and content if not given.")] = None,
) -> None:
    """Take rebuttals in from files of JSONL, ClaimReview or CSV: all of them, or none and the reasons."""
    settings = Settings.read()
    rebuttals = _read(files, kind, settings.source_domains)
    if dry_run:
        typer.echo(f"{len(rebuttals)} rebuttals would be imported; nothing was written")
        return
    outcome(_import(settings, rebuttals))


def _read(files: list[Path], kind: Format | None, domains: Sequence[str]) -> tuple[Rebuttal, ...]:
    """Return the rebuttals of all files; every file with a bad line is named."""
    rebuttals: dict[str, Rebuttal] = {}
    problems = []
    for path in files:
        try:
            content = path.read_bytes()
            for rebuttal in read(content, kind or format_of(content, path.name)):
                fields.from_domains(rebuttal.source.url, domains)
                rebuttals[rebuttal.id] = rebuttal
        except (ExchangeError, FieldError) as error:
            problems.append(f"{path}: nothing was imported\n{error}")
    if problems:
        fail("\n".join(problems))
    return tuple(rebuttals.values())


async def _import(settings: Settings, rebuttals: tuple[Rebuttal, ...]) -> None:
    async with prepared_store(settings, utc_now, with_starter=False) as store, store.begin() as transaction:
        await save_all(transaction, rebuttals, by=COMMAND_LINE, deed="rebuttals.imported", now=utc_now())
    typer.echo(f"{len(rebuttals)} rebuttals imported")


def export(
    output: Annotated[Path | None, typer.Option(help="A file instead of standard output.")] = None,
    kind: Annotated[
        Format, typer.Option("--format", help="ClaimReview has no learned posts.")
    ] = Format.JSONL,
) -> None:
    """Write all rebuttals as JSONL, ClaimReview or CSV."""
    content = write(outcome(_all(Settings.read())), kind)
    if output is None:
        sys.stdout.writelines(content)
    else:
        with output.open("w", encoding="utf-8", newline="") as file:
            file.writelines(content)


async def _all(settings: Settings) -> tuple[Rebuttal, ...]:
    async with open_store(settings.database_url, read_only=True) as store, store.begin() as transaction:
        return await transaction.rebuttals.all()
