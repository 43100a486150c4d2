"""Inbox -> handlers: one transaction holds what an update changes, what is answered, and its done mark."""

import json
import logging
import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from telegram import Update
from telegram.ext import Application

from bot.clock import Clock
from bot.rounds import Rounds
from bot.trouble import Trouble
from handlers.context import SCENE, Context, Desk, Scene
from handlers.errors import apologise
from knowledge.store import Store, StoreAwayError, Transaction, Work

LOG = logging.getLogger(__name__)

BATCH = 20  # updates that share one commit; beyond 20 the gain per update is small (research: 1,360-1,620/s)
LEASE = timedelta(seconds=60)
ATTEMPTS = 3
RETRY_AFTER = timedelta(seconds=2)

Ptb = Application[Any, Context, Any, Any, Any, Any]


class Worker(Rounds):
    """Handles updates in order of their chat; `committed` gets the toasts to send after each commit."""

    def __init__(
        self,
        store: Store,
        ptb: Ptb,
        desk: Desk,
        clock: Clock,
        committed: Callable[[list[dict[str, Any]]], Awaitable[None]],
        trouble: Trouble,
    ) -> None:
        super().__init__(trouble)
        self._store = store
        self._ptb = ptb
        self._desk = desk
        self._clock = clock
        self._committed = committed
        self._owner = secrets.token_hex(8)
        self._held: tuple[Work, ...] = ()

    async def batch(self) -> int:
        """Handle the oldest open update of each of several chats; return how many there were.

        The claim is committed first, so that an update that kills the process is counted as an attempt. What
        a store that went away kept from being done is done first when it is back: that was nobody's fault,
        so it counts as no attempt, and no chat waits for the lease to end.
        """
        works = self._held = self._held or await self._claimed()
        if not works:
            return 0
        toasts: list[dict[str, Any]] = []
        try:
            async with self._store.begin() as transaction:
                done = [work for work in works if await self._handled(work, transaction, toasts)]
                await transaction.inbox.done(done, now=self._clock())
        except StoreAwayError:
            raise
        except Exception:
            self._held = ()
            raise
        self._held = ()
        await self._committed(toasts)
        return len(works)

    async def _claimed(self) -> tuple[Work, ...]:
        async with self._store.begin() as transaction:
            return await transaction.inbox.claim(
                self._desk.bot_id, BATCH, self._owner, now=self._clock(), lease=LEASE
            )

    async def _handled(self, work: Work, transaction: Transaction, toasts: list[dict[str, Any]]) -> bool:
        """Handle one update in a savepoint; on failure nothing of it stays but the count."""
        scene = Scene(self._desk, work.update_id, transaction, self._clock())
        try:
            async with transaction.savepoint():
                await self._play(work, scene)
        except StoreAwayError:
            raise  # not this update's fault
        except Exception as error:  # noqa: BLE001  # whatever a handler raises must not stop the other chats
            await self._failed(work, transaction, error, toasts)
            return False
        toasts += scene.toasts
        return True

    async def _play(self, work: Work, scene: Scene) -> None:
        if work.attempts > ATTEMPTS:
            raise RuntimeError("this update stopped its workers before")
        token = SCENE.set(scene)
        try:
            await self._ptb.process_update(Update.de_json(json.loads(work.payload), self._ptb.bot))
        finally:
            SCENE.reset(token)
        if scene.failure is not None:
            raise scene.failure

    async def _failed(
        self, work: Work, transaction: Transaction, error: Exception, toasts: list[dict[str, Any]]
    ) -> None:
        # The traceback has no values in it: what the citizen wrote stays out of the log.
        LOG.error(
            "update %d (%s) failed, attempt %d", work.update_id, work.kind, work.attempts, exc_info=error
        )
        now = self._clock()
        name = type(error).__name__
        if await transaction.inbox.failed(work, name, now=now, retry_at=now + RETRY_AFTER, limit=ATTEMPTS):
            await self._apologise(work, transaction, toasts)

    async def _apologise(self, work: Work, transaction: Transaction, toasts: list[dict[str, Any]]) -> None:
        scene = Scene(self._desk, work.update_id, transaction, self._clock())
        token = SCENE.set(scene)
        try:
            async with transaction.savepoint():
                update = Update.de_json(json.loads(work.payload), self._ptb.bot)
                await apologise(update, Context(self._ptb))
            toasts += scene.toasts
        except Exception:  # an update that cannot even be read has nobody to apologise to
            LOG.exception("no apology could be made for update %d", work.update_id)
        finally:
            SCENE.reset(token)
