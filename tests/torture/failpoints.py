"""Moments of a transaction at which a bot process kills itself, seen through SQLAlchemy's own events."""

import os
import signal
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, Pool, event

VARIABLE = "FAILPOINT"


class Moment(StrEnum):
    """Named by what the transaction did: took updates in, handled them, or marked answers as sent."""

    AFTER_INSERT = "after insert"
    BEFORE_COMMIT = "before commit"
    AFTER_COMMIT = "after commit"
    BEFORE_MARK = "before mark"
    AFTER_MARK = "after mark"


# What a transaction did, by the table that it changed and the state that it gave to rows.
_INSERTED, _HANDLED, _MARKED = ("inbox", "open"), ("inbox", "done"), ("outbox", "sent")
_BEFORE_COMMIT = {_HANDLED: Moment.BEFORE_COMMIT, _MARKED: Moment.BEFORE_MARK}
_AFTER_COMMIT = {
    _INSERTED: Moment.AFTER_INSERT,
    _HANDLED: Moment.AFTER_COMMIT,
    _MARKED: Moment.AFTER_MARK,
}


@dataclass
class Failpoint:
    """Kills this process when the moment comes for the `countdown`-th time."""

    moment: Moment
    countdown: int

    @classmethod
    def parse(cls, text: str) -> "Failpoint":
        """Read `after insert:3`."""
        moment, _, countdown = text.partition(":")
        return cls(Moment(moment), int(countdown))

    def __str__(self) -> str:
        return f"{self.moment}:{self.countdown}"

    def arm(self) -> None:
        """Listen to every engine of this process."""
        event.listen(Engine, "before_cursor_execute", self._executes)
        event.listen(Engine, "commit", self._commits)
        event.listen(Pool, "checkin", self._is_over)

    def _executes(
        self, connection: Connection, _cursor: object, _sql: str, _values: object, context: Any, _many: bool
    ) -> None:
        if context.isinsert or context.isupdate:
            table = context.compiled.compile_state.dml_table.name
            # A state may be a part of the statement, or come with each row: here are both.
            state = context.compiled_parameters[0].get("state")
            connection.info.setdefault("did", set()).add((table, state))

    def _commits(self, connection: Connection) -> None:
        did = connection.info.pop("did", set())
        self._meets({_BEFORE_COMMIT.get(deed) for deed in did})
        connection.info["committed"] = did

    def _is_over(self, _driver: object, record: Any) -> None:
        """Nobody outside has been told yet: the transaction's block has not been left."""
        record.info.pop("did", None)
        self._meets({_AFTER_COMMIT.get(deed) for deed in record.info.pop("committed", set())})

    def _meets(self, moments: set[Moment | None]) -> None:
        if self.moment in moments:
            self.countdown -= 1
            if self.countdown == 0:
                os.kill(os.getpid(), signal.SIGKILL)
