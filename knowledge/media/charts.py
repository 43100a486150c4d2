"""Curves on a unit square, drawn as PNG: precision-recall curves and reliability diagrams."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

Points = Sequence[tuple[float, float]]

_SIZE = (720, 560)
_LEFT, _TOP, _RIGHT, _BOTTOM = 80, 70, 700, 490
_INK, _GRID = "#222222", "#dddddd"
# Okabe and Ito's palette: told apart by readers with any colour vision.
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00")
_TICKS = 5


def curves(
    series: Mapping[str, Points], *, title: str, across: str, up: str, diagonal: bool = False
) -> bytes:
    """Draw named series of (x, y) in 0..1 as dotted lines; `diagonal` adds the line of perfect calibration.

    Labels are English: Pillow's own font, which needs no font files on the machine, is Latin only.
    """
    image = Image.new("RGB", _SIZE, "white")
    draw = ImageDraw.Draw(image)
    _axes(draw, title, across, up)
    if diagonal:
        draw.line([_at(0, 0), _at(1, 1)], fill=_GRID, width=3)
    for number, (name, points) in enumerate(series.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        _curve(draw, points, colour)
        draw.text((_LEFT + 16, _BOTTOM - 30 - 24 * number), name, fill=colour, font=_font(18), anchor="lm")
    png = BytesIO()
    image.save(png, "PNG", optimize=True)
    return png.getvalue()


def _axes(draw: ImageDraw.ImageDraw, title: str, across: str, up: str) -> None:
    for tick in range(_TICKS + 1):
        share = tick / _TICKS
        draw.line([_at(share, 0), _at(share, 1)], fill=_GRID)
        draw.line([_at(0, share), _at(1, share)], fill=_GRID)
        x, y = _at(share, 0)[0], _at(0, share)[1]
        draw.text((x, _BOTTOM + 8), f"{share:.1f}", fill=_INK, font=_font(15), anchor="ma")
        draw.text((_LEFT - 8, y), f"{share:.1f}", fill=_INK, font=_font(15), anchor="rm")
    draw.rectangle([_LEFT, _TOP, _RIGHT, _BOTTOM], outline=_INK)
    draw.text(((_LEFT + _RIGHT) / 2, 24), title, fill=_INK, font=_font(20), anchor="mm")
    draw.text(((_LEFT + _RIGHT) / 2, _SIZE[1] - 24), across, fill=_INK, font=_font(17), anchor="mm")
    draw.text((8, _TOP - 14), up, fill=_INK, font=_font(17), anchor="lm")


def _curve(draw: ImageDraw.ImageDraw, points: Points, colour: str) -> None:
    places = [_at(x, y) for x, y in points]
    if len(places) > 1:
        draw.line(places, fill=colour, width=3, joint="curve")
    for x, y in places:
        draw.ellipse([x - 3, y - 3, x + 3, y + 3], fill=colour)


def _at(x: float, y: float) -> tuple[float, float]:
    return _LEFT + x * (_RIGHT - _LEFT), _BOTTOM - y * (_BOTTOM - _TOP)


def _font(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
