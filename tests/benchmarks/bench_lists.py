"""Milliseconds of /latest, /top and /search with 100,000 rebuttals and a million checks, beside plainer ways.

`python -m tests.benchmarks.bench_lists FOLDER --corpora CORPORA`: FOLDER on the disk to be measured, CORPORA
with *.txt.gz of one sentence a line. SQLite, then PostgreSQL; then searching, in processor time, beside
rapidfuzz on the same words. The peers: counting anew whenever somebody asks, and reading all words of all.
"""

import argparse
import asyncio
import random
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from rapidfuzz import fuzz, process

from knowledge.matching import Matcher
from knowledge.models import Claim, Language, Rebuttal, Source, Verdict
from knowledge.store import Store, open_store
from knowledge.store.schema import checks
from tests.benchmarks.bench_statistics import NOW, checks_of, fill_table
from tests.benchmarks.matching_texts import Sentences, Text
from tests.postgresql import running_server

PAGE = 5
ROUNDS = 20
AT_ONCE = 1_000  # rebuttals that are published on one day
DEEP = 1_000  # a page that nobody turns to
SEARCHES, FEW = 300, 20  # the peer takes long
WORDS, LETTERS = 3, 6  # of a search: so many words of so many letters or more


def _rebuttal(number: int, claim: str) -> Rebuttal:
    return Rebuttal(
        id=f"rebuttal-{number}",
        verdict=Verdict.FALSE,
        claims=(Claim(claim, Language.RU),),
        summary={Language.RU: "Это неправда."},
        source=Source("Министерство", "https://example.kz/", "2026-01"),
    )


async def _fill(store: Store, claims: Sequence[Text], count: int) -> None:
    await store.migrate()
    for start in range(0, len(claims), AT_ONCE):
        some = [_rebuttal(start + at, each.text) for at, each in enumerate(claims[start : start + AT_ONCE])]
        async with store.begin() as transaction:
            at = NOW - timedelta(days=(len(claims) - start) // AT_ONCE)
            await transaction.rebuttals.save_all(some, now=at)
    await fill_table(store, checks, checks_of(count, random.Random(1)))


async def _lists(name: str, url: str, claims: Sequence[Text], count: int) -> None:
    async with open_store(url) as store:
        await _fill(store, claims, count)
        async with store.begin() as transaction:
            counted = await transaction.circulation.now(NOW)
            ways: dict[str, Callable[[], Awaitable[object]]] = {
                "/latest": lambda: transaction.rebuttals.newest(PAGE + 1),
                f"/latest, page {DEEP}": lambda: transaction.rebuttals.newest(PAGE + 1, skip=DEEP * PAGE),
                "/top, counted before": lambda: transaction.circulation.read(counted[:PAGE]),
                "/top, counting anew": lambda: transaction.circulation.now(NOW),
            }
            for what, way in ways.items():
                sys.stdout.write(f"{name}, {what}: {1000 * await _best(way):.1f} ms\n")


async def _best(way: Callable[[], Awaitable[object]]) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        started = perf_counter()
        await way()
        best = min(best, perf_counter() - started)
    return best


def _searches(claims: Sequence[Text]) -> None:
    """Look for three longer words of a claim, in processor time; how often the claim is among the five."""
    matcher = Matcher()
    matcher.load(_rebuttal(number, claim.text) for number, claim in enumerate(claims))
    chance = random.Random(5)
    keys = [claim.key for claim in claims]
    sought = []
    for number in chance.sample(range(len(claims)), SEARCHES):
        longer = [word for word in claims[number].text.split() if len(word) >= LETTERS]
        if len(longer) >= WORDS:
            sought.append((number, " ".join(chance.sample(longer, WORDS))))
    times, found = [], 0
    for number, words in sought:
        started = process_time()
        near = matcher.search(words, PAGE)
        times.append(process_time() - started)
        found += f"rebuttal-{number}" in {known.id for known in near}
    own = median(times)
    slowest = sorted(times)[len(times) * 99 // 100]
    sys.stdout.write(
        f"/search among {len(claims)}: {1000 * own:.1f} ms, {1000 * slowest:.1f} ms at the 99th percentile, "
        f"its claim among the first {PAGE}: {found / len(sought):.0%}\n"
    )
    started = process_time()
    for _, words in sought[:FEW]:
        process.extract(words, keys, scorer=fuzz.token_set_ratio, limit=PAGE)
    peer = (process_time() - started) / FEW
    sys.stdout.write(f"rapidfuzz over all of them: {1000 * peer:.0f} ms, {peer / own:.0f} times as long\n")


async def main(folder: Path, corpora: Path, rebuttals: int, count: int) -> None:
    """Measure all of it and print a line each."""
    claims = Sentences(corpora).claims(rebuttals)
    await _lists("SQLite", f"sqlite+aiosqlite:///{folder}/shynba.db", claims, count)
    with running_server() as server:
        await _lists("PostgreSQL", server.url(server.create_user()), claims, count)
    _searches(claims)


if __name__ == "__main__":
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    given.add_argument("folder", type=Path)
    given.add_argument("--corpora", type=Path, required=True)
    given.add_argument("--rebuttals", type=int, default=100_000)
    given.add_argument("--checks", type=int, default=1_000_000)
    chosen = given.parse_args()
    asyncio.run(main(chosen.folder, chosen.corpora, chosen.rebuttals, chosen.checks))
