"""Logging, configured once by the command line: plain lines for people, JSON lines for collectors."""

import json
import logging
import re
import sys
import traceback
from typing import Literal

# The token is part of every address of the Bot API, and libraries log addresses.
TOKEN = re.compile(r"\b\d{6,}:[A-Za-z0-9_-]{20,}")


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return time, level, logger, message, and the traceback if there is one."""
        line = {
            "time": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class Redacting(logging.Formatter):
    """Another formatter's line with tokens blotted out, tracebacks included."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without a token in it."""
        return TOKEN.sub("<token>", self._inner.format(record))


def wordless(error: BaseException) -> str:
    """Return a traceback of types and places only: what an error of a handler says may quote a citizen."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    frames = "".join(traceback.format_tb(error.__traceback__))
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"{wordless(before)}\nthen:\n{frames}{kind}" if before else f"{frames}{kind}"


def configure(form: Literal["console", "json"], level: int = logging.INFO) -> None:
    """Send log lines to standard error."""
    console = logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%H:%M:%S")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting(JsonFormatter() if form == "json" else console))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # httpx logs the whole address of every request, token included.
    for name in ("httpx", "httpcore", "telegram", "uvicorn", "alembic", "aiosqlite"):
        logging.getLogger(name).setLevel(logging.WARNING)
