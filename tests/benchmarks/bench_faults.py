"""A bad day: Telegram refuses, fails, hangs up and dawdles, and the database goes away for half a minute.

    python -m tests.benchmarks.bench_faults [--seconds 120] [--rate 10] [--outage 30] > report.md

A share of all sendings meets a fault, by chance. A rate meter counts what takes effect, and answers 429 to
what goes beyond Telegram's limits: that must not happen. At the end every answer has to be there, in order.
"""

import argparse
import asyncio
import random
import sys
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.sandbox import Call, DroppedError, Fault, Meter, open_sandbox
from bot.sandbox.refusal import RefusalError
from knowledge.store import open_store
from tests.postgresql import Server, running_server
from tests.torture.account import account
from tests.torture.crowd import OWNERS, Crowd
from tests.torture.processes import start
from tests.torture.setups import SetUp, environments
from tests.torture.torture import effects

CITIZENS = 300
SLOW = 2.0  # seconds
# Of a hundred sendings so many meet each of these; `executed` ones take effect all the same.
SHARES = {
    "429": 4,
    "500": 2,
    "500, executed": 2,
    "dropped": 2,
    "dropped, executed": 2,
    "slow": 2,
}


@dataclass
class BadWeather(Fault):
    """Strikes the share of all requests of its method that SHARES tell."""

    chance: random.Random
    struck: Counter[str] = field(default_factory=Counter)

    def meets(self, call: Call) -> bool:
        if call.method != self.method:
            return False
        kinds = [*SHARES, ""]
        (self._kind,) = self.chance.choices(kinds, [*SHARES.values(), 100 - sum(SHARES.values())])
        self.executed = self._kind.endswith("executed")
        if self._kind:
            self.struck[self._kind] += 1
        return bool(self._kind)

    async def strike(self) -> None:
        match self._kind.partition(",")[0]:
            case "429":
                wait = {"retry_after": 1}
                raise RefusalError(429, "Too Many Requests: retry after 1", parameters=wait)
            case "500":
                raise RefusalError(500, "Internal Server Error")
            case "dropped":
                raise DroppedError
            case _:
                await asyncio.sleep(SLOW)


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--seconds", type=float, default=120, metavar="N")
    arguments.add_argument("--rate", type=float, default=10, metavar="N", help="posts a second")
    arguments.add_argument(
        "--outage", type=float, default=30, metavar="N", help="seconds without the database"
    )
    arguments.add_argument("--replicas", type=int, default=2, metavar="N")
    given = arguments.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        server = stack.enter_context(running_server(durable=True))
        asyncio.run(bad_day(given, folder, server))


async def bad_day(given: argparse.Namespace, folder: Path, server: Server) -> None:
    """Print what was struck and what came of it; exits with an error when something was lost."""
    setup = SetUp(webhook=True, postgresql=True, replicas=given.replicas)
    url, chance, meter = server.url(server.create_user()), random.Random(1), Meter()
    owners = ",".join(map(str, OWNERS))
    async with open_sandbox() as telegram, environments(setup, telegram, url, OWNER_IDS=owners) as told:
        telegram.measure(meter)
        weather = BadWeather("sendMessage", None, 0, executed=False, chance=chance)
        telegram.plan(weather)
        crowd = Crowd(telegram, CITIZENS, chance)
        bots = [await start(folder, each) for each in told]
        try:
            outage = asyncio.create_task(away(server, given.seconds / 3, given.outage))
            for _ in range(int(given.rate * given.seconds)):
                crowd.says_something()
                await asyncio.sleep(1 / given.rate)
            await outage
            await telegram.wait_for(lambda: not crowd.waiting(), None)
        finally:
            await asyncio.gather(*(bot.stop() for bot in bots))
    async with open_store(url, read_only=True) as store, store.begin() as transaction:
        counts = await transaction.inbox.counts(telegram.me["id"])
    found = account(crowd.said, crowd.heard(), await effects(url), (), counts["dead"])
    executed = sum(times for kind, times in weather.struck.items() if kind.endswith("executed"))
    rows = {
        "updates": len(crowd.said),
        "seconds without the database": given.outage,
        **{f"sendings that met: {kind}": times for kind, times in sorted(weather.struck.items())},
        "updates lost": found.lost,
        "effects missing or doubled": found.effects_missing + found.effects_doubled,
        "answers out of order in their chat": found.out_of_order,
        "updates given up": found.left_over,
        "times that a limit of Telegram's was exceeded": len(meter.refused),
        f"answers sent twice (at most {executed}: executed, but told otherwise)": found.doubled,
    }
    say(f"\n## {setup}: {given.rate:g} updates a second for {given.seconds:g} seconds\n")
    say("\n".join(["| what | |", "|---|--:|", *(f"| {what} | {times} |" for what, times in rows.items())]))
    held = not (found.lost or found.effects_missing or found.effects_doubled or found.out_of_order)
    if not held or found.left_over or meter.refused or found.doubled > executed:
        sys.exit("something that must not happen did")


async def away(server: Server, after: float, seconds: float) -> None:
    """Crash the database, and start it again."""
    await asyncio.sleep(after)
    await asyncio.to_thread(server.crash)
    await asyncio.sleep(seconds)
    await asyncio.to_thread(server.start)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
