"""Words in pictures: one open font that has every Kazakh letter, and how long words become as short as a box.

The font is Inter (Regular and SemiBold, version 3.019, as its authors publish it), under the SIL Open Font
License: `fonts/OFL.txt`. It comes with the program, so a picture looks the same on every machine.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO

from PIL import ImageFont

Font = ImageFont.FreeTypeFont
ELLIPSIS = "…"
_SPACES = str.maketrans({"\u202f": "\u00a0", "\u2009": "\u00a0", "\n": " ", "\t": " "})


@cache
def font(size: int, *, bold: bool = False) -> Font:
    """The font at a size in pixels."""
    # Basic layout: raqm needs a library of the system's that slim containers do not have.
    return ImageFont.truetype(
        BytesIO(_file("Inter-SemiBold.otf" if bold else "Inter-Regular.otf")),
        size,
        layout_engine=ImageFont.Layout.BASIC,
    )


@cache
def _file(name: str) -> bytes:
    return files(__name__.rpartition(".")[0]).joinpath("fonts", name).read_bytes()


def width(text: str, of: Font) -> float:
    """How many pixels the text takes on a line."""
    return of.getlength(text)


def drawable(text: str) -> str:
    """The text as one line, without what the font has no glyph for, such as emoji."""
    kept = "".join(letter for letter in text.translate(_SPACES) if letter.isspace() or _is_known(letter))
    return re.sub(" +", " ", kept).strip()


@lru_cache(4096)
def _is_known(letter: str) -> bool:
    """Whether the font has the letter: Pillow draws an unknown one as what it draws a non-character as."""
    mask, unknown = (font(20).getmask(each) for each in (letter, "\uffff"))
    return mask.getbbox() is not None and bytes(mask) != bytes(unknown)


def fitted(text: str, room: float, size: int, smallest: int, *, bold: bool = False) -> tuple[str, Font]:
    """The text with the largest font in which it fits; cut where even the smallest one is too large."""
    for each in range(size, smallest - 1, -1):
        if width(text, font(each, bold=bold)) <= room:
            return text, font(each, bold=bold)
    return cut(text, room, font(smallest, bold=bold)), font(smallest, bold=bold)


def cut(text: str, room: float, of: Font) -> str:
    """The text, or as much of its beginning as fits with an ellipsis."""
    if width(text, of) <= room:
        return text
    low, high = 0, len(text)
    while low < high:  # the longest beginning that fits
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip() + ELLIPSIS, of) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip(" ,.;:–—-") + ELLIPSIS


def wrapped(text: str, room: float, of: Font, lines: int) -> list[str]:
    """The text in at most so many lines, the last one cut when there is more."""
    found: list[str] = []
    rest = text
    while rest and len(found) < lines - 1:
        line = _line(rest, room, of)
        found.append(line)
        rest = rest[len(line) :].lstrip()
    return [*found, cut(rest, room, of)] if rest else found


def _line(text: str, room: float, of: Font) -> str:
    """As many whole words as fit; of a word that is longer than the line, as many letters."""
    best = ""
    for candidate in _beginnings(text):
        if width(candidate, of) > room:
            break
        best = candidate
    if best:
        return best
    letters = 1
    while letters < len(text) and width(text[: letters + 1], of) <= room:
        letters += 1
    return text[:letters]


def _beginnings(text: str) -> Iterator[str]:
    at = text.find(" ")
    while at > 0:
        yield text[:at]
        at = text.find(" ", at + 1)
    yield text
