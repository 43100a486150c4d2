"""The bot's clock in tests that need another time: it stands still until the test moves it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass
class Time:
    """Goes where `now` is set to; begins at the real time unless told otherwise."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        """For what measures spans and not times of day."""
        return self.now.timestamp()
