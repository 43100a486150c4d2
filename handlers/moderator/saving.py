"""Saving a rebuttal together with its line in the audit table: one never happens without the other."""

from handlers.context import Asker, Context
from knowledge.models import Rebuttal


def may_publish(asker: Asker) -> bool:
    """Whether what this person has finished goes out at once; if not, it waits as a draft for a moderator."""
    return asker.is_moderator


async def save(context: Context, rebuttal: Rebuttal, *, by: str, deed: str) -> None:
    """Save a rebuttal and write down who did what; every matcher follows the store after the commit."""
    await context.work.rebuttals.save(rebuttal, now=context.now)
    details = {"verdict": rebuttal.verdict.value}
    await context.work.audit.record(by, deed, rebuttal.id, details, now=context.now)
