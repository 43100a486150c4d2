"""Milliseconds to count the figures of a period in a store with a million checks, and to draw them.

`python -m tests.benchmarks.bench_statistics FOLDER [CHECKS]`: a folder on the disk to be measured; SQLite,
then PostgreSQL. A year of checks, and half a year of questions, three tenths as many. Times are of the best
of three rounds; of drawing, processor time, and the longest that Pillow keeps Python's lock at once, for
which the event loop waits.
"""

import asyncio
import random
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any

from PIL import Image
from sqlalchemy import Table, insert

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
DAYS = (1, 7, 30, 182, 365)


def _checks(count: int, chance: random.Random) -> Iterator[dict[str, Any]]:
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
    await _insert(store, rumours, _rumours())
    await _insert(store, checks, _checks(count, chance))
    await _insert(store, inquiries, _inquiries(count * 3 // 10, chance))


async def _insert(store: Store, table: Table, rows: Iterator[dict[str, Any]]) -> None:
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


def _draw(figures: Figures) -> None:
    """Measure drawing, and the longest call into Pillow that packs the picture."""
    longest = 0.0
    make = Image._getencoder

    class Timed:
        def __init__(self, encoder: Any) -> None:
            self._encoder = encoder

        def __getattr__(self, name: str) -> Any:
            return getattr(self._encoder, name)

        def encode(self, size: int) -> Any:
            nonlocal longest
            started = thread_time()
            packed = self._encoder.encode(size)
            longest = max(longest, thread_time() - started)
            return packed

    told = sheet(figures, texts(Language.KK), NOW)
    times = [_timed(lambda: draw(told)) for _ in range(5)]
    timed: Callable[..., Any] = lambda *given, **named: Timed(make(*given, **named))  # noqa: E731  # as it is replaced
    Image._getencoder = timed
    try:
        draw(told)
    finally:
        Image._getencoder = make
    size = len(draw(told)) // 1024
    sys.stdout.write(
        f"drawing: {1000 * min(times):.0f} ms, {size} KB, at once {1000 * longest:.0f} ms at most\n"
    )


def _timed(work: Callable[[], object]) -> float:
    started = thread_time()
    work()
    return thread_time() - started


async def main(folder: Path, count: int) -> None:
    figures = await _measure("SQLite", f"sqlite+aiosqlite:///{folder}/shynba.db", count)
    _draw(figures)
    with running_server() as server:
        await _measure("PostgreSQL", server.url(server.create_user()), count)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000))
