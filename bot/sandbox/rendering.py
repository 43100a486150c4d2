"""What a person sees of a message, as lines of a terminal."""

import re
from collections.abc import Iterator

from bot.sandbox.entities import Entity
from bot.sandbox.messages import Message

# Select Graphic Rendition, on and off (ECMA-48); each goes off by itself, so that marks may overlap.
_STYLES = {
    "bold": ("\x1b[1m", "\x1b[22m"),
    "italic": ("\x1b[3m", "\x1b[23m"),
    "underline": ("\x1b[4m", "\x1b[24m"),
    "strikethrough": ("\x1b[9m", "\x1b[29m"),
    "spoiler": ("\x1b[7m", "\x1b[27m"),
    "code": ("\x1b[36m", "\x1b[39m"),
    "pre": ("\x1b[36m", "\x1b[39m"),
}
# A post must not steer the terminal that shows it.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BAR = "┃ "
_SHORT = 60


def lines(message: Message, *, colour: bool) -> Iterator[str]:
    """The message from top to bottom: what it answers, media, text with link targets, numbered buttons."""
    if answered := message.get("reply_to_message"):
        yield _BAR + first_line(message.quote or Message(answered).text)
    for kind in ("photo", "document"):
        if kind in message:
            yield f"[{kind}]"
    if message.text:
        yield from text(message.text, message.entities, colour=colour).split("\n")
    for number, button in enumerate(message.buttons, start=1):
        yield harmless(f"[{number}] {button['text']}" + (f" → {button['url']}" if "url" in button else ""))


def text(plain: str, entities: list[Entity], *, colour: bool) -> str:
    """The text with its entities shown: styles when there is colour, quotes and link targets always."""
    units = harmless(plain).encode("utf-16-le")
    parts, done = [], 0
    for offset, _, mark in sorted(_marks(plain, entities, colour=colour)):
        parts += [units[2 * done : 2 * offset].decode("utf-16-le"), mark]
        done = offset
    return "".join(parts) + units[2 * done :].decode("utf-16-le")


def _marks(plain: str, entities: list[Entity], *, colour: bool) -> Iterator[tuple[int, int, str]]:
    """What is to be put in: its place in UTF-16 units, its rank there (inner ends come first), the mark."""
    for rank, entity in enumerate(entities, start=1):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if colour and entity["type"] in _STYLES:
            on, off = _STYLES[entity["type"]]
            yield from ((start, rank, on), (end, -rank, off))
        elif entity["type"] == "text_link":
            yield end, -rank, harmless(f" <{entity['url']}>")
        elif entity["type"].endswith("blockquote"):
            yield start, rank, _BAR
            yield from ((at, rank, _BAR) for at in _line_starts(plain) if start < at < end)


def _line_starts(plain: str) -> Iterator[int]:
    units = 0
    for line in plain.split("\n"):
        units += len(line.encode("utf-16-le")) // 2 + 1
        yield units


def first_line(plain: str) -> str:
    """The beginning of a text, to tell which one is meant."""
    line = harmless(plain.partition("\n")[0])
    return line if len(line) <= _SHORT else f"{line[:_SHORT]}…"


def harmless(plain: str) -> str:
    """Without control characters; as long as before."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", plain)
