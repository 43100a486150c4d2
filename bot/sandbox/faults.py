"""Faults on demand: refusals, dropped connections and slow answers for the next requests of a method."""

import asyncio
from abc import ABC, abstractmethod
from dataclasses import dataclass, field

from bot.sandbox.changes import LONG_ENOUGH
from bot.sandbox.journal import Call
from bot.sandbox.refusal import RefusalError


class DroppedError(Exception):
    """The connection is to be cut without an answer."""


@dataclass
class Fault(ABC):
    """Strikes the next `times` requests of a method, in one chat if given.

    `executed` says whether the request takes effect before the fault strikes; the client cannot know.
    """

    method: str
    chat: int | None
    times: int
    executed: bool

    def meets(self, call: Call) -> bool:
        return self.times > 0 and self.method == call.method and self.chat in {None, call.chat}

    @abstractmethod
    async def strike(self) -> None:
        """Raises what the client gets instead of the answer."""


@dataclass
class Failure(Fault):
    refusal: RefusalError

    async def strike(self) -> None:
        raise self.refusal


class Drop(Fault):
    async def strike(self) -> None:
        raise DroppedError


@dataclass
class Hold(Fault):
    """The answer waits until the test lets it go."""

    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    async def strike(self) -> None:
        self._arrived.set()
        await self._released.wait()

    async def arrived(self, within: float = LONG_ENOUGH) -> None:
        """Returns when a request is being held."""
        async with asyncio.timeout(within):
            await self._arrived.wait()

    def release(self) -> None:
        """Lets the held request go, and those that come after it."""
        self._released.set()


class Faults:
    """The planned faults; each request meets at most one, the first planned that fits."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []

    def plan(self, fault: Fault) -> None:
        self._planned.append(fault)

    def end(self) -> None:
        """Lets go whatever is held: nobody waits for it any more."""
        for fault in self._planned:
            if isinstance(fault, Hold):
                fault.release()

    def take(self, call: Call) -> Fault | None:
        for fault in self._planned:
            if fault.meets(call):
                fault.times -= 1
                return fault
        return None
