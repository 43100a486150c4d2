"""Reads the files that moderators sent, and saves what they confirmed: beside the updates, not within one.

Fetching and parsing take seconds, for which no transaction may stay open: SQLite has one writer.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from telegram.error import BadRequest, TelegramError

from bot.chat_action import typing
from bot.clock import Clock
from bot.rounds import Rounds
from bot.telegram_api import TelegramApi
from bot.trouble import Trouble
from handlers.context import Desk
from handlers.moderator import importing
from handlers.moderator.saving import propose_all, save_all
from handlers.newcomers import proposals_came
from handlers.replies import Reply, content
from handlers.texts import Html, Texts, texts
from knowledge.exchange import (
    Comparison,
    ExchangeError,
    Format,
    Problem,
    compared,
    dump,
    fields,
    format_of,
    parse,
    read,
)
from knowledge.models import Rebuttal
from knowledge.store import Import, ImportState, Priority, Store, Transaction

LOG = logging.getLogger(__name__)

REST = 2.0  # seconds; the process that took the file says so, this is for another one's
# Telegram is asked again for so long, then its file is given up.
WORTH_FETCHING = timedelta(minutes=10)


class Importer(Rounds):
    """One file at a time. `changed` is called after a commit that changed rebuttals."""

    def __init__(
        self,
        api: TelegramApi,
        store: Store,
        desk: Desk,
        clock: Clock,
        trouble: Trouble,
        changed: Callable[[], Awaitable[None]],
        wake_outbox: Callable[[], None],
    ) -> None:
        super().__init__(trouble, rest=REST)
        self._api = api
        self._store = store
        self._desk = desk
        self._clock = clock
        self._changed = changed
        self._wake_outbox = wake_outbox

    async def batch(self) -> int:
        """Do the next step of the oldest file; return 1 when there was one and it could be done."""
        async with self._store.begin() as transaction:
            file = await transaction.imports.due()
        if file is None:
            return 0
        done = await (self._read(file) if file.state is ImportState.SENT else self._save(file))
        self._wake_outbox()
        return int(done)

    async def _read(self, file: Import) -> bool:
        """Fetch and read a file, and ask its sender; False when Telegram cannot be reached now."""
        t = texts(file.language)
        try:
            async with typing(self._api, file.chat_id):
                found = await self._api.download(file.file_id, importing.LARGEST)
        except TelegramError as error:
            LOG.warning("the file of import %d: %s", file.id, type(error).__name__)
            lasting = isinstance(error, BadRequest) or self._clock() - file.sent_at > WORTH_FETCHING
            return lasting and await self._refuse(file, Reply(t("import.gone")))
        if found is None:
            limit = importing.LARGEST // 2**20
            return await self._refuse(file, Reply(t("import.too_big", limit=limit)))
        return await self._report(file, found)

    async def _report(self, file: Import, found: bytes) -> bool:
        """Say what the file would change, or what is wrong with it."""
        t = texts(file.language)
        async with self._store.begin() as transaction:
            known = {rebuttal.id: rebuttal for rebuttal in await transaction.rebuttals.all()}
        try:
            domains = self._desk.source_domains
            kind, comparison, kept = await asyncio.to_thread(_understood, found, file.name, known, domains)
        except ExchangeError as error:
            return await self._refuse(file, importing.refused(file.name, error.problems, t))
        reviewed = self._desk.two_review
        reply = importing.report(file.id, file.name, kind, comparison, t, reviewed=reviewed)
        if not reply.buttons:
            return await self._refuse(file, reply)
        async with self._store.begin() as transaction:
            if await transaction.imports.ready(file.id, kept):
                await self._redraw(transaction, file, reply)
        return True

    async def _refuse(self, file: Import, reply: Reply) -> bool:
        async with self._store.begin() as transaction:
            if await transaction.imports.over(file.id, file.state):
                await self._redraw(transaction, file, reply)
        return True

    async def _save(self, file: Import) -> bool:
        """Save all in one transaction, or nothing."""
        t = texts(file.language)
        rebuttals = await asyncio.to_thread(parse, (file.content or "").splitlines())
        async with self._store.begin() as transaction:
            if await transaction.imports.over(file.id, file.state):
                await self._redraw(
                    transaction, file, Reply(await self._kept(transaction, file, rebuttals, t))
                )
        await self._changed()
        return True

    async def _kept(
        self, transaction: Transaction, file: Import, rebuttals: Sequence[Rebuttal], t: Texts
    ) -> Html:
        """Save them, or where two have to agree leave them for the others; return how that went."""
        now = self._clock()
        if not self._desk.two_review:
            deed = "rebuttals.imported"
            return t.counted(
                "import.done", await save_all(transaction, rebuttals, by=file.person, deed=deed, now=now)
            )
        proposed = await propose_all(transaction, rebuttals, by=file.person, now=now)
        if proposed.waiting:
            await proposals_came(self._desk, transaction, proposed.waiting, by=file.person, now=now)
        return importing.proposed(proposed, t)

    async def _redraw(self, transaction: Transaction, file: Import, reply: Reply) -> None:
        """Queue the next state of the card; the key holds the state, so it is drawn once."""
        params: dict[str, Any] = {"chat_id": file.chat_id, **content(reply)}
        transaction.outbox.owe(
            f"import:{file.id}:{file.state}",
            self._api.id,
            file.chat_id,
            "editMessageText",
            params,
            priority=Priority.ANSWER,
            now=self._clock(),
            edits=file.card,
        )


def _understood(
    content: bytes, name: str, known: dict[str, Rebuttal], domains: Sequence[str]
) -> tuple[Format, Comparison, str]:
    """The format of a file, what it would change, and its rebuttals as JSONL. Raises ExchangeError."""
    kind = format_of(content, name)
    rebuttals = read(content, kind)
    params = {"choices": ", ".join(domains)}
    elsewhere = [
        Problem(place, "source.url", "domain", params, "review")
        for place, rebuttal in enumerate(rebuttals, 1)
        if not fields.is_from(rebuttal.source.url, domains)
    ]
    if elsewhere:
        raise ExchangeError(elsewhere)
    return kind, compared(rebuttals, known), "".join(dump(rebuttals))
