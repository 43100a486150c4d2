"""Groups posts that say the same: with which of the known ones a new one belongs, in whatever order."""

from knowledge.grouping.grouping import Grouping

__all__ = ["Grouping"]
