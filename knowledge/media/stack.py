"""A chart of stacked bars: each series has a pattern beside its colour, and its name and sum are written."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PIL import ImageDraw

from knowledge.media.lettering import drawable, fitted, font, width

Box = tuple[float, float, float, float]  # left, top, right, bottom
Canvas = ImageDraw.ImageDraw

HEADING, LABEL, TICK = 31, 23, 20  # pixels
SMALLEST = 16
LEGEND_ROOM = 268  # for the name of a series beside its swatch
AXIS_ROOM = 92  # for the numbers at the left
WIDEST_BAR = 120
_SWATCH = 28
_LEGEND_ROW = 74
_TICKS = 4

_INK, _GREY, _LINE, _PAPER = "#1c2430", "#5b6675", "#d8dde4", "#ffffff"


@dataclass(frozen=True, slots=True)
class Series:
    """What is stacked: its name, its sum as words, and its value for each bar."""

    label: str
    total: str
    values: Sequence[int]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from left to right with name and sum as words; series from the bottom up, at most four.

    `axis` are the heights that are marked, each with its number as words (see `ticks`).
    """

    heading: str
    bars: Sequence[str]
    tops: Sequence[str]
    series: Sequence[Series]
    axis: Sequence[tuple[int, str]]
    empty: str

    @property
    def sums(self) -> list[int]:
        """How high each bar is."""
        return [sum(heights) for heights in zip(*(series.values for series in self.series), strict=True)]


def ticks(highest: int) -> range:
    """The heights to mark so that few lines are enough: steps of 1, 2 or 5 times a power of ten."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            step = factor * power
            if step * _TICKS >= highest:
                return range(0, -(-highest // step) * step + 1, step)
        power *= 10


def draw_chart(canvas: Canvas, chart: Chart, box: Box) -> None:
    """Draw within the box: heading, bars with their axis, and the names of the series at the right."""
    left, top, right, bottom = box
    shown, letters = fitted(drawable(chart.heading), right - left, HEADING, SMALLEST, bold=True)
    canvas.text((left, top), shown, fill=_INK, font=letters)
    _legend(canvas, chart.series, right - LEGEND_ROOM - _SWATCH - 14, top + 74)
    area = (left + AXIS_ROOM, top + 74, right - LEGEND_ROOM - _SWATCH - 54, bottom - 44)
    if not any(chart.sums):
        _nothing(canvas, chart.empty, area)
        return
    most = max(height for height, _ in chart.axis)
    _axis(canvas, chart, area, most)
    _bars(canvas, chart, area, most)


def _nothing(canvas: Canvas, words: str, area: Box) -> None:
    left, top, right, bottom = area
    canvas.rectangle([left - AXIS_ROOM, top, right, bottom], outline=_LINE)
    shown, letters = fitted(drawable(words), right - left, LABEL, SMALLEST)
    middle = (left - AXIS_ROOM + right) / 2
    canvas.text((middle, (top + bottom) / 2), shown, fill=_GREY, font=letters, anchor="mm")


def _legend(canvas: Canvas, series: Sequence[Series], x: float, y: float) -> None:
    """The topmost of the stack first, as the eye meets them."""
    for place, each in reversed(list(enumerate(series))):
        _patterned(canvas, (x, y, x + _SWATCH, y + _SWATCH), place)
        for words, ink, below in ((each.label, _INK, -4), (each.total, _GREY, 26)):
            shown, letters = fitted(drawable(words), LEGEND_ROOM, LABEL, SMALLEST)
            canvas.text((x + _SWATCH + 14, y + below), shown, fill=ink, font=letters)
        y += _LEGEND_ROW


def _axis(canvas: Canvas, chart: Chart, area: Box, most: int) -> None:
    left, top, right, bottom = area
    for value, words in chart.axis:
        y = bottom - (bottom - top) * value / most
        canvas.line([left, y, right, y], fill=_LINE)
        shown, letters = fitted(drawable(words), AXIS_ROOM - 14, TICK, SMALLEST)
        canvas.text((left - 12, y), shown, fill=_GREY, font=letters, anchor="rm")


def _bars(canvas: Canvas, chart: Chart, area: Box, most: int) -> None:
    left, top, right, bottom = area
    slot = (right - left) / len(chart.bars)
    bar = min(WIDEST_BAR, max(1.0, slot * 0.72))
    every = _labelled(chart.bars, slot)
    for place, (label, total, shown) in enumerate(zip(chart.bars, chart.sums, chart.tops, strict=True)):
        middle = left + slot * (place + 0.5)
        heights = [each.values[place] for each in chart.series]
        _stacked(canvas, heights, (middle - bar / 2, top, middle + bar / 2, bottom), most)
        if total and width(shown, font(TICK)) < slot - 4:
            y = bottom - (bottom - top) * total / most
            canvas.text((middle, y - 6), shown, fill=_INK, font=font(TICK), anchor="mb")
        if (len(chart.bars) - 1 - place) % every == 0:
            canvas.text((middle, bottom + 12), label, fill=_GREY, font=font(TICK), anchor="ma")
    canvas.line([left, bottom, right, bottom], fill=_GREY, width=2)


def _labelled(bars: Sequence[str], slot: float) -> int:
    """The last bar and every so many before it have room for their labels."""
    widest = max(width(label, font(TICK)) for label in bars)
    return int((widest + 18) // slot) + 1


def _stacked(canvas: Canvas, heights: Sequence[int], slot: Box, most: int) -> None:
    left, top, right, bottom = slot
    ends = [0]
    for height in heights:
        ends.append(ends[-1] + height)
    levels = [round(bottom - (bottom - top) * end / most) for end in ends]
    for place, (lower, upper) in enumerate(pairwise(levels)):
        if heights[place]:  # what there is, is seen, however little it is
            _patterned(canvas, (round(left), min(upper, lower - 1), round(right), lower), place)


def _patterned(canvas: Canvas, box: Box, place: int) -> None:
    """Fill the box as the series at this place: plain, lying stripes, standing stripes, framed."""
    left, top, right, bottom = box
    colour, mark = _PATTERNS[place % len(_PATTERNS)]
    canvas.rectangle([left, top, right, bottom], fill=colour)
    mark(canvas, box)
    canvas.line([left, bottom, right, bottom], fill=_PAPER)


def _plain(_canvas: Canvas, _box: Box) -> None:
    """Leave it as it is."""


def _lying(canvas: Canvas, box: Box) -> None:
    left, top, right, bottom = box
    y = bottom - 6
    while y > top:
        canvas.line([left, y, right, y], fill=_PAPER, width=2)
        y -= 8


def _standing(canvas: Canvas, box: Box) -> None:
    left, top, right, bottom = box
    x = left + 4
    while x < right - 1:
        canvas.line([x, top, x, bottom], fill=_PAPER, width=2)
        x += 8


def _framed(canvas: Canvas, box: Box) -> None:
    canvas.rectangle(list(box), outline=_GREY, width=2)


# Okabe and Ito's blue, green and orange, darkened until white on them can be read; and a light grey.
_PATTERNS = (("#0b5cad", _plain), ("#00785a", _lying), ("#b26a00", _standing), ("#e4e8ee", _framed))
