"""Ten thousand updates while the bot's processes are killed a hundred times, in each way to run it.

    python -m tests.benchmarks.bench_torture [--updates 10000] [--kills 100] [--seed 1] > report.md

Prints a table for each: what was lost, doubled or out of order (all 0, or the run fails), and the deaths.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bot.sandbox import open_sandbox
from tests.postgresql import running_server
from tests.torture.account import Account
from tests.torture.setups import POLLING, REPLICAS, WEBHOOK, SetUp
from tests.torture.torture import Size, Torture, prepared

CITIZENS = 400
SETUPS = {"polling": POLLING, "webhook": WEBHOOK, "replicas": REPLICAS}


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--updates", type=int, default=10_000, metavar="N")
    arguments.add_argument("--kills", type=int, default=100, metavar="N")
    arguments.add_argument("--seed", type=int, default=1, metavar="N")
    arguments.add_argument("--setups", nargs="+", choices=SETUPS, default=list(SETUPS), metavar="NAME")
    given = arguments.parse_args()
    size = Size(given.updates, given.kills, CITIZENS)
    clean = True
    for name in given.setups:
        clean &= asyncio.run(tortured(SETUPS[name], size, given.seed))
    if not clean:
        sys.exit("something that must not happen did")


async def tortured(setup: SetUp, size: Size, seed: int) -> bool:
    """Torture one set-up, print what came of it, and say whether it held."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite+aiosqlite:///{folder}/shynba.db"
        if setup.postgresql:
            server = stack.enter_context(running_server())
            url = server.url(server.create_user())
        started = time.monotonic()
        async with open_sandbox() as telegram, prepared(setup, telegram, url, folder, size, seed) as torture:
            found = await torture.run()
        print(report(setup, size, torture, found, time.monotonic() - started), flush=True)  # noqa: T201
        return found.is_clean


def report(setup: SetUp, size: Size, torture: Torture, found: Account, seconds: float) -> str:
    """The table of one set-up."""
    causes = ", ".join(f"{why} {times}" for why, times in sorted(torture.causes.items()))
    rows = {
        "updates": size.updates,
        "processes killed": len(torture.deaths),
        "… at": causes,
        "updates lost": found.lost,
        "effects missing": found.effects_missing,
        "effects doubled": found.effects_doubled,
        "answers out of order in their chat": found.out_of_order,
        "given up": found.left_over,
        "answers sent twice": found.doubled,
        "… of these without a kill around them": found.unexplained,
        "seconds": round(seconds),
    }
    lines = [f"\n## {setup}\n", "| what | |", "|---|--:|", *(f"| {a} | {b} |" for a, b in rows.items())]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
