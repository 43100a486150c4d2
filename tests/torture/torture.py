"""The torture itself: a crowd talks while the bot's processes are killed and started again."""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import psutil

from bot.sandbox import Call, Telegram
from knowledge.store import open_store
from tests.torture.account import Account, Death, account
from tests.torture.crowd import OWNERS, Crowd
from tests.torture.failpoints import Failpoint, Moment
from tests.torture.processes import BotProcess, start
from tests.torture.setups import SetUp, environments
from tests.torture.strikes import Strike

AT_RANDOM, BEFORE_CONFIRM = "at random", "before confirm"
BEFORE_SEND, AFTER_SEND = "before send", "after send"

BACKLOG = 60  # messages without an answer before the crowd waits
AT_ONCE = 20  # messages that may come in one burst
# A process that is to die at a random moment does so within so many seconds for each update that a life has
# on average: twice the time that answering them takes.
SECONDS_AN_UPDATE = 0.1
EVERYTHING = 1_000_000  # deeds; more than any run does
STILLBORN = 0.1  # of the processes may die at random while they start
PATIENT = 0.75  # of the others wait ten times as long for a random death, so that they meet a named one first


@dataclass(frozen=True, slots=True)
class Size:
    """How much is said by how many, and how many processes have to die meanwhile."""

    updates: int
    kills: int
    citizens: int

    @property
    def life(self) -> int:
        """Updates that are answered between two deaths."""
        return self.updates // self.kills


@asynccontextmanager
async def prepared(
    setup: SetUp, telegram: Telegram, database_url: str, folder: Path, size: Size, seed: int
) -> AsyncIterator["Torture"]:
    """A torture of this set-up that can be run; nothing of it outlives the block."""
    owners = ",".join(map(str, OWNERS))
    async with environments(setup, telegram, database_url, OWNER_IDS=owners) as told:
        torture = Torture(telegram, told, folder, size, seed)
        try:
            yield torture
        finally:
            await torture.end()


class Torture:
    """One run; `deaths` says who was killed at what."""

    def __init__(
        self, telegram: Telegram, told: Sequence[Mapping[str, str]], folder: Path, size: Size, seed: int
    ) -> None:
        self._telegram = telegram
        self._told = told
        self._folder = folder
        self._size = size
        self._chance = random.Random(seed)
        self._crowd = Crowd(telegram, size.citizens, self._chance)
        self._moments = cycle(self._chance.sample(list(Moment), len(Moment)))
        self._alive: dict[int, BotProcess] = {}
        self._over = False
        self.deaths: list[Death] = []

    @property
    def causes(self) -> Counter[str]:
        """How often which kind of death was died."""
        return Counter(death.why for death in self.deaths)

    async def run(self) -> Account:
        """Return what it showed. ExceptionGroup of AssertionError when a bot ends by itself."""
        self._plan_strikes()
        async with asyncio.TaskGroup() as tasks:
            for number in range(len(self._told)):
                tasks.create_task(self._live(number))
            await self._talk()
            await self._telegram.wait_for(self._is_done, None)
            left_over = await self._given_up()
            await self.end()
        return account(
            self._crowd.said, self._crowd.heard(), await effects(self._database), self.deaths, left_over
        )

    async def end(self) -> None:
        """Stop all processes."""
        self._over = True
        await asyncio.gather(*(process.stop() for process in self._alive.values()))

    def _is_done(self) -> bool:
        return not self._crowd.waiting() and len(self.deaths) >= self._size.kills

    async def _talk(self) -> None:
        """Say everything, as fast as the backlog allows."""
        while (said := len(self._crowd.said)) < self._size.updates:
            await self._telegram.wait_for(lambda: self._crowd.waiting() < BACKLOG, None)
            for _ in range(min(self._chance.randint(1, AT_ONCE), self._size.updates - said)):
                self._crowd.says_something()

    def _may_die(self) -> bool:
        """Deaths are spread evenly over all that is said."""
        lives = (len(self._crowd.said) - self._crowd.waiting()) / self._size.life
        return len(self.deaths) < min(self._size.kills, lives + 1)

    async def _live(self, number: int) -> None:
        """Start the process again whenever it was killed."""
        while not self._over:
            failpoint = self._failpoint() if self._may_die() else None
            process = await start(self._folder, self._told[number], failpoint)
            self._alive[number] = process
            async with self._fate(process):
                code = await process.ended()
            if self._over:
                return
            assert code == -signal.SIGKILL, (
                f"a bot ended with {code}, its last words are in {self._folder}/log"
            )
            why = process.killed_by or str(failpoint and failpoint.moment)
            self.deaths.append(Death(why, len(self._crowd.heard())))

    def _failpoint(self) -> Failpoint:
        """Transactions are far fewer than updates, which share them."""
        return Failpoint(next(self._moments), self._chance.randint(1, max(2, self._size.life // 12)))

    @asynccontextmanager
    async def _fate(self, process: BotProcess) -> AsyncIterator[None]:
        """Kill the process at a random moment, if it lives so long."""
        fate = asyncio.create_task(self._die_at_random(process, len(self._telegram.calls.of("getMe"))))
        try:
            yield
        finally:
            fate.cancel()

    async def _die_at_random(self, process: BotProcess, starts: int) -> None:
        patient = False
        if self._chance.random() > STILLBORN:
            patient = self._chance.random() < PATIENT
            await self._telegram.wait_for(lambda: len(self._telegram.calls.of("getMe")) > starts, None)
        while True:
            await self._telegram.wait_for(self._may_die, None)
            longest = self._size.life * SECONDS_AN_UPDATE * (10 if patient else 1)
            await asyncio.sleep(self._chance.uniform(0, longest))
            if self._may_die():
                process.kill(AT_RANDOM)

    def _plan_strikes(self) -> None:
        def plan(method: str, why: str, *, executed: bool) -> None:
            within = 8 * self._size.life if method == "sendMessage" else 2 * self._size.life
            strike = Strike(
                method, None, 1, executed, why, self._kill, self._chance, within, self._may_strike
            )
            self._telegram.plan(strike)

        plan("sendMessage", BEFORE_SEND, executed=False)
        plan("sendMessage", AFTER_SEND, executed=True)
        plan("getUpdates", BEFORE_CONFIRM, executed=False)

    def _may_strike(self, call: Call) -> bool:
        """A getUpdates counts when Telegram is to forget updates at it."""
        pending = self._telegram.pending
        confirms = bool(pending) and call.params.get("offset", 0) > pending[0]["update_id"]
        return self._may_die() and (call.method != "getUpdates" or confirms)

    def _kill(self, client: tuple[str, int], why: str) -> None:
        for process in self._alive.values():
            if process.lives and client[1] in _ports(process.pid):
                process.kill(why)

    async def _given_up(self) -> int:
        """Wait until nothing in the store is open; return how much was given up."""
        while (rows := await self._rows())["open"]:  # noqa: ASYNC110  # another process's rows have no event
            await asyncio.sleep(0.1)
        return rows["dead"]

    async def _rows(self) -> Counter[str]:
        async with open_store(self._database, read_only=True) as store, store.begin() as transaction:
            bot_id = self._telegram.me["id"]
            inbox, outbox = transaction.inbox, transaction.outbox
            return Counter(await inbox.counts(bot_id)) + Counter(await outbox.counts(bot_id))

    @property
    def _database(self) -> str:
        return self._told[0]["DATABASE_URL"]


def _ports(pid: int) -> set[int]:
    try:
        return {connection.laddr.port for connection in psutil.Process(pid).net_connections("tcp")}
    except psutil.NoSuchProcess:
        return set()


async def effects(database_url: str) -> list[str]:
    """The labels under which somebody was appointed, as often as it happened."""
    async with open_store(database_url, read_only=True) as store, store.begin() as transaction:
        deeds = await transaction.audit.latest(EVERYTHING)
    labelled = {"member.appointed", "member.renamed"}  # whoever is appointed again gets another label
    return [deed.details["label"] for deed in deeds if deed.deed in labelled]
