"""Raw updates into the inbox, committed before Telegram is told that they arrived."""

from bot.intake.polling import Polling
from bot.intake.raw import raw_update

__all__ = ["Polling", "raw_update"]
