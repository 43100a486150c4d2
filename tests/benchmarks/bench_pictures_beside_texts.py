"""How long texts wait while pictures are read: with 20 pictures in work, and without, in turns in one run.

    python -m tests.benchmarks.bench_pictures_beside_texts [--rate 5] [--seconds 20] [--rounds 3] > report.md

A bot with the starter rebuttals on SQLite, and the sandbox in this process. People send screenshots, so that
20 always wait or are read, while others send texts.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np

from bot.sandbox import Telegram
from tests.benchmarks.rig import Crowd, fresh_sandbox, running
from tests.knowledge.media.screenshots import light, phone
from tests.torture.setups import POLLING

PEOPLE = 2_000  # so many that no limit for a chat is met
PICTURES = 20  # in work
RUMOURS = (
    "Казахстан готовится к войне с Россией",
    "Қазақстан Ресеймен соғысқа дайындалып жатыр",
    "Завтра во всём городе отключат горячую воду на две недели, предупредите соседей",
    "Мама сказала купить хлеб и молоко по дороге домой, не забудь",
)
FIRST_SENDER = 900_001


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--rate", type=float, default=5, metavar="N", help="texts a second")
    arguments.add_argument("--seconds", type=float, default=20, metavar="N", help="of each part")
    arguments.add_argument("--rounds", type=int, default=3, metavar="N")
    given = arguments.parse_args()
    asyncio.run(measure(given.rate, given.seconds, given.rounds))


async def measure(rate: float, seconds: float, rounds: int) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite+aiosqlite:///{folder}/shynba.db"
        async with fresh_sandbox() as telegram, running(POLLING, telegram, folder, url):
            crowd, screenshots = Crowd(telegram, RUMOURS, PEOPLE), Screenshots(telegram)
            await _texts(telegram, crowd, rate, 5)
            found: dict[str, list[float]] = {"without": [], "with": []}
            for _ in range(rounds):
                for part, pictures in (("without", 0), ("with", PICTURES)):
                    crowd.seconds.clear()
                    await _texts(telegram, crowd, rate, seconds, screenshots, pictures)
                    found[part] += crowd.seconds
                await telegram.wait_for(lambda: screenshots.in_work() == 0, None)
    _report(found, screenshots.read)


class Screenshots:
    """People who send one picture each; how many have no answer yet."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._drawn = self._drawing()
        self._senders = count(FIRST_SENDER)
        self._waiting: list[int] = []
        self.read = 0

    def keep(self, number: int) -> None:
        """Send as many as are missing."""
        for _ in range(number - self.in_work()):
            person = next(self._senders)
            self._telegram.person(person, language_code="ru").sends_photo(content=next(self._drawn))
            self._waiting.append(person)

    def in_work(self) -> int:
        unread = [each for each in self._waiting if not self._is_answered(each)]
        self.read += len(self._waiting) - len(unread)
        self._waiting = unread
        return len(unread)

    def _is_answered(self, person: int) -> bool:
        said = [event.what.get("text", "") for event in self._telegram.person(person).events]
        return any(not text.startswith("👀") for text in said)

    @staticmethod
    def _drawing() -> Iterator[bytes]:
        chance = Random(7)
        drawn = [style(text, chance) for style in (light, phone) for text in RUMOURS]
        while True:
            yield from drawn


async def _texts(
    telegram: Telegram,
    crowd: Crowd,
    rate: float,
    seconds: float,
    screenshots: Screenshots | None = None,
    pictures: int = 0,
) -> None:
    """Send texts at an even rate, whatever is answered meanwhile, and wait for the answers."""
    began = time.monotonic()
    for number in range(int(rate * seconds)):
        if screenshots is not None:
            screenshots.keep(pictures)
        await asyncio.sleep(max(0, began + number / rate - time.monotonic()))
        crowd.says()
        crowd.waiting()
    await telegram.wait_for(lambda: not crowd.waiting(), None)


def _report(found: dict[str, list[float]], read: int) -> None:
    percentiles = {part: np.percentile(waits, [50, 99]) * 1000 for part, waits in found.items()}
    lines = ["| texts | p50, ms | p99, ms |", "|---|--:|--:|"]
    lines += [f"| {part} pictures | {p50:.0f} | {p99:.0f} |" for part, (p50, p99) in percentiles.items()]
    p50, p99 = percentiles["with"] / percentiles["without"]
    lines += [f"| ratio | {p50:.2f} | {p99:.2f} |", "", f"{read} pictures were read meanwhile."]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
