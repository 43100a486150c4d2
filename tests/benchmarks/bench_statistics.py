"""Milliseconds to count the figures of a period in a store with a million checks, and to draw them.

`python -m tests.benchmarks.bench_statistics FOLDER [CHECKS]`: a folder on the disk to be measured; SQLite,
then PostgreSQL. A year of checks, and half a year of questions, three tenths as many. Times are of the best
of three rounds; the picture is drawn in a thread and in a process, beside a loop that beats.
"""

import asyncio
import random
import sys
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Table, insert

from bot.drawing import drawn
from handlers.moderator.sheet import LISTED, sheet
from handlers.texts import texts
from knowledge.figures import Figures
from knowledge.media import draw
from knowledge.models import Kind, Language
from knowledge.periods import Period
from knowledge.store import TOLD, Store, open_store
from knowledge.store.schema import checks, inquiries, rumours
from tests.postgresql import running_server

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAGE = 20_000
PERSONS, REBUTTALS, RUMOURS, TEXTS = 200_000, 2_000, 5_000, 20_000
KINDS = {Kind.VERDICT: 40, Kind.AGREES: 5, Kind.SUGGESTION: 10, Kind.UNKNOWN: 40, TOLD: 5}
TELLS = {Kind.VERDICT, Kind.AGREES, TOLD}
ROUNDS = 8
DAYS = (1, 7, 30, 182, 365)


def checks_of(count: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    """A year of checks of the rebuttals `rebuttal-0` and following."""
    kinds = chance.choices(list(KINDS), list(KINDS.values()), k=count)
    for number, kind in enumerate(kinds):
        yield {
            "at": NOW - timedelta(days=365) * (1 - number / count),
            "person": _person(chance),
            "kind": str(kind),
            "place": 1,
            "rebuttal": f"rebuttal-{chance.randrange(REBUTTALS)}" if kind in TELLS else None,
            "language": "kk",
        }


def _inquiries(count: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Few rumours have most of the questions, as it is; half of the questions are answered."""
    for number in range(count):
        asked = NOW - timedelta(days=180) * (1 - number / count)
        is_told = chance.random() < 1 / 2
        yield {
            "rumour_id": min(RUMOURS, int(chance.paretovariate(0.5))),
            "person": _person(chance),
            "text": "Ертең су болмайды екен " * 5,
            "fingerprint": f"text {chance.randrange(TEXTS)}",
            "asked_at": asked,
            "rebuttal": "rebuttal-1" if is_told else None,
            "settled_at": asked + timedelta(hours=chance.random() * 50) if is_told else None,
        }


def _rumours() -> Iterator[dict[str, Any]]:
    for number in range(1, RUMOURS + 1):
        counts = {"posts": 1, "askers": 1, "channels": 0, "waiting": 1, "heat": 0.0}
        yield {"id": number, "state": "open", **counts, "first_at": NOW, "last_at": NOW}


def _person(chance: random.Random) -> str:
    return f"{chance.randrange(PERSONS):032x}"


async def _fill(store: Store, count: int) -> None:
    chance = random.Random(1)
    await fill_table(store, rumours, _rumours())
    await fill_table(store, checks, checks_of(count, chance))
    await fill_table(store, inquiries, _inquiries(count * 3 // 10, chance))


async def fill_table(store: Store, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    """Insert any number of rows, page by page."""
    page: list[dict[str, Any]] = []
    for row in rows:
        page.append(row)
        if len(page) == PAGE:
            await _written(store, table, page)
            page = []
    if page:
        await _written(store, table, page)


async def _written(store: Store, table: Table, page: list[dict[str, Any]]) -> None:
    async with store.begin() as transaction:
        await transaction._connection.execute(insert(table), page)


async def _measure(name: str, url: str, count: int) -> Figures:
    async with open_store(url) as store:
        await store.migrate()
        await _fill(store, count)
    found = None
    for days in DAYS:
        best = float("inf")
        for _ in range(3):
            started = perf_counter()
            async with open_store(url, read_only=True) as store, store.begin() as transaction:
                period = Period.ending(date(2026, 11, 22), days)
                found = await transaction.statistics.figures(period, now=NOW, top=LISTED)
            best = min(best, perf_counter() - started)
        assert found is not None
        sys.stdout.write(f"{name}, {days} days, {found.totals.checks} checks: {1000 * best:.0f} ms\n")
    assert found is not None
    return found


async def _draw(figures: Figures) -> None:
    """Draw in a thread and in a process, and see for how long the event loop stands still meanwhile."""
    told = sheet(figures, texts(Language.KK), NOW)
    ways: dict[str, Callable[[], Awaitable[bytes]]] = {
        "a thread": lambda: asyncio.to_thread(draw, told),
        "a process": lambda: drawn(told),
    }
    for name, way in ways.items():
        still: list[float] = []
        beating = asyncio.create_task(_beat(still))
        started = perf_counter()
        png = await way()
        for _ in range(1, ROUNDS):
            await way()
        each = (perf_counter() - started) / ROUNDS
        beating.cancel()
        sys.stdout.write(
            f"drawn in {name}: {1000 * each:.0f} ms, {len(png) // 1024} KB, "
            f"the loop stood still for {1000 * max(still):.0f} ms at most\n"
        )


async def _beat(still: list[float]) -> None:
    while True:
        started = perf_counter()
        await asyncio.sleep(0.001)
        still.append(perf_counter() - started - 0.001)


async def main(folder: Path, count: int) -> None:
    figures = await _measure("SQLite", f"sqlite+aiosqlite:///{folder}/shynba.db", count)
    await _draw(figures)
    with running_server() as server:
        await _measure("PostgreSQL", server.url(server.create_user()), count)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000))
