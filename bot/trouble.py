"""What the log hears of a store that is away: one line when it begins, one when it is over."""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from knowledge.store import StoreError

Error = TypeVar("Error", bound=Exception)
LOG = logging.getLogger(__name__)

# Seconds after which somebody who met trouble and came neither again nor through has stopped asking, as a
# leader's duties do when another process leads. Who asks does so every second, or waits 30 for a connection.
FORGOTTEN = 60.0


class Trouble:
    """Shared by all who use the store: a full disk stops those who write, and not those who only read."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._met: dict[object, tuple[str, float]] = {}  # who: what was said, and when

    def met(self, who: object, error: StoreError) -> None:
        """Say what happened, unless it was said since the store last worked for everybody."""
        self._forget()
        reason = str(error)
        if reason not in (said for said, _ in self._met.values()):
            LOG.error("%s Nothing is lost: it is tried again until it works.", reason)
        self._met[who] = reason, self._clock()

    def over(self, who: object) -> None:
        """Say that the store works again, once it does for everybody who met trouble."""
        if self._met.pop(who, None) is None:
            return
        self._forget()
        if not self._met:
            LOG.info("the store works again")

    def _forget(self) -> None:
        since = self._clock() - FORGOTTEN
        self._met = {who: met for who, met in self._met.items() if met[1] > since}


def first(errors: ExceptionGroup[Error]) -> Error:
    """The first error of a group, however deep; a stop of several tasks at once has one reason to tell."""
    error = errors.exceptions[0]
    return first(error) if isinstance(error, ExceptionGroup) else error
