"""Commands and buttons that mean nothing (any more): say so, and what to do instead."""

from telegram import Update

from handlers.context import Context
from handlers.errors import Refusal


async def command(_update: Update, _context: Context) -> None:
    """Refuse a command that is in no route."""
    raise Refusal("command.unknown")


async def button(_update: Update, _context: Context) -> None:
    """Refuse a button that no card of today has: forged, or from before an update of the bot."""
    raise Refusal("button.unknown")
