"""The command line: the only place that prints and reads argv."""

import typer

from bot.checking import BadLineError
from bot.cli import copies, dead, matching, rebuttals, starting, webhook
from bot.cli.program import fail
from bot.dead import NotDeadError
from bot.evaluating import BenchmarkError
from bot.settings import SettingsError
from knowledge.exchange import ExchangeError
from knowledge.store import StoreError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.command()(starting.run)
app.command()(starting.chat)
app.command()(starting.migrate)
app.command(name="import")(rebuttals.import_)
app.command()(rebuttals.export)
app.command()(matching.check)
app.command()(matching.evaluate)
app.command()(matching.regress)
app.command()(copies.backup)
app.command(name="restore")(copies.restore_)
app.command(name="move")(copies.move_)
app.command()(starting.health)
app.command()(starting.doctor)

_webhook = typer.Typer(no_args_is_help=True, help="Where Telegram delivers updates to; no start changes it.")
app.add_typer(_webhook, name="webhook")
_webhook.command(name="set")(webhook.set_)
_webhook.command()(webhook.delete)
_webhook.command()(webhook.info)

_dead = typer.Typer(no_args_is_help=True, help="Updates and answers that were given up.")
app.add_typer(_dead, name="dead")
_dead.command(name="list")(dead.list_)
_dead.command()(dead.retry)
_dead.command()(dead.drop)


def main() -> None:
    """Run a command; what people can mend is said in a sentence, not in a traceback."""
    try:
        app()
    except (SettingsError, StoreError, ExchangeError, BadLineError, BenchmarkError, NotDeadError) as error:
        fail(str(error))
