"""Saving a rebuttal together with its line in the audit table: one never happens without the other."""

from handlers.context import Context
from knowledge.models import Rebuttal


async def save(context: Context, rebuttal: Rebuttal, *, by: str, deed: str) -> None:
    """Save a rebuttal and write down who did what; every matcher follows the store after the commit."""
    await context.work.rebuttals.save(rebuttal, now=context.now)
    details = {"verdict": rebuttal.verdict.value}
    await context.work.audit.record(by, deed, rebuttal.id, details, now=context.now)
