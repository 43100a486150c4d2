"""Pictures: what the bot and its reports draw."""

from knowledge.media.sheet import Card, Listing, Row, Sheet, draw
from knowledge.media.stack import Chart, Series, ticks

__all__ = ["Card", "Chart", "Listing", "Row", "Series", "Sheet", "draw", "ticks"]
