"""How long a citizen waits, from the post at Telegram to the answer there, at several rates of posts.

    python -m tests.benchmarks.bench_latency --corpora FOLDER [--claims 100000] [--rates 5 20 50] > report.md

Every set-up is measured unless `--setups` names some. A store is filled
once for each kind of database, and the set-ups share it. The sandbox is a loopback server in this process:
what the internet would add is not in the figures.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tests.benchmarks.bench_soak import talk
from tests.benchmarks.bench_throughput import SETUPS
from tests.benchmarks.matching_texts import Sentences
from tests.benchmarks.rig import Crowd, Stores, fresh_sandbox, running
from tests.torture.setups import SetUp

LENGTH = 400  # characters, the median of the posts
PEOPLE = 2_000  # so many that no limit for a chat is met
WARM_UP = 10.0  # seconds at the lowest rate


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--corpora", type=Path, required=True, metavar="FOLDER")
    arguments.add_argument("--claims", type=int, default=100_000, metavar="N")
    arguments.add_argument("--rates", type=float, nargs="+", default=[5, 20, 50], metavar="N")
    arguments.add_argument("--seconds", type=float, default=20, metavar="N", help="at each rate")
    arguments.add_argument("--setups", nargs="+", choices=SETUPS, default=list(SETUPS), metavar="NAME")
    given = arguments.parse_args()
    sentences = Sentences(given.corpora)
    claims = sentences.claims(given.claims)
    count = int(sum(given.rates) * given.seconds + min(given.rates) * WARM_UP)
    posts = [post.text for post in sentences.posts(claims, count, LENGTH)]
    say(f"{given.claims} claims, posts of about {LENGTH} characters, {given.seconds:g} s at each rate\n")
    say("| set-up | posts a second | p50, ms | p99, ms |\n|---|--:|--:|--:|")
    with Stores(claims) as stores:
        for setup in map(SETUPS.__getitem__, given.setups):
            asyncio.run(measure(setup, *stores.of(setup), posts, given.rates, given.seconds))


async def measure(
    setup: SetUp, folder: Path, url: str, posts: Sequence[str], rates: Sequence[float], seconds: float
) -> None:
    """Print a line for each rate."""
    async with fresh_sandbox() as telegram, running(setup, telegram, folder, url):
        crowd = Crowd(telegram, posts, PEOPLE)
        await talk(crowd, min(rates), WARM_UP)
        for rate in rates:
            await telegram.wait_for(lambda: not crowd.waiting(), None)
            crowd.seconds.clear()
            await talk(crowd, rate, seconds)
            await telegram.wait_for(lambda: not crowd.waiting(), None)
            p50, p99 = np.percentile(crowd.seconds, [50, 99]) * 1000
            say(f"| {setup} | {rate:g} | {p50:.0f} | {p99:.0f} |")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
