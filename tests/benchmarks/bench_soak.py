"""Half an hour of posts: whether memory, file descriptors and tables stop growing, and how long answers take.

    python -m tests.benchmarks.bench_soak --corpora FOLDER [--minutes 30] [--rate 20] > report.md

The first minutes are warm-up: caches fill, and tables grow until the first rows are old enough to go (the
retention is three minutes here). The slopes are of the straight lines through the minutes after that.
"""

import argparse
import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from time import monotonic

import numpy as np
import psutil
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.sandbox import open_sandbox
from knowledge.store.schema import inbox, outbox
from tests.benchmarks.matching_texts import Sentences
from tests.benchmarks.rig import Crowd, database, fill, running
from tests.torture.processes import BotProcess
from tests.torture.setups import POLLING, REPLICAS, WEBHOOK

SETUPS = {"polling": POLLING, "webhook": WEBHOOK, "replicas": REPLICAS}
PROGRAM = ("-m", "tests.benchmarks.short_memory")
LENGTH = 400  # characters, the median of the posts
POSTS = 5_000  # different ones
PEOPLE = 600  # each sends a post every half minute, which is far from Telegram's limit for a chat
WARM_UP = 8  # minutes


@dataclass(frozen=True, slots=True)
class Minute:
    """What was seen at the end of a minute; of several processes, sums. `p50` and `p99` are milliseconds."""

    minute: int
    resident: float  # MB
    descriptors: int
    inbox: int
    outbox: int
    waiting: int
    p50: float
    p99: float


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--corpora", type=Path, required=True, metavar="FOLDER")
    arguments.add_argument("--claims", type=int, default=10_000, metavar="N")
    arguments.add_argument("--minutes", type=int, default=30, metavar="N")
    arguments.add_argument("--rate", type=float, default=20, metavar="N", help="posts a second")
    arguments.add_argument("--setup", choices=SETUPS, default="polling")
    given = arguments.parse_args()
    asyncio.run(soak(given))


async def soak(given: argparse.Namespace) -> None:
    """Print a line a minute and the slopes at the end."""
    sentences = Sentences(given.corpora)
    claims = sentences.claims(given.claims)
    posts = [post.text for post in sentences.posts(claims, POSTS, LENGTH)]
    setup = SETUPS[given.setup]
    say(f"\n## {setup}: {given.rate:g} posts a second, {given.claims} claims\n")
    say("| minute | RSS, MB | descriptors | inbox | outbox | waiting | p50, ms | p99, ms |")
    say("|--:|--:|--:|--:|--:|--:|--:|--:|")
    minutes: list[Minute] = []
    with database(setup) as (folder, url):
        await fill(url, claims)
        async with AsyncExitStack() as stack:
            telegram = await stack.enter_async_context(open_sandbox())
            bots = await stack.enter_async_context(running(setup, telegram, folder, url, PROGRAM))
            engine = await stack.enter_async_context(looking(url))
            crowd = Crowd(telegram, posts, PEOPLE)
            for number in range(1, given.minutes + 1):
                await talk(crowd, given.rate, 60)
                minutes.append(await seen(number, bots, engine, crowd))
                say("| " + " | ".join(f"{value:.0f}" for value in astuple(minutes[-1])) + " |")
            await telegram.wait_for(lambda: not crowd.waiting(), None)
    say(verdict(minutes[WARM_UP:]))


async def talk(crowd: Crowd, rate: float, seconds: float) -> None:
    """Posts at an even pace, whether they are answered or not."""
    started = monotonic()
    for number in range(int(rate * seconds)):
        await asyncio.sleep(max(0, started + number / rate - monotonic()))
        crowd.says()
        crowd.waiting()


async def seen(number: int, bots: Sequence[BotProcess], engine: AsyncEngine, crowd: Crowd) -> Minute:
    """Look at the processes and the tables; latencies are of this minute only."""
    processes = [psutil.Process(bot.pid) for bot in bots]
    async with engine.connect() as connection:
        rows = Counter(
            {
                table.name: await connection.scalar(select(func.count()).select_from(table))
                for table in (inbox, outbox)
            }
        )
    seconds, crowd.seconds = crowd.seconds, []
    p50, p99 = np.percentile(seconds, [50, 99]) * 1000 if seconds else (0, 0)
    return Minute(
        number,
        sum(process.memory_info().rss for process in processes) / 2**20,
        sum(process.num_fds() for process in processes),
        rows["inbox"],
        rows["outbox"],
        crowd.waiting(),
        float(p50),
        float(p99),
    )


@asynccontextmanager
async def looking(url: str) -> AsyncIterator[AsyncEngine]:
    """A second look at the store, beside the bot."""
    engine = create_async_engine(url)
    try:
        yield engine
    finally:
        await engine.dispose()


def verdict(minutes: Sequence[Minute]) -> str:
    """The slopes of what must not grow, an hour."""
    if len(minutes) < 2:
        return "\nToo short for slopes."

    def slope(what: str) -> float:
        values = [getattr(minute, what) for minute in minutes]
        return float(np.polyfit([minute.minute for minute in minutes], values, 1)[0]) * 60

    lines = [f"| {what} | {slope(what):+.1f} |" for what in ("resident", "descriptors", "inbox", "outbox")]
    return "\n".join([f"\n| after {WARM_UP} minutes | an hour |", "|---|--:|", *lines])


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
