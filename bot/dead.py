"""What was given up, updates and letters: listed, tried again or erased, beside a bot that runs."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from bot.settings import Settings
from knowledge.store import DeadLetter, DeadUpdate, Transaction, open_store

LIST = 100  # the newest of each kind: more are one failure, seen often enough


class NotDeadError(Exception):
    """There is no parked update and no dead letter of this name."""


@asynccontextmanager
async def _transaction(settings: Settings) -> AsyncIterator[Transaction]:
    async with open_store(settings.database_url, beside=True) as store, store.begin() as transaction:
        yield transaction


async def listed(settings: Settings, *, words: bool) -> list[str]:
    """Return a line for each, newest first; with `words` also what was said, which is a citizen's."""
    lines = []
    async with _transaction(settings) as transaction:
        for parked in await transaction.inbox.dead(LIST):
            lines.append(_line(f"update:{parked.update_id}", parked.kind, parked))
            if words:
                lines.append(f"    {await transaction.inbox.payload(parked.update_id)}")
        for letter in await transaction.outbox.dead_letters(LIST):
            lines.append(_line(f"letter:{letter.id}", letter.method, letter))
            if words:
                params = await transaction.outbox.params(letter.id)
                lines.append(f"    {json.dumps(params, ensure_ascii=False)}")
    return lines


def _line(name: str, kind: str, dead: DeadUpdate | DeadLetter) -> str:
    return (
        f"{name:<20} {kind:<16} {dead.finished_at:%Y-%m-%d %H:%M} UTC  {dead.attempts} attempts  {dead.error}"
    )


async def retried(settings: Settings, name: str, now: datetime) -> None:
    """Open it again, as if it were new. Raises NotDeadError."""
    kind, number = _named(name)
    async with _transaction(settings) as transaction:
        queue = transaction.inbox if kind == "update" else transaction.outbox
        if not await queue.retry(number, now=now):
            raise NotDeadError(f"{name}: nothing of this name was given up")
        await transaction.audit.record("command line", "dead.retried", name, {}, now=now)


async def dropped(settings: Settings, name: str, now: datetime) -> None:
    """Erase what it says. Raises NotDeadError."""
    kind, number = _named(name)
    async with _transaction(settings) as transaction:
        queue = transaction.inbox if kind == "update" else transaction.outbox
        if not await queue.drop(number):
            raise NotDeadError(f"{name}: nothing of this name was given up")
        await transaction.audit.record("command line", "dead.dropped", name, {}, now=now)


def _named(name: str) -> tuple[str, int]:
    kind, _, number = name.partition(":")
    if kind not in {"update", "letter"} or not number.removeprefix("-").isdecimal():
        raise NotDeadError(f"{name}: expected update:NUMBER or letter:NUMBER, as `dead list` shows them")
    return kind, int(number)
