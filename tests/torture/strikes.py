"""Faults of the sandbox that kill the process whose request has just come in."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from bot.sandbox import Call, DroppedError, Fault


class Kill(Protocol):
    """Kills the process that a request came from, by the (host, port) of its connection."""

    def __call__(self, client: tuple[str, int], why: str) -> None: ...


@dataclass
class Strike(Fault):
    """Kills a client at one of the next `within` requests that count, by chance, and so on for ever.

    If the request is `executed`, it has taken effect when the process dies, which has not heard of it.
    """

    why: str
    kill: Kill
    chance: random.Random
    within: int
    counts: Callable[[Call], bool] = lambda _: True
    struck: list[Call] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._countdown = self.chance.randint(1, self.within)

    def meets(self, call: Call) -> bool:
        if call.method != self.method or not self.counts(call):
            return False
        self._countdown -= 1
        if self._countdown:
            return False
        self._countdown = self.chance.randint(1, self.within)
        self.struck.append(call)
        return True

    async def strike(self) -> None:
        self.kill(self.struck[-1].client, self.why)
        raise DroppedError
