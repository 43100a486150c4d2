"""The command line: the only place that prints and reads argv."""

import asyncio
import json
import logging
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer
from telegram.error import InvalidToken, TelegramError

from bot import garbage, log
from bot.application import open_bot
from bot.chat import chat as chat_in_terminal
from bot.checking import BadLineError, checked, checked_lines
from bot.clock import utc_now
from bot.dead import NotDeadError, dropped, listed, retried
from bot.evaluating import BenchmarkError, measured, write_report
from bot.following import follow_from_now
from bot.health import ailment
from bot.registration import register, registration, unregister
from bot.regressing import Regression, regression
from bot.secret_key import FILE as KEY_FILE
from bot.secret_key import webhook_secret
from bot.settings import Settings, SettingsError
from bot.starting import prepared_store
from bot.stopping import until_told
from bot.telegram_api import TelegramApi, telegram_api
from bot.trouble import Trouble, first
from handlers.moderator.saving import COMMAND_LINE, save_all
from knowledge.exchange import ExchangeError, FieldError, Format, fields, format_of, read, write
from knowledge.matching import Matcher
from knowledge.models import Rebuttal
from knowledge.store import StoreError, back_up, move, open_store, restore

LOG = logging.getLogger(__name__)
Result = TypeVar("Result")
HOW_TO_START = """\
TELEGRAM_BOT_TOKEN is not set, so this is the sandbox: the whole bot with a Telegram of its own.
To run it on Telegram: write to @BotFather, send /newbot, and put the token into the environment or into .env:
    TELEGRAM_BOT_TOKEN=123456:ABC... make run
"""

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

webhook = typer.Typer(no_args_is_help=True, help="Where Telegram delivers updates to; no start changes it.")
app.add_typer(webhook, name="webhook")
dead = typer.Typer(no_args_is_help=True, help="Updates and answers that were given up.")
app.add_typer(dead, name="dead")


def main() -> None:
    """Run a command; what people can mend is said in a sentence, not in a traceback."""
    try:
        app()
    except (SettingsError, StoreError, ExchangeError, BadLineError, BenchmarkError, NotDeadError) as error:
        _fail(str(error))


@app.command()
def run() -> None:
    """Start the bot: long polling with TELEGRAM_BOT_TOKEN, else the chat in the terminal."""
    settings = Settings.read()
    if settings.telegram_bot_token is None:
        typer.echo(HOW_TO_START)
        chat()
    else:
        log.configure(settings.log_format)
        with _telegrams_refusals(settings):
            _run(until_told(_serve(settings)))


async def _serve(settings: Settings) -> None:
    async with open_bot(settings) as bot:
        garbage.look_seldom()
        LOG.info("ready; stop with Ctrl-C")
        await bot.serve()


@contextmanager
def _telegrams_refusals(settings: Settings) -> Iterator[None]:
    """Say what Telegram has against the settings; around the event loop, whose tasks must not exit."""
    try:
        yield
    except* InvalidToken:
        _fail("TELEGRAM_BOT_TOKEN: Telegram does not know this token; ask @BotFather for the right one")
    except* TelegramError as errors:
        reason = first(errors)
        _fail(
            f"TELEGRAM_API_URL: {settings.telegram_api_url} cannot be used: {type(reason).__name__}: {reason}"
        )


@app.command()
def chat() -> None:
    """Talk to the whole bot in the terminal, without Telegram."""
    settings = Settings.read()
    log.configure(settings.log_format, logging.ERROR)
    _run(chat_in_terminal(settings, sys.stdin, partial(typer.echo, nl=False), tty=sys.stdin.isatty()))


@app.command()
def migrate(
    starter: Annotated[bool, typer.Option(help="Load the starter rebuttals into an empty store.")] = True,
) -> None:
    """Create or upgrade the store."""
    settings = Settings.read()
    log.configure(settings.log_format)
    _run(_migrate(settings, starter=starter))


async def _migrate(settings: Settings, *, starter: bool) -> None:
    async with prepared_store(settings, utc_now, with_starter=starter) as store, store.begin() as transaction:
        typer.echo(f"the store is current: {await transaction.rebuttals.count()} rebuttals")


@app.command(name="import")
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
    _run(_import(settings, rebuttals))


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
        _fail("\n".join(problems))
    return tuple(rebuttals.values())


async def _import(settings: Settings, rebuttals: tuple[Rebuttal, ...]) -> None:
    async with prepared_store(settings, utc_now, with_starter=False) as store, store.begin() as transaction:
        await save_all(transaction, rebuttals, by=COMMAND_LINE, deed="rebuttals.imported", now=utc_now())
    typer.echo(f"{len(rebuttals)} rebuttals imported")


@app.command()
def export(
    output: Annotated[Path | None, typer.Option(help="A file instead of standard output.")] = None,
    kind: Annotated[
        Format, typer.Option("--format", help="ClaimReview has no learned posts.")
    ] = Format.JSONL,
) -> None:
    """Write all rebuttals as JSONL, ClaimReview or CSV."""
    content = write(_run(_all(Settings.read())), kind)
    if output is None:
        sys.stdout.writelines(content)
    else:
        with output.open("w", encoding="utf-8", newline="") as file:
            file.writelines(content)


async def _all(settings: Settings) -> tuple[Rebuttal, ...]:
    async with open_store(settings.database_url, read_only=True) as store, store.begin() as transaction:
        return await transaction.rebuttals.all()


@app.command()
def check(
    text: Annotated[str | None, typer.Argument(help="The text of a post.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The whole answer as one JSON object.")] = False,
    jsonl: Annotated[bool, typer.Option(help='Read {"id", "text"} lines, write one answer a line.')] = False,
) -> None:
    """Say what the bot would answer to a text; starts no bot."""
    if jsonl == (text is not None):
        _fail("check: give either a TEXT or --jsonl with lines on standard input")
    matcher = _run(_matcher(Settings.read()))
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


@app.command()
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


@app.command()
def regress() -> None:
    """Ask again what moderators have decided on; fails where the matcher answers otherwise."""
    found = _run(_regression(Settings.read()))
    typer.echo("\n".join(f"{name:32}{value}" for name, value in found.rows()))
    for broken in found.broken:
        decided = "is not met by" if broken.case.holds else "is answered with"
        typer.echo(f"{broken.case.text!r} {decided} {broken.case.rebuttal}", err=True)
    if found.broken:
        raise typer.Exit(1)


async def _regression(settings: Settings) -> Regression:
    async with open_store(settings.database_url, read_only=True) as store:
        return await regression(store)


@app.command()
def backup(file: Path) -> None:
    """Write the whole store into FILE, as it is at this moment; the bot may run."""
    settings = Settings.read()
    typer.echo(f"{_rows(_run(back_up(settings.database_url, file)))} written to {file}")
    _remind_of_the_key(settings)


@app.command(name="restore")
def restore_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    force: Annotated[bool, typer.Option(help="Replace what the store holds.")] = False,
) -> None:
    """Fill the store from a backup: all of it, or nothing and the reason."""
    settings = Settings.read()
    typer.echo(f"{_rows(_run(restore(file, settings.database_url, replace=force)))} restored from {file}")
    _remind_of_the_key(settings)


@app.command(name="move")
def move_(
    to: Annotated[str, typer.Option(help="The empty database: postgresql://user:password@host/name.")],
) -> None:
    """Copy the whole store into another database and compare every row; the bot must be stopped."""
    settings = Settings.read()
    counts = _run(move(settings.database_url, to))
    typer.echo("\n".join(f"{table:12}{rows}" for table, rows in counts.items()))
    typer.echo(f"{_rows(counts)} copied and compared. Put the new address into DATABASE_URL now.")
    _remind_of_the_key(settings)


def _rows(counts: Mapping[str, int]) -> str:
    return f"{sum(counts.values())} rows of {len(counts)} tables"


def _remind_of_the_key(settings: Settings) -> None:
    """Without the key nobody's role or language is found again, and it is not in the store."""
    if settings.secret_key is None:
        typer.echo(f"It is of use only with the key in {settings.data_folder / KEY_FILE}: keep that, too.")


@webhook.command(name="set")
def set_(
    connections: Annotated[int, typer.Option(min=1, max=100, help="Deliveries at once, at most.")] = 40,
) -> None:
    """Have Telegram deliver to WEBHOOK_URL."""
    settings = Settings.read()
    url = settings.webhook_url
    if url is None:
        _fail("WEBHOOK_URL: expected the public address to deliver to, https://…; it is not set")
    secret = webhook_secret(settings)
    _at_telegram(settings, lambda api: register(api, url, secret, connections))
    typer.echo(f"Telegram delivers to {url}")


@webhook.command()
def delete() -> None:
    """Go back to polling; updates that wait at Telegram stay there."""
    _at_telegram(Settings.read(), unregister)
    typer.echo("Telegram delivers nowhere; a bot without WEBHOOK_URL can poll")


@webhook.command()
def info() -> None:
    """Show what Telegram says about the deliveries, as JSON."""
    found = _at_telegram(Settings.read(), registration)
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2))


def _at_telegram(settings: Settings, deed: Callable[[TelegramApi], Awaitable[Result]]) -> Result:
    """Do something with the settings' token; no bot is started."""
    if settings.telegram_bot_token is None:
        _fail("TELEGRAM_BOT_TOKEN: expected the token that @BotFather gave; it is not set")

    async def connected() -> Result:
        async with telegram_api(settings) as api:
            return await deed(api)

    with _telegrams_refusals(settings):
        return _run(connected())


@app.command()
def health() -> None:
    """Exit 0 when the store is current and the inbox moves; for the health checks of containers."""
    reason = _run(ailment(Settings.read(), utc_now))
    if reason is not None:
        _fail(reason)


@dead.command(name="list")
def dead_list(
    words: Annotated[bool, typer.Option(help="Also what was said.")] = False,
) -> None:
    """List what was given up, newest first; `--words` shows what a citizen wrote."""
    lines = _run(listed(Settings.read(), words=words))
    typer.echo("\n".join(lines) or "nothing was given up")


@dead.command()
def retry(name: Annotated[str, typer.Argument(help="As the list shows it: update:5 or letter:7.")]) -> None:
    """Try one again; a bot that runs does it within a second."""
    _run(retried(Settings.read(), name, utc_now()))


@dead.command()
def drop(name: Annotated[str, typer.Argument(help="As the list shows it: update:5 or letter:7.")]) -> None:
    """Erase one."""
    _run(dropped(Settings.read(), name, utc_now()))


def _run(work: Coroutine[Any, Any, Result]) -> Result:
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _fail(reason: str) -> NoReturn:
    typer.echo(reason, err=True)
    raise SystemExit(2)
