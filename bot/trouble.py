"""What the log hears of a store that is away: one line when it begins, one when it is over."""

import logging
from typing import TypeVar

from knowledge.store import StoreError

Error = TypeVar("Error", bound=Exception)
LOG = logging.getLogger(__name__)


class Trouble:
    """Shared by all who use the store: a full disk stops those who write, and not those who only read."""

    def __init__(self) -> None:
        self._of: dict[object, str] = {}

    def met(self, who: object, error: StoreError) -> None:
        """Say what happened, unless it was said since the store last worked for everybody."""
        reason = str(error)
        if reason not in self._of.values():
            LOG.error("%s Nothing is lost: it is tried again until it works.", reason)
        self._of[who] = reason

    def over(self, who: object) -> None:
        """Say that the store works again, once it does for everybody who met trouble."""
        if self._of.pop(who, None) is not None and not self._of:
            LOG.info("the store works again")


def first(errors: ExceptionGroup[Error]) -> Error:
    """The first error of a group, however deep; a stop of several tasks at once has one reason to tell."""
    error = errors.exceptions[0]
    return first(error) if isinstance(error, ExceptionGroup) else error
