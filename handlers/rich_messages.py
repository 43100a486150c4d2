"""Rich messages (Bot API 10.1): the words of their blocks and the addresses behind them, from raw JSON.

This version of python-telegram-bot does not know them. The shapes are those of RichBlock and RichText in
https://core.telegram.org/bots/api#richmessage; what is no such shape says nothing.
"""

from collections.abc import Iterator
from typing import Any

# Real ones are a few levels deep; the limit keeps one that was made to hurt from using up Python's stack.
DEEPEST = 40
# Fields that hold words, in reading order, and those that hold blocks.
WORDS = ("title", "label", "summary", "text", "credit")
BLOCKS = ("items", "blocks", "caption")


def rich_lines(block: Any, depth: int = 0) -> Iterator[str]:
    """Yield the lines of a rich message, of a block in it, or of a list of blocks."""
    if depth > DEEPEST:
        return
    if isinstance(block, list):
        for part in block:
            yield from rich_lines(part, depth + 1)
    elif isinstance(block, dict):
        yield from filter(None, (_plain(block.get(name)).strip() for name in WORDS))
        for name in BLOCKS:
            yield from rich_lines(block.get(name), depth + 1)
        rows = block.get("cells")
        for row in rows if isinstance(rows, list) else ():
            yield " ".join(rich_lines(row, depth + 1))


def rich_links(block: Any, depth: int = 0) -> Iterator[str]:
    """Yield the addresses behind the words of a rich message."""
    if depth > DEEPEST:
        return
    if isinstance(block, dict) and isinstance(block.get("url"), str):
        yield block["url"]
    parts = block.values() if isinstance(block, dict) else block if isinstance(block, list) else ()
    for part in parts:
        yield from rich_links(part, depth + 1)


def _plain(text: Any, depth: int = 0) -> str:
    """Return a RichText without its formats: it is words, a list of RichTexts, or one with a format."""
    if isinstance(text, str):
        return text
    if depth > DEEPEST:
        return ""
    if isinstance(text, list):
        return "".join(_plain(part, depth + 1) for part in text)
    return _plain(text.get("text"), depth + 1) if isinstance(text, dict) else ""
