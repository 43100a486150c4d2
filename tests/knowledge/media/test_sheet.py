"""The sheet of figures: it can be drawn whatever the figures are, and shows what it was given."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from knowledge.media import Card, Chart, Listing, Row, Series, Sheet, draw, ticks
from knowledge.media.sheet import MARGIN, WIDTH

LONG = "Қазақстан Ресеймен соғысқа дайындалып жатыр екен, бәріне таратыңыздар! 🔥 " * 30
SHEET = Sheet(
    title="Статистика",
    subtitle="2026 ж. 16–22 қар.",
    cards=[Card("Тексерулер", "649", "+21% · бұрын: 536")] * 6,
    chart=Chart(
        "Тексерулер",
        ["21 қар.", "22 қар."],
        ["2", "4"],
        [Series("Қорытынды", "5", [2, 3]), Series("Әзірге тексерілмеген", "1", [0, 1])],
        [(height, str(height)) for height in ticks(4)],
        "Тексеру болған жоқ",
    ),
    listings=[Listing("Қауесеттер", [Row("Су уланған", "5 адам", "жауап күтіп тұр")], "–")],
    footer="Қазақстан уақыты",
)
EMPTY = replace(SHEET, chart=replace(SHEET.chart, series=[Series("Қорытынды", "0", [0, 0])]))

YEAR = Chart(
    LONG,
    ["22 қар."] * 366,
    [LONG] * 366,
    [Series(LONG, LONG, [10**12] * 366)] * 4,
    [(height, LONG) for height in ticks(4 * 10**12)],
    LONG,
)


def _drawn(sheet: Sheet) -> Image.Image:
    return Image.open(BytesIO(draw(sheet))).convert("RGB")


def _inked(image: Image.Image, box: tuple[int, int, int, int]) -> bool:
    """Whether anything but one colour is in a part of the picture."""
    return len(image.crop(box).getcolors(1 << 24) or ()) > 1


@pytest.mark.parametrize(
    "sheet",
    [
        SHEET,
        EMPTY,
        replace(SHEET, listings=[Listing(LONG, [Row(LONG, LONG, LONG)] * 5, LONG)] * 2),
        replace(SHEET, title=LONG, subtitle=LONG, footer=LONG, cards=[Card(LONG, "9" * 40, LONG)] * 7),
        replace(SHEET, chart=YEAR),
        replace(SHEET, chart=replace(SHEET.chart, series=[Series("", "", [0, 1])] * 4), listings=[]),
        replace(SHEET, title="", cards=[], listings=[Listing("", [Row("", "", "")], "")]),
    ],
    ids=["usual", "empty", "long rumours", "long words", "a year", "ones", "nothing"],
)
def test_nothing_is_drawn_beyond_the_margins_or_the_lower_end(sheet: Sheet) -> None:
    image = _drawn(sheet)
    width, height = image.size
    assert width == WIDTH
    # https://core.telegram.org/bots/api#sendphoto
    assert width + height < 10_000
    assert not _inked(image, (0, 13, MARGIN - 2, height))
    assert not _inked(image, (WIDTH - MARGIN + 2, 13, WIDTH, height))
    assert not _inked(image, (0, height - 16, WIDTH, height))


def test_more_rows_make_a_higher_picture_and_other_figures_another_one() -> None:
    rows = [Row("Су уланған", "5 адам", "жауап күтіп тұр")] * 5
    higher = replace(SHEET, listings=[replace(SHEET.listings[0], rows=rows)])
    assert _drawn(higher).size[1] > _drawn(SHEET).size[1]
    series = [Series("Қорытынды", "5", [3, 2]), SHEET.chart.series[1]]
    assert draw(replace(SHEET, chart=replace(SHEET.chart, series=series))) != draw(SHEET)
    assert draw(SHEET) == draw(SHEET)


def test_series_can_be_told_apart_without_colours() -> None:
    series = [Series(f"{place}", "2", [1, 1]) for place in range(4)]
    grey = _drawn(replace(SHEET, chart=replace(SHEET.chart, series=series))).convert("L")
    # Swatches of the legend, in the order of the stack: plain, lying stripes, standing stripes, framed.
    left, top = WIDTH - MARGIN - 268 - 28 - 14, 180 + 2 * 200 + 16 + 74
    swatches = [grey.crop((left, top + row * 74, left + 29, top + row * 74 + 29)) for row in range(4)]
    down = [len(set(swatch.crop((10, 3, 11, 26)).tobytes())) for swatch in reversed(swatches)]
    across = [len(set(swatch.crop((3, 10, 26, 11)).tobytes())) for swatch in reversed(swatches)]
    assert [count > 1 for count in down] == [False, True, False, False]
    assert [count > 1 for count in across] == [False, False, True, False]


@pytest.mark.parametrize(
    ("highest", "marked"),
    [
        (1, [0, 1]),
        (4, [0, 1, 2, 3, 4]),
        (5, [0, 2, 4, 6]),
        (9, [0, 5, 10]),
        (649, [0, 200, 400, 600, 800]),
        (1001, [0, 500, 1000, 1500]),
    ],
)
def test_few_round_heights_are_marked(highest: int, marked: list[int]) -> None:
    assert list(ticks(highest)) == marked
