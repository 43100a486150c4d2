"""Claimed updates -> bursts: what belongs to the first update of a chat is claimed with it, or waited for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.bursts import MOST, QUIET, is_comment, is_unfinished, may_go_on, message_in, together
from knowledge.store import Transaction, Waiting, Work

LOOKED_THROUGH = 100  # updates behind all those that were claimed: a chat that floods must not slow others


@dataclass(frozen=True, slots=True)
class Burst:
    """Updates that are answered together, mostly one.

    Until `more_until` others may come that belong to them; `is_certain` tells whether that is more than a
    guess, which is worth waiting only where there is nothing to answer yet.
    """

    works: tuple[Work, ...]
    more_until: datetime | None = None
    is_certain: bool = False


async def gathered(
    transaction: Transaction,
    works: Sequence[Work],
    person_of: Callable[[Work], str],
    *,
    now: datetime,
    lease_end: datetime,
) -> list[Burst]:
    """Return the bursts that these works begin, of which all is claimed.

    Nobody waits who is filling in a card: what they send is a value for it, one by one.
    """
    behind = await transaction.inbox.following(
        [work for work in works if may_go_on(message_in(work.payload))], LOOKED_THROUGH
    )
    found = {work: _burst(work, behind.get(work.chat_key, ()), now) for work in works}
    joint = {person_of(work): work for work, (burst, others) in found.items() if others or burst.more_until}
    busy = {joint[person] for person in await transaction.dialogs.open_of(joint, now=now)}
    bursts = []
    for work, (burst, others) in found.items():
        if work in busy:
            bursts.append(Burst((work,)))
        elif others:
            also = await transaction.inbox.claim_too(work, others, lease_end=lease_end)
            bursts.append(Burst((work, *also), burst.more_until, burst.is_certain))
        else:
            bursts.append(burst)
    return bursts


def _burst(work: Work, behind: Sequence[Waiting], now: datetime) -> tuple[Burst, Sequence[Waiting]]:
    """Return the burst, its first work only, and what is to be claimed for it."""
    first = message_in(work.payload)
    if first is None:
        return Burst((work,)), ()
    messages = [first, *(message_in(each.payload) for each in behind[: MOST - 1])]
    others = behind[: together(messages) - 1]
    until = (others[-1] if others else work).received_at + QUIET
    if until <= now or len(others) < len(messages) - 1:
        return Burst((work,)), others
    if is_unfinished(messages):
        return Burst((work,), until, is_certain=True), others
    return Burst((work,), until if not others and is_comment(first) else None), others
