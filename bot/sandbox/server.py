"""The sandbox itself: a Bot API server on loopback in this event loop, and what tests steer it with."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.sandbox.changes import LONG_ENOUGH
from bot.sandbox.delivery import Pauses
from bot.sandbox.faults import Drop, Failure, Fault, Hold
from bot.sandbox.groups import Group
from bot.sandbox.journal import Journal
from bot.sandbox.meter import Meter
from bot.sandbox.person import Person
from bot.sandbox.profile import Profile
from bot.sandbox.refusal import RefusalError
from bot.sandbox.routes import Desk
from bot.sandbox.spec import Spec
from bot.sandbox.state import State
from bot.sandbox.updates import Update

T = TypeVar("T")
TOKEN = "4200000000:sandbox-token-that-opens-nothing-0"  # noqa: S105 -- opens this sandbox only
_load = lru_cache(maxsize=2)(Spec.load)


class Telegram:
    """One bot's Telegram: people and groups, the journal of requests, faults, updates.

    `violations` are requests that no correct bot sends; a test that provokes one clears the list.
    """

    def __init__(self, token: str, name: str, spec: Spec | None) -> None:
        self.token = token
        self.spec = spec
        self._state = State(_me(token, name))
        self._desk = Desk(self._state, token, self._cut, spec)
        config = uvicorn.Config(
            self._desk.application(),
            lifespan="off",
            ws="none",
            proxy_headers=False,
            http="h11",
            log_config=None,
            access_log=False,
        )
        config.load()
        self._server = uvicorn.Server(config)
        self._server.lifespan = config.lifespan_class(config)
        self._persons: dict[int, Person] = {}
        self.url = ""

    @property
    def me(self) -> dict[str, Any]:
        """The answer to getMe."""
        return self._state.me

    @property
    def calls(self) -> Journal:
        return self._desk.calls

    @property
    def violations(self) -> list[str]:
        return self._desk.violations

    @property
    def profile(self) -> Profile:
        """What the bot has set: commands, name, descriptions."""
        return self._state.profile

    @property
    def pending(self) -> list[Update]:
        """Updates that the bot has not confirmed yet."""
        return self._state.updates.pending

    @property
    def next_update_id(self) -> int:
        """After a week without updates Telegram goes on at a random number: set it."""
        return self._state.updates.next_id

    @next_update_id.setter
    def next_update_id(self, number: int) -> None:
        self._state.updates.next_id = number

    def person(
        self,
        id: int,  # noqa: A002 -- the Bot API's word
        first_name: str = "Aida",
        *,
        language_code: str = "kk",
        username: str | None = None,
    ) -> Person:
        """A user; the same id is the same person."""
        if id not in self._persons:
            user = {"id": id, "is_bot": False, "first_name": first_name, "language_code": language_code}
            user |= {"username": username} if username else {}
            self._persons[id] = Person(self._state, self.wait_for, user)
        return self._persons[id]

    def group(self, title: str, *, bot_is_admin: bool = False, has_bot: bool = True) -> Group:
        """A new supergroup with the bot in it; without admin rights privacy mode holds messages back."""
        chat = self._state.chats.group(title, bot_is_admin=bot_is_admin, has_bot=has_bot)
        return Group(chat, self._state)

    def stops_offering_ephemeral(self) -> None:
        """From now on this is a server that refuses messages which only one person sees."""
        self._state.offers_ephemeral = False

    @property
    def pauses(self) -> Pauses:
        """Between attempts to deliver to the next webhook that is set."""
        return self._state.updates.pauses

    @pauses.setter
    def pauses(self, pauses: Pauses) -> None:
        self._state.updates.pauses = pauses

    def push(self, update: Update) -> Update:
        """Queues a raw update as it is; gives it an update_id if it has none."""
        return self._state.updates.push(update)

    async def wait_for(self, predicate: Callable[[], T], within: float | None = LONG_ENOUGH) -> T:
        """Asks again after every request, answer and update; the first truthy answer.

        TimeoutError after `within` seconds tells what the bot did last.
        """
        try:
            return await self._state.changes.until(predicate, within)
        except TimeoutError:
            last = [
                f"{call.method} {call.error or ('ok' if call.answered else 'under way')}"
                for call in self.calls[-5:]
            ]
            raise TimeoutError(f"nothing of that within {within} s; the last calls: {last}") from None

    def measure(self, meter: Meter) -> Meter:
        """From now on requests that exceed the meter's limits are refused with 429, and counted there."""
        self._desk.meter = meter
        return meter

    def fail(
        self,
        method: str,
        error_code: int,
        description: str,
        *,
        retry_after: int | None = None,
        migrate_to_chat_id: int | None = None,
        executed: bool = False,
        times: int = 1,
        chat: int | None = None,
    ) -> None:
        """The next requests are refused with this code and text, `executed` or not."""
        told = {"retry_after": retry_after, "migrate_to_chat_id": migrate_to_chat_id}
        parameters = {name: value for name, value in told.items() if value is not None}
        refusal = RefusalError(error_code, description, parameters=parameters)
        self.plan(Failure(method, chat, times, executed, refusal=refusal))

    def drop(self, method: str, *, executed: bool, times: int = 1, chat: int | None = None) -> None:
        """The connection is cut, before or after the request took effect."""
        self.plan(Drop(method, chat, times, executed))

    def hold(self, method: str, *, executed: bool = False, times: int = 1, chat: int | None = None) -> Hold:
        """The answer waits: `await hold.arrived()`, `hold.release()`."""
        hold = Hold(method, chat, times, executed)
        self.plan(hold)
        return hold

    def plan(self, fault: Fault) -> None:
        """A fault of one's own."""
        self._desk.faults.plan(fault)

    def _cut(self, client: tuple[str, int]) -> None:
        for connection in self._server.server_state.connections:
            if isinstance(connection, H11Protocol) and connection.client == client:
                connection.transport.abort()

    async def open(self) -> None:
        """Listens on a free port of 127.0.0.1.

        Not `Server.serve`: that takes the process's signals, which belong to the bot, and ends by a clock.
        """
        # With the protocol named, asyncio switches Nagle's algorithm off; else each answer takes 40 ms more.
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.bind(("127.0.0.1", 0))
        await self._server.startup(sockets=[listening])
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"

    async def close(self) -> None:
        """Cuts every connection, long polls included."""
        state = self._server.server_state
        for listener in self._server.servers:
            listener.close()
        for connection in list(state.connections):
            if isinstance(connection, H11Protocol):
                connection.transport.abort()
        await self._state.updates.end()
        self._desk.faults.end()
        while state.connections or state.tasks:  # noqa: ASYNC110 -- uvicorn has no event for it
            await asyncio.sleep(0)


@asynccontextmanager
async def open_sandbox(
    spec: Path | None = None, *, token: str = TOKEN, name: str = "Sandbox", strict: bool = True
) -> AsyncIterator[Telegram]:
    """A Telegram on loopback for as long as the block runs.

    With `spec`, a path to api.json, every request is checked against it. With `strict`, violations raise
    AssertionError when the block ends well. `name` is the bot's.
    """
    telegram = Telegram(token, name, _load(spec) if spec else None)
    await telegram.open()
    try:
        yield telegram
    finally:
        await telegram.close()
    if strict and telegram.violations:
        raise AssertionError(f"the bot broke the Bot API: {telegram.violations}")


def _me(token: str, name: str) -> dict[str, Any]:
    number = token.partition(":")[0]
    return {
        "id": int(number) if number.isdecimal() else 4200000000,
        "is_bot": True,
        "first_name": name,
        "username": "sandbox_bot",
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_guest_queries": True,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }
