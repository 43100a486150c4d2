"""The verdict card: one rebuttal as a picture that is read on a phone and passed on without the bot.

Words come from outside, in any language. The verdict is told by an icon and a word beside its colour.
"""

from dataclasses import dataclass
from io import BytesIO

import segno
from PIL import Image, ImageDraw

from knowledge.media.lettering import ELLIPSIS, Font, drawable, fitted, font, width, wrapped
from knowledge.media.typography import bound, quoted
from knowledge.models import Verdict

# Whoever keeps pictures draws them again when this grows: with every change of what they look like.
LOOK = 1
SIZE = (1080, 1350)  # 4:5, the largest share of a phone's screen that feeds and chats give a picture

# Each has a contrast of 4.5 or more to white, https://www.w3.org/TR/WCAG22/#contrast-minimum; a test counts.
COLOURS = {
    Verdict.FALSE: "#b3261e",
    Verdict.MISLEADING: "#9a5b00",
    Verdict.UNPROVEN: "#4a5568",
    Verdict.TRUE: "#1b6e3c",
    Verdict.SCAM: "#6a1b9a",
}
INK, GREY, PAPER, LINE = "#1c2430", "#4f5a69", "#ffffff", "#d8dde4"

_MARGIN = 64
_ROOM = SIZE[0] - 2 * _MARGIN
_BAND = 216  # the height of the coloured part
_ICON = 120
_FOOT = 1062  # where source and QR code begin
_QR = 232
_SOURCE_ROOM = _ROOM - _QR - 40
# Letters in pixels, from the largest down to the smallest: shown 360 points wide, 30 are as large as the
# small print of a chat.
_WORD, _CLAIM, _TEXT, _LABEL, _NAME = (88, 48), (64, 34), (52, 30), 30, (34, 28)
_LEADING = 1.28  # the height of a line, in heights of its letters
_CLAIM_SHARE = 0.5  # of what there is for both texts, at most
_COLOURS_OF_PNG = 64


@dataclass(frozen=True, slots=True)
class VerdictCard:
    """All that a card says. `quotes` are the two marks around the claim; `link` is what the QR code holds."""

    verdict: Verdict
    word: str
    claim_label: str
    claim: str
    quotes: str
    explanation: str
    source_label: str
    source: str
    date: str
    link: str
    link_label: str
    bot: str


def draw_card(card: VerdictCard) -> bytes:
    """The card as a PNG of `SIZE`."""
    image = Image.new("RGB", SIZE, PAPER)
    canvas = ImageDraw.Draw(image)
    _band(image, canvas, card)
    _body(canvas, card)
    _foot(image, canvas, card)
    png = BytesIO()
    # A third of the bytes; nobody sees the difference, as there are few colours.
    image.quantize(_COLOURS_OF_PNG, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        png, "PNG"
    )
    return png.getvalue()


def _band(image: Image.Image, canvas: ImageDraw.ImageDraw, card: VerdictCard) -> None:
    colour = COLOURS[card.verdict]
    canvas.rectangle([0, 0, SIZE[0], _BAND], fill=colour)
    top = (_BAND - _ICON) // 2
    image.paste(PAPER, (_MARGIN, top), _icon(card.verdict))
    left = _MARGIN + _ICON + 36
    shown, letters = fitted(drawable(card.word), SIZE[0] - _MARGIN - left, *_WORD, bold=True)
    canvas.text((left, _BAND / 2), shown, fill=PAPER, font=letters, anchor="lm")


def _body(canvas: ImageDraw.ImageDraw, card: VerdictCard) -> None:
    y = _BAND + 40
    canvas.text((_MARGIN, y), drawable(card.claim_label), fill=GREY, font=font(_LABEL))
    y += round(_LABEL * 1.5)
    room = _FOOT - 36 - y
    lines, letters = _block(quoted(drawable(card.claim), card.quotes), room * _CLAIM_SHARE, _CLAIM, bold=True)
    y = _written(canvas, lines, letters, y) + 34
    canvas.rectangle([_MARGIN, y, _MARGIN + 96, y + 5], fill=COLOURS[card.verdict])
    y += 36
    # An explanation in larger letters than its claim would turn the two around.
    largest = min(_TEXT[0], int(letters.size))
    lines, letters = _block(drawable(card.explanation), _FOOT - 30 - y, (largest, _TEXT[1]))
    _written(canvas, lines, letters, y)


def _block(text: str, height: float, sizes: tuple[int, int], *, bold: bool = False) -> tuple[list[str], Font]:
    """The lines of a text in the largest letters in which it fits; cut where the smallest do not suffice."""
    text = bound(text)
    for size in range(sizes[0], sizes[1], -2):
        letters = font(size, bold=bold)
        lines = wrapped(text, _ROOM, letters, _lines_within(height, size) + 1)
        if len(lines) <= _lines_within(height, size):
            return lines, letters
    letters = font(sizes[1], bold=bold)
    lines = wrapped(text, _ROOM, letters, _lines_within(height, sizes[1]))
    return [*lines[:-1], _ended(lines[-1], text[-1], letters)], letters


def _ended(line: str, last: str, letters: Font) -> str:
    """The line that was cut: without half a word, and with the closing mark of a quotation."""
    mark = last if last in "»”" else ""
    kept = line.removesuffix(ELLIPSIS)
    kept = kept.rpartition(" ")[0] or kept
    while width(kept + ELLIPSIS + mark, letters) > _ROOM:
        kept = kept[:-1]
    return kept.rstrip(" ,.;:–—-") + ELLIPSIS + mark


def _lines_within(height: float, size: int) -> int:
    return max(1, int(height / (size * _LEADING)))


def _written(canvas: ImageDraw.ImageDraw, lines: list[str], letters: Font, y: float) -> int:
    for line in lines:
        canvas.text((_MARGIN, y), line, fill=INK, font=letters)
        y += letters.size * _LEADING
    return round(y)


def _foot(image: Image.Image, canvas: ImageDraw.ImageDraw, card: VerdictCard) -> None:
    canvas.line([_MARGIN, _FOOT, SIZE[0] - _MARGIN, _FOOT], fill=LINE, width=2)
    code = _qr(card.link)
    left, top = SIZE[0] - _MARGIN - code.width, _FOOT + 4
    image.paste(code, (left, top))
    shown, letters = fitted(drawable(card.link_label), _QR + 40, 24, 18)
    canvas.text((left + code.width / 2, top + code.height - 12), shown, fill=GREY, font=letters, anchor="ma")
    y = _FOOT + 30
    canvas.text((_MARGIN, y), drawable(card.source_label), fill=GREY, font=font(_LABEL))
    y += 42
    for line in _named(drawable(card.source)):
        canvas.text((_MARGIN, y), line, fill=INK, font=font(_NAME[1], bold=True))
        y += 38
    shown, letters = fitted(drawable(card.date), _SOURCE_ROOM, _LABEL, 24)
    canvas.text((_MARGIN, y + 4), shown, fill=GREY, font=letters)
    shown, letters = fitted(drawable(card.bot), _SOURCE_ROOM, *_NAME, bold=True)
    canvas.text((_MARGIN, SIZE[1] - 40), shown, fill=COLOURS[card.verdict], font=letters, anchor="ls")


def _named(source: str) -> list[str]:
    """The source in at most two lines."""
    return wrapped(bound(source), _SOURCE_ROOM, font(_NAME[1], bold=True), 2)


def _qr(link: str) -> Image.Image:
    """The code, at most `_QR` wide, with its margin: https://www.qrcode.com/en/howto/code.html."""
    modules = [list(row) for row in segno.make_qr(link, error="m").matrix_iter(border=4)]
    code = Image.new("L", (len(modules), len(modules)))
    code.putdata([0 if dark else 255 for row in modules for dark in row])
    scale = max(1, _QR // len(modules))
    return code.resize((len(modules) * scale,) * 2, Image.Resampling.NEAREST)


def _icon(verdict: Verdict) -> Image.Image:
    """A mask: a disc with the verdict's sign cut out, drawn four times as large so that edges are smooth."""
    side = 4 * _ICON
    mask = Image.new("L", (side, side))
    canvas = ImageDraw.Draw(mask)
    canvas.ellipse([0, 0, side - 1, side - 1], fill=255)
    if verdict in _SIGNS:
        canvas.text(
            (side / 2, side / 2), _SIGNS[verdict], fill=0, font=font(side * 3 // 4, bold=True), anchor="mm"
        )
    for stroke in _STROKES.get(verdict, ()):
        _stroke(canvas, [(x * side / 100, y * side / 100) for x, y in stroke], side * 12 // 100)
    return mask.resize((_ICON, _ICON), Image.Resampling.LANCZOS)


# In hundredths of the icon: a cross, a tick, and the bar of "no entry".
_STROKES = {
    Verdict.FALSE: (((33, 33), (67, 67)), ((67, 33), (33, 67))),
    Verdict.TRUE: (((29, 53), (44, 68), (72, 35)),),
    Verdict.SCAM: (((27, 50), (73, 50)),),
}
_SIGNS = {Verdict.MISLEADING: "!", Verdict.UNPROVEN: "?"}


def _stroke(canvas: ImageDraw.ImageDraw, points: list[tuple[float, float]], thick: int) -> None:
    """A line with round ends and joints."""
    canvas.line(points, fill=0, width=thick)
    for x, y in points:
        canvas.ellipse([x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2], fill=0)
