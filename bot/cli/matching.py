"""Commands that ask the matcher: about one text, about a benchmark, about what moderators have decided."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.checking import checked, checked_lines
from bot.cli.program import fail, outcome
from bot.evaluating import measured, write_report
from bot.following import follow_from_now
from bot.regressing import Regression, regression
from bot.settings import Settings
from bot.trouble import Trouble
from knowledge.matching import Matcher
from knowledge.store import open_store


def check(
    text: Annotated[str | None, typer.Argument(help="The text of a post.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The whole answer as one JSON object.")] = False,
    jsonl: Annotated[bool, typer.Option(help='Read {"id", "text"} lines, write one answer a line.')] = False,
) -> None:
    """Say what the bot would answer to a text; starts no bot."""
    if jsonl == (text is not None):
        fail("check: give either a TEXT or --jsonl with lines on standard input")
    matcher = outcome(_matcher(Settings.read()))
    if text is None:
        for line in checked_lines(matcher, sys.stdin):
            typer.echo(line)
    else:
        answer = checked(matcher, "", text)
        typer.echo(json.dumps(answer, ensure_ascii=False) if as_json else _told(answer))


async def _matcher(settings: Settings) -> Matcher:
    async with open_store(settings.database_url, read_only=True) as store:
        return (await follow_from_now(store, Trouble())).matcher


def _told(answer: dict[str, Any]) -> str:
    lines = [
        f"  {match['probability']:.2f}  {match['rebuttal']}  {match['verdict']}  {match['claim']}"
        for match in answer["matches"]
    ]
    return "\n".join([answer["answer"], *lines])


def evaluate(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="claims, posts and qrels.")],
    foreign: Annotated[
        list[Path] | None, typer.Option(exists=True, help="More posts, about nothing in the store.")
    ] = None,
    split: Annotated[str | None, typer.Option(help="Only the posts of this split.")] = None,
    learned: Annotated[int, typer.Option(min=0, help="Posts of each claim to learn first.")] = 0,
    trap: Annotated[bool, typer.Option(help="Also ask every post without its claim in the store.")] = False,
    report: Annotated[Path | None, typer.Option(help="A Markdown file to write, with its plots.")] = None,
) -> None:
    """Measure the matcher on a benchmark folder; reads and writes no store."""
    found = measured(folder, foreign=foreign or (), split=split, learned=learned, trap=trap)
    typer.echo("\n".join(f"{name:28}{value}" for name, value in found.rows()))
    if report is not None:
        write_report(found, report)


def regress() -> None:
    """Ask again what moderators have decided on; fails where the matcher answers otherwise."""
    found = outcome(_regression(Settings.read()))
    typer.echo("\n".join(f"{name:32}{value}" for name, value in found.rows()))
    for broken in found.broken:
        decided = "is not met by" if broken.case.holds else "is answered with"
        typer.echo(f"{broken.case.text!r} {decided} {broken.case.rebuttal}", err=True)
    if found.broken:
        raise typer.Exit(1)


async def _regression(settings: Settings) -> Regression:
    async with open_store(settings.database_url, read_only=True) as store:
        return await regression(store)
