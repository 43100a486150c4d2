"""Corrections: who read a verdict that is no longer so is told what changed, once."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from handlers import replies
from handlers.citizen.noting import told
from handlers.context import Asker, Desk
from handlers.letters import owe
from handlers.replies import Button, Reply
from handlers.texts import Html, Texts, lines, texts
from knowledge.models import Rebuttal, Status, Verdict
from knowledge.store import CORRECTED, Broadcast, BroadcastKind, Check, Priority, Transaction

# A slip is mostly seen at once, when the card comes back. So long /undo keeps a correction from everybody,
# and of two that follow each other only the second one is sent.
HELD = timedelta(minutes=2)
PORTION = 50  # letters in a transaction, and at most so many unsent ones: the rest follows the next change
KINDS = (BroadcastKind.CORRECTION, BroadcastKind.WITHDRAWAL)


async def owe_corrections(
    transaction: Transaction, kept: Rebuttal, *, by: str, withdrawn: bool, asker: Asker | None, now: datetime
) -> None:
    """Owe a correction to those who read another verdict of it, or any when it is withdrawn; none to none."""
    if not await affected(transaction, kept, withdrawn=withdrawn):
        return
    await transaction.broadcasts.add(
        BroadcastKind.WITHDRAWAL if withdrawn else BroadcastKind.CORRECTION,
        kept.id,
        kept.version,
        by=by,
        due_at=now + HELD,
        chat_id=asker.user_id if asker else None,
        language=asker.reads() if asker else None,
    )


async def affected(transaction: Transaction, kept: Rebuttal, *, withdrawn: bool = False) -> int:
    """Return how many read what is not said any more."""
    if not withdrawn and kept.status is not Status.PUBLISHED:
        return 0
    return await transaction.checks.count_readers(kept.id, unlike=None if withdrawn else kept.verdict)


def notice(kept: Rebuttal, readers: int, t: Texts) -> tuple[Html, ...]:
    """Return what to tell whoever changed the verdict; nothing when nobody has read the old one."""
    if not readers:
        return ()
    return Html(), t.counted("correction.notice", readers, id=kept.id, time=t.lasting(HELD))


async def correct(desk: Desk, transaction: Transaction, broadcast: Broadcast, *, now: datetime) -> bool:
    """Write a portion of its letters; False when there are no more to write.

    What everybody was told last is in the checks, so it does not matter where an earlier process ended, nor
    how often the verdict has changed since.
    """
    known = await transaction.rebuttals.find(broadcast.rebuttal)
    is_withdrawn = broadcast.kind is BroadcastKind.WITHDRAWAL
    wanted = Status.RETIRED if is_withdrawn else Status.PUBLISHED
    if known is None or known.status is not wanted or await transaction.broadcasts.is_overtaken(broadcast):
        return False
    readers = await transaction.checks.readers(
        known.id, unlike=None if is_withdrawn else known.verdict, limit=PORTION
    )
    for reader in readers:
        await _write(desk, transaction, broadcast, known, reader, now)
    if is_withdrawn:
        await transaction.checks.forget_readers(known.id, [reader.person for reader in readers])
    await transaction.checks.add(list(_noted(readers, known, now, is_withdrawn=is_withdrawn)))
    return bool(readers)


def _noted(
    readers: Iterable[Check], known: Rebuttal, now: datetime, *, is_withdrawn: bool
) -> Iterable[Check]:
    for reader in readers:
        if is_withdrawn:
            yield Check(now, reader.person, CORRECTED, 1, known.id, None, None, reader.language, None)
        else:
            again = told(known, reader.person, reader.chat_id, reader.language, now)
            yield replace(again, kind=CORRECTED)


async def _write(
    desk: Desk, transaction: Transaction, broadcast: Broadcast, known: Rebuttal, reader: Check, now: datetime
) -> None:
    assert reader.chat_id is not None, "readers are those whose chat is known"
    assert reader.verdict is not None, "a chat is kept only where a verdict was said"
    t = texts(await transaction.people.language(reader.person) or reader.language)
    is_withdrawn = broadcast.kind is BroadcastKind.WITHDRAWAL
    said = withdrawal(known, reader.verdict, t) if is_withdrawn else correction(known, reader.verdict, t)
    if reader.chat_id < 0:  # a group: what one member presses must not be answered for all
        links = (tuple(button for button in row if button.url) for row in said.buttons)
        said = replace(said, buttons=tuple(row for row in links if row))
    key = f"corrected:{known.id}:{known.version}:{reader.person}"
    await owe(
        transaction,
        desk,
        reader.chat_id,
        key,
        said,
        priority=Priority.BROADCAST,
        now=now,
        broadcast=broadcast.id,
    )


def correction(known: Rebuttal, before: Verdict, t: Texts) -> Reply:
    """Return what was said, what is said now, and the whole answer with its source."""
    shown = replies.rebuttal(known, t)
    head = t("correction.title", before=t(f"verdict.{before}"), after=t(f"verdict.{known.verdict}"))
    return Reply(lines(head, "", shown.text), (*shown.buttons, wish(t, wanted=True)))


def withdrawal(known: Rebuttal, before: Verdict, t: Texts) -> Reply:
    """Return what was said, and that it is not said any more."""
    claim = replies.told_claim(known, t.language)
    return Reply(
        t("correction.withdrawn", before=t(f"verdict.{before}"), claim=claim), (wish(t, wanted=True),)
    )


def wish(t: Texts, *, wanted: bool) -> tuple[Button, ...]:
    """Return the button that asks for no more corrections, or for them again."""
    if wanted:
        return (Button(t("correction.stop"), data="v1:corrections:off"),)
    return (Button(t("correction.resume"), data="v1:corrections:on"),)
