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
# Answering takes about so many seconds an update. Who is to die at random does so within the time of two
# lives; who was not met by the death meant for it, within that of ten, dies at random as well.
SECONDS_AN_UPDATE = 0.05
SOON, PATIENCE = 2, 10
# Updates that share a transaction, about; sendings share fewer, and there is one for every update.
SHARED = 12
EVERYTHING = 1_000_000  # deeds; more than any run does
STILLBORN = 0.1  # of those who die at random do so while they start


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
        self._fates = cycle(self._chance.sample(fates := _fates(told[0]), len(fates)))
        self._fate_of: dict[BotProcess, str] = {}  # of those alive and dead, what was meant to kill them
        self._alive: dict[int, BotProcess] = {}
        self._clients: dict[tuple[str, int], BotProcess] = {}
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

    def _ahead(self) -> int:
        """Updates that have to be answered before the next death: they are spread over all that is said."""
        return len(self.deaths) * self._size.life - len(self._crowd.said) + self._crowd.waiting()

    def _may_die(self) -> bool:
        return len(self.deaths) < self._size.kills and self._ahead() <= self._size.life

    async def _live(self, number: int) -> None:
        """Start the process again whenever it was killed; every kind of death has its turn."""
        while not self._over:
            fate = next(self._fates)
            failpoint = self._failpoint(fate) if len(self.deaths) < self._size.kills else None
            process = await start(self._folder, self._told[number], failpoint)
            self._alive[number], self._fate_of[process] = process, fate
            async with self._last_resort(process, fate):
                code = await process.ended()
            if self._over:
                return
            assert code == -signal.SIGKILL, (
                f"a bot ended with {code}, its last words are in {self._folder}/log"
            )
            self.deaths.append(Death(process.killed_by or fate, len(self._crowd.heard())))

    def _failpoint(self, fate: str) -> Failpoint | None:
        if fate not in set(Moment):
            return None
        transactions = (self._size.life + max(0, self._ahead())) // SHARED
        return Failpoint(Moment(fate), self._chance.randint(1, max(2, transactions)))

    @asynccontextmanager
    async def _last_resort(self, process: BotProcess, fate: str) -> AsyncIterator[None]:
        """Kill the process at a random moment: soon if that is its fate, else when nothing else did."""
        end = asyncio.create_task(self._die_at_random(process, fate, len(self._telegram.calls.of("getMe"))))
        try:
            yield
        finally:
            end.cancel()

    async def _die_at_random(self, process: BotProcess, fate: str, starts: int) -> None:
        at_random = fate == AT_RANDOM
        if not at_random or self._chance.random() > STILLBORN:
            await self._telegram.wait_for(lambda: len(self._telegram.calls.of("getMe")) > starts, None)
        while True:
            await self._telegram.wait_for(self._may_die, None)
            life = self._size.life * SECONDS_AN_UPDATE
            await asyncio.sleep(self._chance.uniform(0, SOON * life) if at_random else PATIENCE * life)
            if self._may_die():
                process.kill(AT_RANDOM)

    def _plan_strikes(self) -> None:
        """A message is sent for each update, and updates are confirmed a batch at a time."""
        self._plan("sendMessage", BEFORE_SEND, self._size.life, executed=False)
        self._plan("sendMessage", AFTER_SEND, self._size.life, executed=True)
        self._plan("getUpdates", BEFORE_CONFIRM, max(2, self._size.life // SHARED), executed=False)

    def _plan(self, method: str, why: str, within: int, *, executed: bool) -> None:
        def counts(call: Call) -> bool:
            process = self._whose(call.client) if self._may_die() and self._confirms(call) else None
            return process is not None and self._fate_of[process] == why

        self._telegram.plan(Strike(method, None, 1, executed, why, self._kill, self._chance, within, counts))

    def _confirms(self, call: Call) -> bool:
        """A getUpdates counts when Telegram is to forget updates at it."""
        pending = self._telegram.pending
        return call.method != "getUpdates" or (
            bool(pending) and call.params.get("offset", 0) > pending[0]["update_id"]
        )

    def _kill(self, client: tuple[str, int], why: str) -> None:
        if process := self._whose(client):
            process.kill(why)

    def _whose(self, client: tuple[str, int]) -> BotProcess | None:
        """The process that a connection comes from; looked up once, as that takes milliseconds."""
        known = self._clients.get(client)
        if known is None or not known.lives:
            alive = [process for process in self._alive.values() if process.lives]
            known = next((process for process in alive if client[1] in _ports(process.pid)), None)
            if known is not None:
                self._clients[client] = known
        return known

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


def _fates(told: Mapping[str, str]) -> list[str]:
    """Every kind of death that this set-up can die."""
    confirms = [] if "WEBHOOK_URL" in told else [BEFORE_CONFIRM]
    return [AT_RANDOM, BEFORE_SEND, AFTER_SEND, *confirms, *Moment]


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
