"""Updates made at random from Telegram's description of them: whether the whole bot survives each of them.

    python -m tests.benchmarks.bench_generated_updates --spec api.json [--number 20000] > report.md

`--spec` is a file that `bot.sandbox.spec` reads; every request of the bot's is checked against it, too. Ends
with 1 when an update failed, or when something was said where nothing is due.
"""

import argparse
import asyncio
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from bot.application import ShynBa, open_bot
from bot.pace import UNLIMITED
from bot.sandbox import Telegram, open_sandbox
from bot.settings import Settings
from tests.bot.generated_updates import Json, calls_after, generated, may_be_answered, talking

AT_ONCE = 500  # updates, as much as five full answers to getUpdates


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--spec", type=Path, required=True, metavar="FILE")
    arguments.add_argument("--number", type=int, default=20_000, metavar="N")
    given = arguments.parse_args()
    sys.exit(asyncio.run(measure(given.spec, generated(given.spec, given.number))))


async def measure(spec: Path, updates: Sequence[Json]) -> int:
    """Print a line for each kind of update; return 1 when something was not as it should be, else 0."""
    silent = [update for update in updates if not may_be_answered(update)]
    others = [update for update in updates if may_be_answered(update)]
    async with running(spec) as (bot, telegram):
        began = time.process_time()
        answers = [len(await said(bot, telegram, part)) for part in (silent, others)]
        seconds = time.process_time() - began
        async with bot.store.begin() as transaction:
            counts = await transaction.inbox.counts(bot.api.id)
    say("| kind | updates | may be answered |\n|---|--:|--:|")
    kinds, answerable = Counter(map(kind_of, updates)), Counter(map(kind_of, others))
    for kind, number in kinds.most_common():
        say(f"| {kind} | {number} | {answerable[kind]} |")
    failed, wrong = sum(counts.values()), answers[0]
    say(f"\n{len(updates)} updates in {seconds:.0f} s of processor time, sandbox included.")
    say(f"Requests for the {len(silent)} that get nothing: {wrong}; for the others: {answers[1]}.")
    say(f"Updates that failed: {failed}.")
    return 1 if failed or wrong else 0


async def said(bot: ShynBa, telegram: Telegram, updates: Sequence[Json]) -> Sequence[str]:
    """Return the methods that the bot has called because of these updates."""
    parts = [updates[start : start + AT_ONCE] for start in range(0, len(updates), AT_ONCE)]
    return [call.method for part in parts for call in await calls_after(bot, telegram, part)]


@asynccontextmanager
async def running(spec: Path) -> AsyncIterator[tuple[ShynBa, Telegram]]:
    with TemporaryDirectory() as folder:
        async with open_sandbox(spec) as telegram:
            settings = Settings(
                telegram_bot_token=SecretStr(telegram.token),
                telegram_api_url=telegram.url,
                database_url=f"sqlite+aiosqlite:///{folder}/shynba.db",
                owner_ids=(1,),
                secret_key=SecretStr("a key for benchmarks only"),
            )
            async with open_bot(settings, limits=UNLIMITED) as bot, bot.serving():
                await talking(bot, telegram)
                yield bot, telegram


def kind_of(update: Json) -> str:
    return next((name for name in update if name != "update_id"), "nothing")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
