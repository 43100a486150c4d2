"""The one door to the rebuttals for people: what is saved, its version and the audit never part."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.context import Asker, Context
from handlers.corrections import owe_corrections
from handlers.errors import Refusal
from handlers.moderator.colleagues import colleagues
from handlers.texts import texts
from knowledge.models import Rebuttal, Status
from knowledge.store import BroadcastKind, StoreError, Transaction

# Actors that are nobody: their deeds have no moderator behind them.
PROGRAM, COMMAND_LINE = "program", "command line"
WITHDRAWN = "rebuttal.withdrawn"  # out of service, and those who read it are told


@dataclass(frozen=True, slots=True)
class Proposed:
    """What became of a file: `waiting` of the `saved` wait for approval; `refused` waited already."""

    saved: int
    waiting: int
    refused: int


def may_publish(asker: Asker) -> bool:
    """Whether what this person has finished goes out at once; if not, it waits as a draft for a moderator."""
    return asker.is_moderator


async def save(
    context: Context,
    rebuttal: Rebuttal,
    *,
    by: str,
    deed: str,
    remark: str = "",
    rumour: int | None = None,
    settles: bool = False,
) -> Rebuttal:
    """Save a changed rebuttal, in service or out of it as its status says; return it with its new number.

    `rebuttal.version` is that of the state which the change began with. Nothing is written, and a Refusal
    is raised, when somebody else has changed it since, or when a correction of it waits for approval and
    the deed does not settle that. Every matcher follows the store after the commit.
    """
    if not settles:
        await refuse_while_waiting(context, rebuttal.id)
    kept = await _kept(
        context.work, rebuttal, by=by, deed=deed, remark=remark, rumour=rumour, now=context.now
    )
    if kept is None:
        raise await overtaken(context, rebuttal.id)
    asker = context.scene.asker
    await _set_off(context.work, kept, by=by, deed=deed, asker=asker, now=context.now)
    return kept


async def refuse_while_waiting(context: Context, rebuttal_id: str) -> None:
    """Raise a Refusal when a correction waits for approval, which another change would push aside."""
    newest = await context.work.versions.newest(rebuttal_id)
    if newest is not None and newest.rebuttal.status is Status.WAITING:
        raise Refusal("review.waits", id=rebuttal_id)


async def overtaken(context: Context, rebuttal_id: str) -> Refusal:
    """Return what to tell somebody whose change came too late: who was first, and with what."""
    newest = await context.work.versions.newest(rebuttal_id)
    asker = context.scene.asker
    if newest is None or asker is None:
        return Refusal("rebuttal.none", id=rebuttal_id)
    t = texts(asker.reads())
    label = (await colleagues(context, t)).label(newest.actor)
    deed = t(f"version.{newest.deed}")
    return Refusal("rebuttal.changed", id=rebuttal_id, label=label, deed=deed, number=newest.number)


async def saved(
    transaction: Transaction,
    rebuttal: Rebuttal,
    *,
    by: str,
    deed: str,
    remark: str = "",
    rumour: int | None = None,
    now: datetime,
) -> Rebuttal | None:
    """Do the same outside of a handler; None, with nothing written, when somebody else was first."""
    kept = await _kept(transaction, rebuttal, by=by, deed=deed, remark=remark, rumour=rumour, now=now)
    if kept is not None:
        await _set_off(transaction, kept, by=by, deed=deed, asker=None, now=now)
    return kept


async def _set_off(
    transaction: Transaction, kept: Rebuttal, *, by: str, deed: str, asker: Asker | None, now: datetime
) -> None:
    """Owe what a change means to people: to who read another verdict, and to who waits for this one.

    `asker` is told how many it reached, else all moderators are.
    """
    withdrawn = deed == WITHDRAWN
    await owe_corrections(transaction, kept, by=by, withdrawn=withdrawn, asker=asker, now=now)
    if asker is not None and kept.status is Status.PUBLISHED:
        await transaction.broadcasts.add(
            BroadcastKind.PUBLICATION,
            kept.id,
            kept.version,
            by=by,
            due_at=now,
            chat_id=asker.user_id,
            language=asker.reads(),
        )


async def _kept(
    transaction: Transaction,
    rebuttal: Rebuttal,
    *,
    by: str,
    deed: str,
    remark: str,
    rumour: int | None,
    now: datetime,
) -> Rebuttal | None:
    kept = replace(rebuttal, version=rebuttal.version + 1)
    if not await transaction.versions.add([kept], by=by, deed=deed, remark=remark, rumour=rumour, now=now):
        return None
    await transaction.rebuttals.save(kept, now=now)
    await _record(transaction, kept, by=by, deed=deed, now=now)
    return kept


async def propose(
    context: Context,
    rebuttal: Rebuttal,
    *,
    by: str,
    deed: str,
    remark: str = "",
    rumour: int | None = None,
) -> Rebuttal:
    """Keep a draft, or what waits for approval; what is in service meanwhile goes on answering.

    `rumour` is the one that it was written for: it is answered when this is published.
    """
    in_service = await context.work.rebuttals.find(rebuttal.id)
    if in_service is None or in_service.status is not Status.PUBLISHED:
        return await save(context, rebuttal, by=by, deed=deed, remark=remark, rumour=rumour, settles=True)
    kept = replace(rebuttal, version=rebuttal.version + 1)
    if not await context.work.versions.add(
        [kept], by=by, deed=deed, remark=remark, rumour=rumour, now=context.now
    ):
        raise await overtaken(context, rebuttal.id)
    await context.work.rebuttals.mark(kept.id, kept.version)
    await _record(context.work, kept, by=by, deed=deed, now=context.now)
    return kept


async def save_all(
    transaction: Transaction, rebuttals: Sequence[Rebuttal], *, by: str, deed: str, now: datetime
) -> int:
    """Save what a file holds; return how many of them say something new: the others get no new version."""
    kept = await _numbered(transaction, await _changed(transaction, rebuttals), by=by, deed=deed, now=now)
    await _put(transaction, kept, by=by, deed=deed, now=now)
    await transaction.audit.record(by, deed, "", {"count": len(rebuttals)}, now=now)
    return len(kept)


async def propose_all(
    transaction: Transaction, rebuttals: Sequence[Rebuttal], *, by: str, now: datetime
) -> Proposed:
    """Save what a file holds where two have to agree: what it would publish waits for another moderator."""
    deed = "rebuttals.proposed"
    changed, waiting = await _changed(transaction, rebuttals), await transaction.versions.waiting()
    free = [rebuttal for rebuttal in changed if rebuttal.id not in waiting]
    proposals = [_waiting(rebuttal) for rebuttal in free]
    kept = await _numbered(transaction, proposals, by=by, deed=deed, now=now)
    answering = {known.id for known in await transaction.rebuttals.all(Status.PUBLISHED)}
    beside = {each.id for each in kept if each.status is Status.WAITING and each.id in answering}
    await _put(transaction, [each for each in kept if each.id not in beside], by=by, deed=deed, now=now)
    for each in kept:
        if each.id in beside:
            await transaction.rebuttals.mark(each.id, each.version)
    await transaction.audit.record(by, deed, "", {"count": len(kept)}, now=now)
    proposed = sum(each.status is Status.WAITING for each in kept)
    return Proposed(saved=len(kept), waiting=proposed, refused=len(changed) - len(free))


def _waiting(rebuttal: Rebuttal) -> Rebuttal:
    published = rebuttal.status is Status.PUBLISHED
    return replace(rebuttal, status=Status.WAITING) if published else rebuttal


async def _changed(transaction: Transaction, rebuttals: Sequence[Rebuttal]) -> list[Rebuttal]:
    stored = {known.id: known for known in await transaction.rebuttals.all()}
    return [rebuttal for rebuttal in rebuttals if stored.get(rebuttal.id) != rebuttal]


async def _numbered(
    transaction: Transaction, changed: Sequence[Rebuttal], *, by: str, deed: str, now: datetime
) -> list[Rebuttal]:
    """Keep each as its next version."""
    numbers = await transaction.versions.numbers([rebuttal.id for rebuttal in changed])
    kept = [replace(rebuttal, version=numbers.get(rebuttal.id, 0) + 1) for rebuttal in changed]
    if not await transaction.versions.add(kept, by=by, deed=deed, now=now):
        raise StoreError("A moderator changed one of the rebuttals at this moment: please repeat.")
    return kept


async def _put(
    transaction: Transaction, kept: Sequence[Rebuttal], *, by: str, deed: str, now: datetime
) -> None:
    """Bring into service, or out of it, and owe what that means to people."""
    await transaction.rebuttals.save_all(kept, now=now)
    read = await transaction.checks.read([rebuttal.id for rebuttal in kept])
    for rebuttal in kept:
        if rebuttal.id in read:
            await _set_off(transaction, rebuttal, by=by, deed=deed, asker=None, now=now)


async def _record(transaction: Transaction, kept: Rebuttal, *, by: str, deed: str, now: datetime) -> None:
    details = {"verdict": kept.verdict.value, "version": kept.version}
    await transaction.audit.record(by, deed, kept.id, details, now=now)
