"""How many posts a second are answered with a full store, beside a stock echo bot in the same run.

    python -m tests.benchmarks.bench_throughput --corpora FOLDER [--claims 100000] [--posts 500] > report.md

FOLDER holds *.txt.gz, one realistic sentence a line: claims and posts are made of them. Every set-up is
measured unless `--setups` names some; with 100,000 claims that is some minutes, most of them for starting.
A store is filled once for each kind of database, and the set-ups share it. The posts come all at once, each
from a chat of its own, and the clock stops at the last answer. The bots take turns for several rounds, as the
machine may be busy with other things. The peer is python-telegram-bot's own `run_polling` with one handler
that sends the text back: no store, nothing looked up, and what it has in hand dies with it.

The sandbox is in this process and takes as much of the machine as a bot does, so each rate is that of the
pair. The processor time of an answer is the bots' alone, all processes together; what matching has of it is
the time by the clock that their metrics tell, which is the same on a machine that does nothing else. The
ceiling is what the sandbox gives a client that does nothing but send.
"""

import argparse
import asyncio
import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from statistics import median
from time import monotonic

from bot.sandbox import Telegram, open_sandbox
from tests.benchmarks.matching_texts import Sentences
from tests.benchmarks.rig import Crowd, Stores, cpu_seconds, fresh_sandbox, matching_seconds, running
from tests.torture.processes import BOT, BotProcess
from tests.torture.setups import POLLING, WEBHOOK, SetUp

LENGTH = 400  # characters, the median of the posts
WARM_UP = 50  # posts
OURS = "ours"
ECHO = ("-m", "tests.benchmarks.echo_bot")
LANES = 8  # of the client that does nothing but send
SETUPS = {
    "polling": POLLING,
    "webhook": WEBHOOK,
    "postgresql": SetUp(webhook=True, postgresql=True),
    "replicas-2": SetUp(webhook=True, postgresql=True, replicas=2),
    "replicas-3": SetUp(webhook=True, postgresql=True, replicas=3),
}


@dataclass(frozen=True, slots=True)
class Rival:
    """A bot that is up, with a Telegram of its own."""

    name: str
    telegram: Telegram
    bots: Sequence[BotProcess]


@dataclass(frozen=True, slots=True)
class Result:
    """Answers a second; for each, milliseconds of the bot's processor time and of its matching."""

    rate: float
    cpu: float
    matching: float


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--corpora", type=Path, required=True, metavar="FOLDER")
    arguments.add_argument("--claims", type=int, default=100_000, metavar="N")
    arguments.add_argument("--posts", type=int, default=500, metavar="N", help="in a round")
    arguments.add_argument("--rounds", type=int, default=3, metavar="N")
    arguments.add_argument("--setups", nargs="+", choices=SETUPS, default=list(SETUPS), metavar="NAME")
    given = arguments.parse_args()
    sentences = Sentences(given.corpora)
    claims = sentences.claims(given.claims)
    posts = [post.text for post in sentences.posts(claims, WARM_UP + given.rounds * given.posts, LENGTH)]
    say(f"{given.claims} claims, {given.rounds} rounds of {given.posts} posts of about {LENGTH} characters\n")
    say(f"The sandbox's ceiling: {asyncio.run(ceiling(given.posts)):.0f} sendMessage a second\n")
    say("| set-up | answers a second | echo bot | share | CPU ms an answer | of it matching | echo bot |")
    say("|---|--:|--:|--:|--:|--:|--:|")
    with Stores(claims) as stores:
        for setup in map(SETUPS.__getitem__, given.setups):
            ours, echo = asyncio.run(beside_echo(setup, *stores.of(setup), posts, given.rounds))
            rates = f"{ours.rate:.0f} | {echo.rate:.0f} | {ours.rate / echo.rate:.0%}"
            say(f"| {setup} | {rates} | {ours.cpu:.1f} | {ours.matching:.1f} | {echo.cpu:.1f} |")


async def beside_echo(
    setup: SetUp, folder: Path, url: str, posts: Sequence[str], rounds: int
) -> tuple[Result, Result]:
    """Medians of ours and of the echo bot."""
    results: dict[str, list[Result]] = defaultdict(list)
    async with AsyncExitStack() as stack:
        rivals = [
            await stack.enter_async_context(rival(OURS, setup, folder, url)),
            await stack.enter_async_context(rival("echo", POLLING, folder, url, ECHO)),
        ]
        for one in rivals:
            await race(one, posts[:WARM_UP])
        size = len(posts[WARM_UP:]) // rounds
        for number in range(rounds):  # with other posts each, as words that were read before cost less
            fresh = posts[WARM_UP + number * size :][:size]
            for one in rivals[:: 1 if number % 2 else -1]:
                results[one.name].append(await race(one, fresh))
    return middle(results[OURS]), middle(results["echo"])


@asynccontextmanager
async def rival(
    name: str, setup: SetUp, folder: Path, url: str, program: Sequence[str] = BOT
) -> AsyncIterator[Rival]:
    """A bot of this set-up that waits for posts."""
    async with fresh_sandbox() as telegram, running(setup, telegram, folder, url, program) as bots:
        yield Rival(name, telegram, bots)


async def race(one: Rival, posts: Sequence[str]) -> Result:
    """Give the bot all posts at once and wait for all answers."""
    crowd = Crowd(one.telegram, posts)
    matching = await matching_seconds(one.bots) if one.name == OURS else 0
    cpu, started = cpu_seconds(one.bots), monotonic()
    for _ in posts:
        crowd.says()
    await one.telegram.wait_for(lambda: not crowd.waiting(), None)
    seconds, cpu = monotonic() - started, cpu_seconds(one.bots) - cpu
    matching = await matching_seconds(one.bots) - matching if one.name == OURS else 0
    return Result(len(posts) / seconds, cpu * 1000 / len(posts), matching * 1000 / len(posts))


def middle(results: Sequence[Result]) -> Result:
    return Result(*(median(column) for column in zip(*map(astuple, results), strict=True)))


async def ceiling(requests: int) -> float:
    """Requests a second that the sandbox answers to a client that only writes and reads bytes."""
    async with open_sandbox() as telegram:
        person = telegram.person(1)
        person.says("/start")
        host, _, port = telegram.url.removeprefix("http://").partition(":")
        body = b"chat_id=1&text=" + b"a" * LENGTH
        head = (
            f"POST /bot{telegram.token}/sendMessage HTTP/1.1\r\nHost: {host}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )

        async def lane() -> None:
            reader, writer = await asyncio.open_connection(host, int(port))
            for _ in range(requests // LANES):
                writer.write(head.encode() + body)
                answer = await reader.readuntil(b"\r\n\r\n")
                length = answer.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
                await reader.readexactly(int(length))
            writer.close()

        started = monotonic()
        await asyncio.gather(*(lane() for _ in range(LANES)))
        return requests / (monotonic() - started)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
