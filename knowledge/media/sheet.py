"""A sheet of figures as a PNG: cards, a chart of stacked bars, lists.

Words come from outside, in any language. What colours tell is told by patterns and labels, too. All edges are
straight, so nothing has to be smoothed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

from knowledge.media.lettering import drawable, fitted, font, width, wrapped
from knowledge.media.stack import Chart, draw_chart

WIDTH = 1280  # Telegram shows photos at up to 1280 pixels without scaling them down
MARGIN = 56
GAP = 24
COLUMNS = 3
CARD = ((WIDTH - 2 * MARGIN - (COLUMNS - 1) * GAP) // COLUMNS, 176)
CARD_ROOM = CARD[0] - 2 * GAP  # for words in a card
FIGURE_ROOM = 300  # for what stands at the right of a row
TEXT_ROOM = WIDTH - 2 * MARGIN - FIGURE_ROOM - 56
ROOM = WIDTH - 2 * MARGIN

# Sizes of letters, in pixels; the smaller one is where shrinking ends and cutting begins.
TITLE, SUBTITLE, HEADING, LABEL, VALUE, CHANGE, TEXT = 46, 27, 31, 25, 60, 23, 26
SMALLEST = 19

_INK, _GREY, _LINE, _PAPER, _CARD, _ACCENT = "#1c2430", "#5b6675", "#d8dde4", "#ffffff", "#f3f5f8", "#0b5cad"
_ROW = 88
_CHART = 500


@dataclass(frozen=True, slots=True)
class Card:
    """One figure: what it is, its value, and how it has changed."""

    label: str
    value: str
    change: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list: what, its figure, and a word about it below that."""

    text: str
    figure: str
    note: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A list under a heading; `empty` is said when it has no rows."""

    heading: str
    rows: Sequence[Row]
    empty: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a picture says."""

    title: str
    subtitle: str
    cards: Sequence[Card]
    chart: Chart
    listings: Sequence[Listing]
    footer: str


def draw(sheet: Sheet) -> bytes:
    """The sheet as a PNG, `WIDTH` pixels wide and as high as it has to be."""
    image = Image.new("RGB", (WIDTH, _height(sheet)), _PAPER)
    canvas = ImageDraw.Draw(image)
    y = _header(canvas, sheet)
    y = _cards(canvas, sheet.cards, y)
    draw_chart(canvas, sheet.chart, (MARGIN, y, WIDTH - MARGIN, y + _CHART))
    y += _CHART + 2 * GAP
    for listing in sheet.listings:
        y = _listing(canvas, listing, y)
    _words(canvas, (MARGIN, y + 8), sheet.footer, ROOM, CHANGE, _GREY)
    png = BytesIO()
    # Telegram makes a JPEG of it anyway; 64 colours would halve the file and take three times as long.
    image.save(png, "PNG", compress_level=1)
    return png.getvalue()


def _height(sheet: Sheet) -> int:
    card_rows = -(-len(sheet.cards) // COLUMNS)
    listed = sum(64 + _ROW * max(1, len(listing.rows)) + GAP for listing in sheet.listings)
    return 180 + card_rows * (CARD[1] + GAP) + 16 + _CHART + 2 * GAP + listed + 72


def _header(canvas: ImageDraw.ImageDraw, sheet: Sheet) -> int:
    canvas.rectangle([0, 0, WIDTH, 12], fill=_ACCENT)
    _words(canvas, (MARGIN, 48), sheet.title, ROOM, TITLE, _INK, bold=True)
    _words(canvas, (MARGIN, 114), sheet.subtitle, ROOM, SUBTITLE, _GREY)
    return 180


def _cards(canvas: ImageDraw.ImageDraw, cards: Sequence[Card], y: int) -> int:
    for place, card in enumerate(cards):
        row, column = divmod(place, COLUMNS)
        left, top = MARGIN + column * (CARD[0] + GAP), y + row * (CARD[1] + GAP)
        canvas.rectangle([left, top, left + CARD[0], top + CARD[1]], fill=_CARD)
        canvas.rectangle([left, top, left + 5, top + CARD[1]], fill=_ACCENT)
        _words(canvas, (left + GAP, top + 18), card.label, CARD_ROOM, LABEL, _GREY)
        _words(canvas, (left + GAP, top + 55), card.value, CARD_ROOM, VALUE, _INK, bold=True)
        _words(canvas, (left + GAP, top + 132), card.change, CARD_ROOM, CHANGE, _GREY)
    return y + -(-len(cards) // COLUMNS) * (CARD[1] + GAP) + 16


def _listing(canvas: ImageDraw.ImageDraw, listing: Listing, y: int) -> int:
    _words(canvas, (MARGIN, y), listing.heading, ROOM, HEADING, _INK, bold=True)
    y += 64
    for rank, row in enumerate(listing.rows, 1):
        _row(canvas, rank, row, y)
        y += _ROW
    if not listing.rows:
        _words(canvas, (MARGIN, y), listing.empty, ROOM, TEXT, _GREY)
        y += _ROW
    return y + GAP


def _row(canvas: ImageDraw.ImageDraw, rank: int, row: Row, y: int) -> None:
    canvas.line([MARGIN, y - 12, WIDTH - MARGIN, y - 12], fill=_LINE)
    canvas.text((MARGIN, y), f"{rank}.", fill=_GREY, font=font(TEXT))
    for number, line in enumerate(wrapped(drawable(row.text), TEXT_ROOM, font(TEXT), 2)):
        canvas.text((MARGIN + 44, y + 33 * number), line, fill=_INK, font=font(TEXT))
    right = WIDTH - MARGIN
    for number, (words, bold, ink) in enumerate(((row.figure, True, _INK), (row.note, False, _GREY))):
        shown, letters = fitted(drawable(words), FIGURE_ROOM, TEXT, SMALLEST, bold=bold)
        canvas.text((right - width(shown, letters), y + 33 * number), shown, fill=ink, font=letters)


def _words(
    canvas: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    room: float,
    size: int,
    ink: str,
    *,
    bold: bool = False,
) -> None:
    """Write on one line, as large as it fits."""
    shown, letters = fitted(drawable(text), room, size, SMALLEST, bold=bold)
    canvas.text((at[0], at[1] + (size - letters.size)), shown, fill=ink, font=letters)
