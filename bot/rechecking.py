"""Checks what waits for an answer again when rebuttals were published, a small portion at a time."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.rounds import Rounds
from bot.trouble import Trouble
from handlers.context import Desk
from handlers.moderator.saving import PROGRAM
from knowledge.models import Inquiry, Kind, Post, Rebuttal, Status
from knowledge.store import BroadcastKind, Store, Transaction

PORTION = 20  # questions of a transaction


@dataclass(slots=True)
class _Pass:
    """One look at all that waits, for what was published up to a revision.

    `answers` remembers texts that many sent: {fingerprint: the rebuttal that answers it, if any}.
    """

    revision: int
    published: dict[str, Rebuttal]
    broadcasts: dict[str, int]
    after: int = 0
    answers: dict[str, str | None] = field(default_factory=dict)


class Rechecking(Rounds):
    """Promises a rebuttal to those whose post it would answer with a verdict, were it sent now.

    Nothing less will do: a question back makes no sense a week later. A process that ends in between leaves
    what it has promised, and the next one begins anew.
    """

    def __init__(
        self,
        store: Store,
        desk: Desk,
        clock: Clock,
        trouble: Trouble,
        follow: Callable[[], Awaitable[None]],
        promised: Callable[[], None],
    ) -> None:
        super().__init__(trouble)
        self._store = store
        self._desk = desk
        self._clock = clock
        self._follow = follow
        self._promised = promised
        self._pass: _Pass | None = None

    async def run(self) -> None:
        """Work until cancelled, beginning with what the store says: another process may have led before."""
        self._pass = None
        await super().run()

    async def batch(self) -> int:
        """Check a portion; return how many questions it was, 1 for the end of a pass."""
        if self._pass is None:
            self._pass = await self._begun()
        if self._pass is None:
            return 0
        async with self._store.begin() as transaction:
            page = await transaction.inquiries.waiting(after=self._pass.after, limit=PORTION)
            if not page:
                await transaction.broadcasts.written(tuple(self._pass.broadcasts.values()))
                await transaction.rebuttals.rechecked(self._pass.revision)
        if not page:
            self._pass = None
            return 1
        await self._answer(self._pass, page)
        self._pass.after = page[-1].id
        return len(page)

    async def _begun(self) -> _Pass | None:
        async with self._store.begin() as transaction:
            # In this order: each of these has its revision among those that are read next.
            due = await transaction.broadcasts.due([BroadcastKind.PUBLICATION], now=self._clock())
            revision, changed = await transaction.rebuttals.unchecked()
            published = {each.id: each for each in changed if each.status is Status.PUBLISHED}
            if not published and (changed or due):
                await transaction.broadcasts.written([broadcast.id for broadcast in due])
                await transaction.rebuttals.rechecked(revision)
        if not published:
            return None
        await self._follow()
        return _Pass(revision, published, {broadcast.rebuttal: broadcast.id for broadcast in due})

    async def _answer(self, now_checked: _Pass, page: Sequence[Inquiry]) -> None:
        found: dict[str, list[int]] = defaultdict(list)
        for inquiry in page:
            if inquiry.fingerprint not in now_checked.answers:
                await asyncio.sleep(0)  # others first: to judge a post takes some 5 ms
                now_checked.answers[inquiry.fingerprint] = self._answered_by(now_checked, inquiry)
            if answer := now_checked.answers[inquiry.fingerprint]:
                found[answer].append(inquiry.id)
        if not found:
            return
        async with self._store.begin() as transaction:
            for rebuttal_id, inquiry_ids in found.items():
                await self._promise(transaction, now_checked, rebuttal_id, inquiry_ids)
        self._promised()

    def _answered_by(self, now_checked: _Pass, inquiry: Inquiry) -> str | None:
        answer = self._desk.matcher().check(Post(inquiry.text))
        if answer.kind is not Kind.VERDICT:
            return None
        found = (match.rebuttal.id for match in answer.matches)
        return next((rebuttal for rebuttal in found if rebuttal in now_checked.published), None)

    async def _promise(
        self, transaction: Transaction, now_checked: _Pass, rebuttal_id: str, inquiry_ids: Sequence[int]
    ) -> None:
        now, rebuttal = self._clock(), now_checked.published[rebuttal_id]
        version = await transaction.versions.find(rebuttal_id, rebuttal.version)
        by = version.actor if version else PROGRAM
        if rebuttal_id not in now_checked.broadcasts:  # it came by file, from no chat
            now_checked.broadcasts[rebuttal_id] = await transaction.broadcasts.add(
                BroadcastKind.PUBLICATION, rebuttal_id, rebuttal.version, by=by, due_at=now
            )
        broadcast = now_checked.broadcasts[rebuttal_id]
        closed = await transaction.inquiries.promise(inquiry_ids, rebuttal_id, now=now, broadcast=broadcast)
        for rumour_id in closed:
            details = {"rebuttal": rebuttal_id}
            await transaction.audit.record(by, "rumour.answered", f"rumour:{rumour_id}", details, now=now)
