"""The one sender: outbox rows out to Telegram, in order per chat, politely, again when it failed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bot.attachments import card_key
from bot.clock import Clock
from bot.outcome import Anew, GivenUp, Gone, Later, Moved, Outcome, Rewritten, Sent, outcome
from bot.pace import TELEGRAM, Limits, Pace
from bot.rounds import LONGEST_REST, Rounds
from bot.telegram_api import IN_FLIGHT, TelegramApi
from bot.trouble import Trouble
from knowledge.store import Letter, Priority, Store, StoreError, Transaction

LOG = logging.getLogger(__name__)

GRACE = 5.0  # seconds that requests under way have to end when the sender is stopped

Alarm = Callable[[Transaction, Letter], Awaitable[None]]
Params = Mapping[str, Any]
Attached = Callable[[Params], Awaitable[Params]]


async def _as_they_are(params: Params) -> Params:
    return params


@dataclass(frozen=True, slots=True)
class Answered:
    """A letter that Telegram answered, what that means, and why when it was not sent."""

    letter: Letter
    outcome: Outcome
    reason: str


class Outbox(Rounds):
    """Sends what is queued for as long as it runs: up to IN_FLIGHT requests at a time, one for a chat.

    What came of a request is kept until it is written down, so a store that is away for a while makes
    nothing go twice. `given_up` is called in the transaction that gives a letter up,
    `attached` before a letter is sent, to make the files that it brings.
    """

    def __init__(
        self,
        api: TelegramApi,
        store: Store,
        clock: Clock,
        trouble: Trouble,
        given_up: Alarm,
        limits: Limits = TELEGRAM,
        attached: Attached = _as_they_are,
    ) -> None:
        super().__init__(trouble)
        self._api = api
        self._store = store
        self._clock = clock
        self._given_up = given_up
        self._attached = attached
        self._pace = Pace(limits)
        self._under_way: set[asyncio.Task[None]] = set()
        self._answered: list[Answered] = []
        self._busy: set[int] = set()  # chats with a letter that is under way or not written down yet

    async def run(self) -> None:
        """Send until cancelled; then wait a little for what is under way, and write it down."""
        try:
            await super().run()
        finally:
            with suppress(StoreError):  # a store that is away now gets those letters sent once more later
                await self.finish(GRACE)

    async def batch(self) -> int:
        """Write down what was answered, start what may go now; return how many letters were started.

        Both in one transaction: a letter costs one commit, and less when several were answered.
        """
        now = self._clock()
        waiting = self._pace.waiting(now)
        room = 0 if self._pace.all_wait_until(now) else IN_FLIGHT - len(self._under_way)
        up_to = Priority.BROADCAST if self._pace.broadcasts(now) else Priority.ALARM
        letters: tuple[Letter, ...] = ()
        if not room and not self._answered:
            return 0
        async with self._store.begin() as transaction:
            noted = await self._note(transaction)
            if room:
                busy = (self._busy - {answered.letter.chat_id for answered in noted}) | waiting.keys()
                letters = await transaction.outbox.due(
                    self._api.id, room, now=now, exclude_chats=busy, up_to=up_to
                )
        self._forget(noted)
        return sum(self._start(letter) for letter in letters)

    async def rest(self, done: int) -> float:
        """Whatever ends calls; so rest until the next thing that time alone brings."""
        now = self._clock()
        moment = self._pace.opens_at(now)
        if moment is None and not self._busy and not done:
            async with self._store.begin() as transaction:
                moment = await transaction.outbox.next_due(self._api.id)
            if moment is None or moment > now:
                self._at_rest()
        return LONGEST_REST if moment is None else min(LONGEST_REST, (moment - now).total_seconds())

    async def finish(self, within: float | None = None) -> None:
        """Wait for what is under way, at most so many seconds, and write down what came of it."""
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=within)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)
        async with self._store.begin() as transaction:
            noted = await self._note(transaction)
        self._forget(noted)

    def _start(self, letter: Letter) -> bool:
        """Begin to send; False when there is a reason to wait that was not there a moment ago."""
        now, broadcast = self._clock(), letter.priority == Priority.BROADCAST
        if self._pace.all_wait_until(now) or (broadcast and not self._pace.broadcasts(now)):
            return False
        self._busy.add(letter.chat_id)
        self._pace.start(letter.chat_id, broadcast=broadcast)
        task = asyncio.create_task(self._send(letter, broadcast=broadcast))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        task.add_done_callback(lambda _: self.wake())
        return True

    async def _send(self, letter: Letter, *, broadcast: bool) -> None:
        try:
            method, params = _asked(letter)
            result = await self._api.call(method, await self._attached(params))
        except asyncio.CancelledError as stopped:  # by `finish`
            result = stopped
        except TelegramError as error:
            result = error
        except Exception as error:  # noqa: BLE001  # one letter that cannot be written must not end the sender
            result = error
        now = self._clock()
        what = outcome(letter, result, now)
        self._pace.end(letter.chat_id, now, broadcast=broadcast)
        if isinstance(what, Later) and what.flooded:
            self._pace.pause(letter.chat_id, what.at, now, broadcast=broadcast)
        self._answered.append(Answered(letter, what, _reason(result)))

    async def _note(self, transaction: Transaction) -> Sequence[Answered]:
        """Write down all that was answered by now; return it."""
        noted = tuple(self._answered)
        sent = {each.letter.id: each.outcome.message_id for each in noted if isinstance(each.outcome, Sent)}
        await transaction.outbox.sent(sent, now=self._clock())
        for each in noted:
            if not isinstance(each.outcome, Sent):
                await self._failed(transaction, each)
            elif each.outcome.photo and (key := card_key(each.letter.params)):
                await transaction.cards.keep(self._api.id, key, each.outcome.photo)
        return noted

    def _forget(self, noted: Sequence[Answered]) -> None:
        """What is written down and committed need not be remembered."""
        del self._answered[: len(noted)]
        self._busy -= {answered.letter.chat_id for answered in noted}

    async def _failed(self, transaction: Transaction, answered: Answered) -> None:
        """Write down what came of a letter that was not sent."""
        letter, reason, outbox = answered.letter, answered.reason, transaction.outbox
        what = type(answered.outcome).__name__  # without its fields: they may hold what was to be said
        LOG.warning("letter %d (%s): %s, %s", letter.id, letter.method, what, reason)
        match answered.outcome:
            case Later(at, ambiguous):
                await outbox.postpone(letter.id, at, reason, ambiguous=ambiguous)
            case Rewritten(params):
                await outbox.rewrite(letter.id, params, reason)
            case Anew():
                await outbox.send_anew(letter.id, reason)
            case Moved(chat_id):
                await outbox.move_chat(self._api.id, letter.chat_id, chat_id)
            case Gone():
                await outbox.drop_chat(self._api.id, letter.chat_id, now=self._clock())
                await transaction.subscriptions.drop_chat(letter.chat_id)
            case GivenUp():
                LOG.error("letter %d (%s) is given up", letter.id, letter.method)
                await outbox.dead(letter.id, reason, now=self._clock())
                await self._given_up(transaction, letter)


def _asked(letter: Letter) -> tuple[str, Params]:
    """Return the method and its parameters: what would have edited a card that never arrived is sent.

    Only then can it answer a message; an edit leaves that as it is.
    """
    if letter.edits is None:
        return letter.method, letter.params
    if "message_id" not in letter.params:
        return "sendMessage", letter.params
    return letter.method, {name: value for name, value in letter.params.items() if name != "reply_parameters"}


def _reason(result: Any) -> str:
    """Return an exception's name, and Telegram's own words: others may quote what was to be said."""
    if isinstance(result, BadRequest | Forbidden | InvalidToken):
        return f"{type(result).__name__}: {result.message}"
    cause = getattr(result, "__cause__", None)
    return " <- ".join(type(each).__name__ for each in (result, cause) if each is not None)
