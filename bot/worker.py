"""Inbox -> handlers: one transaction holds what an update changes, what is answered, and its done mark."""

import asyncio
import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from telegram import Message, Update
from telegram.ext import Application

from bot.clock import Clock
from bot.gathering import Burst, gathered
from bot.log import wordless
from bot.rounds import LONGEST_REST, Rounds
from bot.trouble import Trouble
from handlers import judge
from handlers.alarms import update_parked
from handlers.asked import leading
from handlers.context import SCENE, Context, Desk, Judged, Scene, Toast
from handlers.errors import apologise
from handlers.group.administrators import claim_in
from handlers.incoming import post_of
from handlers.limits import Allowance, admitted, counts, is_held
from knowledge.models import Kind
from knowledge.store import Store, StoreAwayError, Transaction, Work

LOG = logging.getLogger(__name__)

BATCH = 20  # updates that share one commit; beyond 20 the gain per update is small (research: 1,360-1,620/s)
LEASE = timedelta(seconds=60)
ATTEMPTS = 3
# An update whose process died with it in hand may have caused that, or was only there: a restart loop meets
# the same one again and again, as it is what each process begins with. 3 tries are soon used up by chance.
CRASHES = 10
RETRY_AFTER = timedelta(seconds=2)

Ptb = Application[Any, Context, Any, Any, Any, Any]


@dataclass(slots=True)
class Task:
    """A burst in hand: what was read of it, and why it could not be.

    The routes are given `update`, the one of its updates that says most.
    """

    burst: Burst
    update: Update | None = None
    person: str | None = None  # who caused it
    is_excess: bool = False  # they have sent more than they may
    messages: Sequence[Message] = ()
    judged: Sequence[Judged] = ()
    administers: bool = False
    error: Exception | None = None

    @property
    def work(self) -> Work:
        """The first, which counts the attempts and names the letters."""
        return self.burst.works[0]

    @property
    def waits(self) -> bool:
        """Whether it says nothing that is known, and more of it may come."""
        unknown = bool(self.judged) and all(each.answer.kind is Kind.UNKNOWN for each in self.judged)
        return self.burst.more_until is not None and unknown


Handled = tuple[Task, Scene]


class Worker(Rounds):
    """Handles updates in order of their chat; `committed` gets the toasts to send after each commit."""

    def __init__(
        self,
        store: Store,
        ptb: Ptb,
        desk: Desk,
        clock: Clock,
        committed: Callable[[list[Toast]], Awaitable[None]],
        trouble: Trouble,
        allowance: Allowance,
    ) -> None:
        super().__init__(trouble)
        self._store = store
        self._ptb = ptb
        self._allowance = allowance
        self._desk = desk
        self._clock = clock
        self._committed = committed
        self.owner = secrets.token_hex(8)
        self._held: list[Task] = []
        self._more_until: set[datetime] = set()  # when what waits for more is answered as it is
        self._is_at_work = False

    async def batch(self) -> int:
        """Handle the oldest open update of each of several chats; return how many there were.

        The claim is committed first, so that an update that kills the process is counted as an attempt. What
        a store that went away kept from being done is done first when it is back: that was nobody's fault,
        so it counts as no attempt, and no chat waits for the lease to end.
        """
        tasks = self._held = self._held or await self._all_read(await self._claimed())
        if not tasks:
            return 0
        try:
            toasts = await self._all_handled(tasks)
        except StoreAwayError:
            raise
        except Exception:
            self._held = []
            raise
        self._held = []
        await self._committed(toasts)
        return len(tasks)

    async def rest(self, done: int) -> float:
        """Rest until somebody calls, or until it is time to answer what was put back to wait for more."""
        now = self._clock()
        if done or not self._more_until:
            return await super().rest(done)
        if min(self._more_until) <= now:
            self._more_until = {until for until in self._more_until if until > now}
            return 0
        return min(LONGEST_REST, (min(self._more_until) - now).total_seconds())

    async def _claimed(self) -> list[Burst]:
        """Claim the oldest update of each of several chats, and what belongs to it."""
        now, bot_id = self._clock(), self._desk.bot_id
        async with self._store.begin() as transaction:
            if not self._store.is_shared and not self._is_at_work:
                await transaction.inbox.release(bot_id, now=now)  # whoever held it is no more
            works = await transaction.inbox.claim(bot_id, BATCH, self.owner, now=now, lease=LEASE)
            taken = _alone(works)
            await transaction.inbox.put_back(set(works) - set(taken), until=now)
            # What failed together is tried alone at last: then the others are answered, whichever it was.
            last = [Burst((work,)) for work in taken if work.attempts >= ATTEMPTS]
            others = [work for work in taken if work.attempts < ATTEMPTS]
            bursts = await gathered(transaction, others, self._sender, now=now, lease_end=now + LEASE)
            for burst in bursts:
                if burst.is_certain:
                    await self._put_back(transaction, burst)
        self._is_at_work = True
        return last + [burst for burst in bursts if not burst.is_certain]

    def _sender(self, work: Work) -> str:
        """Return who has written in this private chat, which has the number of its person."""
        return self._desk.pseudonym(int(work.chat_key.rpartition(":")[2]))

    async def _put_back(self, transaction: Transaction, burst: Burst) -> None:
        assert burst.more_until is not None, "it waits for what may come until then"
        await transaction.inbox.put_back(burst.works, until=burst.more_until)
        self._more_until.add(burst.more_until)

    async def _all_read(self, bursts: Sequence[Burst]) -> list[Task]:
        """Read side by side, as one may have to wait for what Telegram or a shortener says."""
        return list(await asyncio.gather(*map(self._read, bursts)))

    async def _read(self, burst: Burst) -> Task:
        """Do what needs no store before the transaction begins: while one is open, intake has to wait."""
        await asyncio.sleep(0)  # others first: to judge a post takes milliseconds
        task = Task(burst)
        if task.work.attempts > CRASHES:
            task.error = RuntimeError("this update stopped its workers before")
            return task
        try:
            updates = [Update.de_json(json.loads(work.payload), self._ptb.bot) for work in burst.works]
            messages = [update.message for update in updates if update.message is not None]
            task.update = updates[leading(messages)] if len(updates) > 1 else updates[0]
            task.messages = messages or [each for each in (task.update.edited_message,) if each is not None]
            task.person = self._person(task.update)
            task.is_excess = self._is_excess(task)
            if not task.is_excess:
                await self._desk.expand(link for message in task.messages for link in post_of(message).links)
                task.judged = judge(task.update, task.messages, self._desk)
            if claim := claim_in(task.update):
                task.administers = await self._desk.administers(*claim)
        except Exception as error:  # noqa: BLE001  # it is raised again where failures of updates are counted
            task.error = error
        return task

    async def _all_handled(self, held: Sequence[Task]) -> list[Toast]:
        tasks = [task for task in held if not task.waits]
        async with self._store.begin() as transaction:
            for task in held:
                if task.waits:
                    await self._put_back(transaction, task.burst)
            await transaction.people.meet({task.person for task in tasks if task.person is not None})
            toasts: list[Toast] = []
            scenes = await self._together(tasks, transaction)
            if scenes is None:
                scenes, toasts = await self._one_by_one(tasks, transaction)
            await transaction.checks.add([check for _, scene in scenes for check in scene.checks])
            done = [work for task, _ in scenes for work in task.burst.works]
            await transaction.inbox.done(done, now=self._clock())
        return [toast for _, scene in scenes for toast in scene.toasts] + toasts

    def _person(self, update: Update) -> str | None:
        user = update.effective_user
        return self._desk.pseudonym(user.id) if user else None

    def _is_excess(self, task: Task) -> bool:
        """Count what a person sends; more than they may is not judged, as it is mostly dropped."""
        if task.person is None or task.update is None or not counts(task.update):
            return False
        return not self._allowance.spend(task.person, len(task.burst.works), self._clock())

    async def _together(self, tasks: Sequence[Task], transaction: Transaction) -> list[Handled] | None:
        """Handle all in one savepoint, which costs less; None, and nothing has happened, when one fails."""
        if len(tasks) == 1:
            return None
        try:
            async with transaction.savepoint():
                return [(task, await self._handled(task, transaction)) for task in tasks]
        except StoreAwayError:
            raise
        except Exception:  # noqa: BLE001  # which one it was, and why, is found out and told one by one
            return None

    async def _one_by_one(
        self, tasks: Sequence[Task], transaction: Transaction
    ) -> tuple[list[Handled], list[Toast]]:
        """Handle each in a savepoint of its own: of one that fails nothing stays but the count."""
        scenes: list[Handled] = []
        toasts: list[Toast] = []
        for task in tasks:
            try:
                async with transaction.savepoint():
                    scene = await self._handled(task, transaction)
            except StoreAwayError:
                raise
            except Exception as error:  # noqa: BLE001  # whatever a handler raises must not stop other chats
                toasts += await self._failed(task, transaction, error)
            else:
                scenes.append((task, scene))
        return scenes, toasts

    async def _handled(self, task: Task, transaction: Transaction) -> Scene:
        if task.error is not None:
            raise task.error
        scene = self._scene(task, transaction)
        with playing(scene):
            if await self._admitted(task, transaction, scene.now):
                await self._ptb.process_update(task.update)
        if scene.failure is not None:
            raise scene.failure
        return scene

    async def _admitted(self, task: Task, transaction: Transaction, now: datetime) -> bool:
        """Tell whether to handle it: for nearly all by the profile alone, which was read with the batch's."""
        if task.person is None or task.update is None:
            return True
        if not task.is_excess and not is_held(await transaction.people.profile(task.person), now):
            return True
        return await admitted(task.update, Context(self._ptb), is_excess=task.is_excess)

    async def _failed(self, task: Task, transaction: Transaction, error: Exception) -> list[Toast]:
        work, told = task.work, wordless(error)
        LOG.error("update %d (%s) failed, attempt %d\n%s", work.update_id, work.kind, work.attempts, told)
        now = self._clock()
        name = type(error).__name__
        parked = await transaction.inbox.failed(
            work, name, now=now, retry_at=now + RETRY_AFTER, limit=ATTEMPTS
        )
        await transaction.inbox.put_back(task.burst.works[1:], until=now)
        if not parked:
            return []
        if _is_among_people(work):
            await transaction.inbox.drop(work.update_id)
        else:
            await update_parked(self._desk, transaction, work, now=now)
        return await self._apologise(task, transaction)

    async def _apologise(self, task: Task, transaction: Transaction) -> list[Toast]:
        work, scene = task.work, self._scene(task, transaction)
        try:
            async with transaction.savepoint():
                with playing(scene):
                    update = Update.de_json(json.loads(work.payload), self._ptb.bot)
                    await apologise(update, Context(self._ptb))
        except Exception as error:  # noqa: BLE001  # an update that cannot be read has nobody to apologise to
            LOG.error("no apology could be made for update %d\n%s", work.update_id, wordless(error))  # noqa: TRY400  # an exception's message may quote a citizen
            return []
        return scene.toasts

    def _scene(self, task: Task, transaction: Transaction) -> Scene:
        work, now = task.work, self._clock()
        return Scene(
            self._desk,
            work.update_id,
            transaction,
            work.received_at,
            now,
            judged=task.judged,
            messages=task.messages,
            administers=task.administers,
        )


@contextmanager
def playing(scene: Scene) -> Iterator[None]:
    """Let handlers find the scene for as long as the block runs."""
    token = SCENE.set(scene)
    try:
        yield
    finally:
        SCENE.reset(token)


def _alone(works: tuple[Work, ...]) -> tuple[Work, ...]:
    """Return the first update that was claimed before, by itself, if there is one, else all.

    It may be what stopped its worker. Were it tried together with others, they would be given up with it.
    """
    again = [work for work in works if work.attempts > 1]
    return (again[0],) if again else works


def _is_among_people(work: Work) -> bool:
    """Tell what was said in a group, or to a guest: nobody there gave it to the bot to keep."""
    in_group = work.chat_key.startswith("chat:-")  # https://core.telegram.org/api/bots/ids
    return work.kind == "guest_message" or (in_group and work.kind != "callback_query")
