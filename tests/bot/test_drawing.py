"""Drawing in a process of its own: the same picture, and an error when there is none."""

from dataclasses import replace

import pytest

from bot.drawing import DrawingError, drawn
from handlers.texts import Html
from knowledge.media import Series, draw, draw_card
from tests.knowledge.media.test_cards import CARD
from tests.knowledge.media.test_sheet import SHEET


async def test_the_picture_is_the_same_as_here() -> None:
    assert await drawn(replace(SHEET, footer=Html("Қазақстан уақыты"))) == draw(SHEET)


async def test_so_is_a_verdict_card() -> None:
    assert await drawn(CARD) == draw_card(CARD)


async def test_a_process_that_fails_leaves_no_half_a_picture() -> None:
    uneven = replace(SHEET.chart, series=[*SHEET.chart.series, Series("", "", [1])])
    with pytest.raises(DrawingError, match="ended with 1"):
        await drawn(replace(SHEET, chart=uneven))
