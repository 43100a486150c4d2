"""The rig of the running benchmarks: a sandbox here, bots in their own processes, a store full of claims."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import psutil
from prometheus_client.parser import text_string_to_metric_families

from bot.sandbox import Telegram, open_sandbox
from knowledge.models import Claim, Language, Rebuttal, Source, Verdict
from knowledge.store import open_store
from tests.benchmarks.matching_texts import Text
from tests.postgresql import running_server
from tests.torture.processes import BOT, BotProcess, start
from tests.torture.setups import SetUp, environments, free_ports

PORTION = 2_000  # rebuttals in a transaction
# A store that has served one set-up must not take the updates of the next one for the same again, nor a post
# for one that the same person had an answer to: message ids begin anew in each sandbox.
FIRST_UPDATES = count(1, 1_000_000)
FIRST_PERSONS = count(100_001, 1_000_000)


@contextmanager
def database(setup: SetUp) -> Iterator[tuple[Path, str]]:
    """A folder, and the address of an empty store that is gone when the block ends."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        if not setup.postgresql:
            yield folder, f"sqlite+aiosqlite:///{folder}/shynba.db"
            return
        server = stack.enter_context(running_server(durable=True))
        yield folder, server.url(server.create_user())


class Stores(ExitStack):
    """A store full of claims for each kind of database: made when it is first asked for, then shared."""

    def __init__(self, claims: Sequence[Text]) -> None:
        super().__init__()
        self._claims = claims
        self._made: dict[bool, tuple[Path, str]] = {}

    def of(self, setup: SetUp) -> tuple[Path, str]:
        """A folder, and the address of the store for this set-up."""
        if setup.postgresql not in self._made:
            folder, url = self.enter_context(database(setup))
            asyncio.run(fill(url, self._claims))
            self._made[setup.postgresql] = folder, url
        return self._made[setup.postgresql]


@asynccontextmanager
async def fresh_sandbox() -> AsyncIterator[Telegram]:
    """A Telegram whose updates no store of this run has seen."""
    async with open_sandbox() as telegram:
        telegram.next_update_id = next(FIRST_UPDATES)
        yield telegram


async def fill(url: str, claims: Sequence[Text]) -> None:
    """Save a rebuttal for each claim."""
    now = datetime.now(UTC)
    async with open_store(url) as store:
        await store.migrate()
        for first in range(0, len(claims), PORTION):
            portion = [
                _rebuttal(number, claim.text)
                for number, claim in enumerate(claims[first : first + PORTION], first)
            ]
            async with store.begin() as transaction:
                await transaction.rebuttals.save_all(portion, now=now)


@asynccontextmanager
async def running(
    setup: SetUp, telegram: Telegram, folder: Path, url: str, program: Sequence[str] = BOT, **settings: str
) -> AsyncIterator[list[BotProcess]]:
    """The processes of a bot, up and waiting for posts."""
    if not setup.webhook:  # which has one anyway
        settings = {"LISTEN": f"127.0.0.1:{free_ports(1)[0]}", **settings}
    async with environments(setup, telegram, url, **settings) as told:
        known = len(telegram.calls.of("getMe"))
        bots = [await start(folder, each, program=program) for each in told]
        try:
            await telegram.wait_for(lambda: len(telegram.calls.of("getMe")) >= known + len(bots), None)
            yield bots
        finally:
            await asyncio.gather(*(bot.stop() for bot in bots))


class Crowd:
    """People who send posts: so many that no limit for a chat holds anybody up, unless told otherwise."""

    def __init__(self, telegram: Telegram, posts: Sequence[str], people: int = 1_000_000) -> None:
        self._telegram = telegram
        self._posts = posts
        self._first = next(FIRST_PERSONS)
        self._people = people
        self._spoke = 0
        self._waiting: dict[tuple[int, int], float] = {}
        self.seconds: list[float] = []  # from each post to its answer

    def says(self) -> None:
        """The next one of them sends the next post."""
        person = self._telegram.person(self._first + self._spoke % self._people, language_code="ru")
        message = person.says(self._posts[self._spoke % len(self._posts)])
        self._waiting[person.id, message.id] = time.monotonic()
        self._spoke += 1

    def waiting(self) -> int:
        """How many posts have no answer yet. Forgets what the journal says of the others."""
        calls = self._telegram.calls
        for call in calls:
            if call.method == "sendMessage" and call.ok:
                post = (call.chat, call.params["reply_parameters"]["message_id"])
                if post in self._waiting:
                    self.seconds.append(call.at - self._waiting.pop(post))
        calls[:] = [call for call in calls if not call.answered]
        return len(self._waiting)


def _rebuttal(number: int, text: str) -> Rebuttal:
    summary = {Language.RU: "Официально это не подтвердилось: так ответили в ведомстве на запрос."}
    source = Source("benchmark", "https://example.org/", "2025-04")
    return Rebuttal(f"claim-{number}", Verdict.FALSE, (Claim(text, Language.RU),), summary, source)


async def matching_seconds(bots: Sequence[BotProcess]) -> float:
    """Time that the processes have spent on judging posts so far, as their own metrics say."""
    seconds = 0.0
    async with httpx.AsyncClient(trust_env=False) as client:
        for bot in bots:
            page = await client.get(f"http://{bot.environment['LISTEN']}/metrics")
            samples = [
                sample for family in text_string_to_metric_families(page.text) for sample in family.samples
            ]
            seconds += sum(sample.value for sample in samples if sample.name == "shynba_match_seconds_sum")
    return seconds


def cpu_seconds(bots: Sequence[BotProcess]) -> float:
    """Processor time that the processes have used so far."""
    times = [psutil.Process(bot.pid).cpu_times() for bot in bots]
    return float(sum(each.user + each.system for each in times))
