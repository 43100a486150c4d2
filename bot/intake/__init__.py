"""Raw updates into the inbox, committed before Telegram is told that they arrived."""

from bot.intake.arrivals import Arrivals
from bot.intake.polling import ALLOWED, Polling
from bot.intake.raw import UNREADABLE, raw_update
from bot.intake.webhook import Webhook

__all__ = ["ALLOWED", "UNREADABLE", "Arrivals", "Polling", "Webhook", "raw_update"]
