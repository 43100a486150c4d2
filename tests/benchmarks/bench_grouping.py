"""What one more inquiry costs beside 10,000, and a page of the queue: milliseconds of processor time.

Usage: python -m tests.benchmarks.bench_grouping [INQUIRIES]

The posts are those of tests/suite (dev, held, train, rumours), and the suite again with other numbers and
places until there are enough; every third inquiry is a copy. SQLite, as by default; each transaction is
committed. A bare insert into the same file, measured in the same run, says how busy the machine was.
"""

import asyncio
import re
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from random import Random
from statistics import median, quantiles
from typing import Any

from bot.grouping import PORTION, Grouper
from bot.trouble import Trouble
from knowledge.store import Place, Store, open_store
from knowledge.text import fingerprint
from tests.suite import DEV, HELD, TRAIN, load, load_rumours

START = datetime(2026, 1, 1, tzinfo=UTC)
PLACES = ("Алматы", "Астана", "Шымкент", "Қарағанды", "Актобе", "Тараз", "Павлодар", "Атырау")
MEASURED = 200
PAGE = 10


def posts() -> Iterator[str]:
    texts = [post.text for folder in (DEV, HELD, *TRAIN) for post in load(folder).posts]
    texts += [post.text for post in load_rumours()]
    random = Random(1)
    for turn in count():
        for number, post in enumerate(texts):
            yield f"{PLACES[turn % len(PLACES)]}: {_raised(post, turn)}" if turn else post
            if number % 2:
                yield texts[random.randrange(number)]


def _raised(post: str, by: int) -> str:
    """The post with every number that much higher."""

    def raised(digits: re.Match[str]) -> str:
        return str(int(digits[0]) + by)

    return re.sub(r"\d+", raised, post)


async def ask(store: Store, number: int, post: str) -> None:
    async with store.begin() as transaction:
        await transaction.inquiries.add(
            person=f"person {number % 4000}",
            text=post,
            fingerprint=fingerprint(post),
            language=None,
            channel=f"channel {number % 50}" if number % 3 == 0 else None,
            now=START + timedelta(minutes=number),
        )


async def measured(times: int, do: Callable[[int], Coroutine[Any, Any, object]]) -> str:
    spent = []
    for turn in range(times):
        start = time.process_time()
        await do(turn)
        spent.append(1000 * (time.process_time() - start))
    return f"median {median(spent):.2f} ms, 95 of 100 below {quantiles(spent, n=20)[-1]:.2f} ms"


async def main(inquiries: int) -> None:
    source = posts()
    with tempfile.TemporaryDirectory() as folder:
        async with open_store(f"sqlite+aiosqlite:///{folder}/shynba.db") as store:
            await store.migrate()
            lull = asyncio.Event()
            lull.set()
            grouper = Grouper(store, lambda: START + timedelta(minutes=inquiries), Trouble(), lull)
            for number, post in enumerate(islice(source, inquiries)):
                await ask(store, number, post)
            start = time.process_time()
            while await grouper.batch():
                pass
            first = 1000 * (time.process_time() - start) / inquiries
            print(f"the first {inquiries:,}, {PORTION} in a transaction: {first:.2f} ms each")  # noqa: T201  a report

            more = [*islice(source, MEASURED)]

            async def one_more(turn: int) -> None:
                await ask(store, inquiries + turn, more[turn])
                await grouper.batch()

            async def bare(turn: int) -> None:
                async with store.begin() as transaction:
                    await transaction.audit.record("bench", "insert", str(turn), {}, now=START)

            async def pages(_turn: int) -> None:
                async with store.begin() as transaction:
                    *_, last = await transaction.rumours.page(limit=PAGE)
                    page = await transaction.rumours.page(limit=PAGE, after=Place(last.heat, last.id))
                    for rumour in page:
                        await transaction.inquiries.phrasings(rumour.id, limit=3)
                        await transaction.inquiries.channels(rumour.id, limit=3)

            async with store.begin() as transaction:
                rumours = await transaction.rumours.open_count()
                largest = max(each.posts for each in await transaction.rumours.page(limit=inquiries))
            print(f"open rumours: {rumours:,}, the largest of {largest:,} inquiries")  # noqa: T201  same
            print("one more, stored and grouped:", await measured(MEASURED, one_more))  # noqa: T201  same
            print("a bare insert:", await measured(MEASURED, bare))  # noqa: T201  same
            print(f"two pages of {PAGE}, the second with wordings and channels:", await measured(50, pages))  # noqa: T201  same


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if sys.argv[1:] else 10_000))
