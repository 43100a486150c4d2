"""The queue of updates: kept until the bot confirms them, by the offset of getUpdates or by its webhook."""

import asyncio
from itertools import count
from typing import Any

from bot.sandbox.changes import Changes
from bot.sandbox.delivery import Delivery, Pauses
from bot.sandbox.refusal import RefusalError

Update = dict[str, Any]
# https://core.telegram.org/bots/api#getupdates
BATCH = 100
# A longer wait is shortened: LONG_POLL_MAX_TIMEOUT of https://github.com/tdlib/telegram-bot-api
LONGEST_POLL = 50
# Not sent unless asked for by name: https://core.telegram.org/bots/api#getupdates
_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class Updates:
    """Everything that happened to the bot and that it has not confirmed yet."""

    def __init__(self, changes: Changes) -> None:
        self.next_id = 1000
        self.pauses = Pauses()
        self.delivery: Delivery | None = None
        self._pending: dict[int, Update] = {}  # by arrival: two may have the same update_id
        self._numbers = count()
        self._allowed: list[str] = []
        self._changes = changes
        self._poll: asyncio.Future[None] | None = None
        self._ended = False

    @property
    def pending(self) -> list[Update]:
        """In order of arrival."""
        return list(self._pending.values())

    async def deliver_to(self, hook: dict[str, Any]) -> None:
        """Post what is pending and what comes to a webhook, in the words of setWebhook; {} is none."""
        if self.delivery:
            await self.delivery.close()
        self.delivery = Delivery(hook, self.pauses, self._delivered) if hook else None
        if self.delivery:
            for number, update in self._pending.items():
                self.delivery.bring(number, update)

    def forget(self) -> None:
        """Drop what is pending."""
        self._pending.clear()

    def push(self, update: Update) -> Update:
        """Queues the update if the bot wants its kind; adds the next update_id when it has none."""
        if "update_id" not in update:
            update = {"update_id": self.next_id, **update}
            self.next_id += 1
        if any(self._wanted(kind) for kind in update if kind != "update_id"):
            number = next(self._numbers)
            self._pending[number] = update
            if self.delivery:
                self.delivery.bring(number, update)
            self._wake()
        self._changes.happened()
        return update

    async def take(self, offset: int, limit: int, wait: float, allowed: list[str] | None) -> list[Update]:
        """Answers getUpdates: what is below the offset is forgotten, what remains is returned or waited for.

        Raises RefusalError 409 while a webhook is set, and in the earlier of two pollers.
        """
        if self.delivery:
            raise RefusalError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self._send_away()
        self.allow(allowed)
        self._confirm(offset)
        if not self._pending and wait > 0 and not self._ended:
            await self._arrival(min(wait, LONGEST_POLL))
        return self.pending[: min(max(limit, 1), BATCH)]

    def allow(self, kinds: list[str] | None) -> None:
        """Kinds of updates from now on; None leaves the earlier choice, an empty list means the usual."""
        if kinds is not None:
            self._allowed = kinds

    def _wanted(self, kind: str) -> bool:
        return kind in self._allowed if self._allowed else kind not in _ON_REQUEST

    def _confirm(self, offset: int) -> None:
        waiting = list(self._pending.items())
        if offset < 0:
            self._pending = dict(waiting[offset:])
        else:
            self._pending = {number: update for number, update in waiting if update["update_id"] >= offset}
        self._changes.happened()

    def _delivered(self, number: int) -> None:
        self._pending.pop(number, None)
        self._changes.happened()

    async def _arrival(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await poll
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None

    async def end(self) -> None:
        """Answers the waiting poll with what there is, and later ones at once; delivers nothing more."""
        self._ended = True
        await self.deliver_to({})
        self._wake()

    def _wake(self) -> None:
        if self._poll and not self._poll.done():
            self._poll.set_result(None)

    def _send_away(self) -> None:
        if self._poll and not self._poll.done():
            self._poll.set_exception(
                RefusalError(
                    409,
                    "Conflict: terminated by other getUpdates request; "
                    "make sure that only one bot instance is running",
                )
            )
