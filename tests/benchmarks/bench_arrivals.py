"""Updates a second into the inbox when those who come together share a commit, beside one commit for each.

`python -m tests.benchmarks.bench_arrivals FOLDER`: a folder on the disk to be measured. PostgreSQL runs here
without fsync, as in the tests, so that its gain is the least that sharing brings.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from time import perf_counter

from bot.clock import utc_now
from bot.intake import Arrivals, raw_update
from bot.trouble import Trouble
from knowledge.store import RawUpdate, Store, open_store
from tests.postgresql import running_server

_UPDATES = 1_000
_ROUNDS = 3
_AT_ONCE = (1, 8, 40)  # 40 is what Telegram opens unless told otherwise
_TEXT = "Казахстан готовится к войне с Россией, перешлите всем! " * 8

Take = Callable[[RawUpdate], Awaitable[object]]


async def measure(name: str, url: str) -> None:
    async with open_store(url) as store:
        await store.migrate()
        door = Arrivals(1, store, utc_now, lambda _: None, Trouble())
        for at_once in _AT_ONCE:
            rates = {"alone": 0.0, "shared": 0.0}
            for _ in range(_ROUNDS):  # by turns: what else the machine does meets both
                rates["alone"] = max(rates["alone"], await _rate(partial(_alone, store), at_once))
                rates["shared"] = max(rates["shared"], await _rate(partial(_shared, door), at_once))
            sys.stdout.write(
                f"{name}, {at_once} at once: {rates['alone']:.0f}/s alone, {rates['shared']:.0f}/s shared, "
                f"{rates['shared'] / rates['alone']:.1f} times\n"
            )


async def _alone(store: Store, update: RawUpdate) -> None:
    async with store.begin() as transaction:
        await transaction.inbox.receive(1, [update], now=utc_now())


async def _shared(door: Arrivals, update: RawUpdate) -> None:
    await door.take([update])


_numbers = iter(range(1, sys.maxsize))


async def _rate(take: Take, at_once: int) -> float:
    waiting = [
        raw_update({"update_id": next(_numbers), "message": {"chat": {"id": number}, "text": _TEXT}})
        for number in range(_UPDATES)
    ]

    async def deliver() -> None:
        while waiting:
            await take(waiting.pop())

    started = perf_counter()
    await asyncio.gather(*(deliver() for _ in range(at_once)))
    return _UPDATES / (perf_counter() - started)


def main(folder: Path) -> None:
    asyncio.run(measure("SQLite", f"sqlite+aiosqlite:///{folder}/arrivals.db"))
    with running_server() as server:
        asyncio.run(measure("PostgreSQL", server.url(server.create_user())))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
