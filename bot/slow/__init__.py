"""Posts that take time to read, beside those of text: never instead of them."""

from bot.slow.reading import Eyes
from bot.slow.work import SlowWork

__all__ = ["Eyes", "SlowWork"]
