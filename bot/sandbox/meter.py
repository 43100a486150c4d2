"""Telegram's limits on sending: counts messages per chat, group and in all, and refuses what is too fast."""

import math
import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.journal import Call
from bot.sandbox.refusal import RefusalError

Seconds = Callable[[], float]


@dataclass(frozen=True)
class Rate:
    """At most `count` messages in any span of `seconds`."""

    count: int
    seconds: float


# One message a second with a burst of three, 20 a minute in groups:
# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this. Telegram does not tell how
# it counts bursts; these are spans that a bucket of three, refilled every second, stays within.
CHAT = (Rate(4, 1), Rate(63, 60))
GROUP = (Rate(20, 60),)


class Meter:
    """Counts what takes effect. `overall` is the limit for all chats together, none unless given."""

    def __init__(
        self,
        chat: tuple[Rate, ...] = CHAT,
        group: tuple[Rate, ...] = GROUP,
        overall: tuple[Rate, ...] = (),
        clock: Seconds = time.monotonic,
    ) -> None:
        self._rates = {"chat": chat, "group": group, "overall": overall}
        self._clock = clock
        self._taken: dict[object, list[float]] = defaultdict(list)
        self.refused: list[str] = []  # which limit each refused request had met

    def admit(self, call: Call) -> None:
        """Count the request, or raise what Telegram answers to one that comes too early."""
        if not call.is_shown:
            return
        now = self._clock()
        scopes = self._scopes(call)
        waits = {scope: self._wait(name, scope, now) for name, scope in scopes}
        name, scope = max(scopes, key=lambda each: waits[each[1]])
        if waits[scope] > 0:
            self.refused.append(name)
            seconds = math.ceil(waits[scope])
            raise RefusalError(
                429, f"Too Many Requests: retry after {seconds}", parameters={"retry_after": seconds}
            )
        for _, scope in scopes:
            self._taken[scope].append(now)

    def _scopes(self, call: Call) -> list[tuple[str, object]]:
        """The limits that the request counts against, and what each is counted by."""
        scopes: list[tuple[str, object]] = [("chat", ("chat", call.chat)), ("overall", "overall")]
        if isinstance(call.chat, int) and call.chat < 0:
            scopes.append(("group", ("group", call.chat)))
        return scopes

    def _wait(self, name: str, scope: object, now: float) -> float:
        """Seconds until one more fits into every span."""
        taken = self._taken[scope]
        waits = [0.0]
        for rate in self._rates[name]:
            recent = len(taken) - bisect_right(taken, now - rate.seconds)
            if recent >= rate.count:
                waits.append(taken[-rate.count] + rate.seconds - now)
        return max(waits)
