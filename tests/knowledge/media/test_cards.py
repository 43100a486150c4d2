"""Verdict cards: readable, whole, and never told by colour alone."""

from dataclasses import replace
from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image, ImageColor

from knowledge.media import VerdictCard, draw_card
from knowledge.media.cards import COLOURS, GREY, INK, PAPER, SIZE, _block, _icon
from knowledge.media.lettering import drawable
from knowledge.models import Verdict

CARD = VerdictCard(
    verdict=Verdict.SCAM,
    word="Алаяқтық",
    claim_label="Тұжырым",
    claim="Банк барлығына 300 000 ₸ береді",
    quotes="«»",
    explanation="Банк ештеңе таратпайды. Бұл — алаяқтық.",
    source_label="Дереккөз",
    source="Ұлттық банк",
    date="2025 ж. сәуір",
    link="https://t.me/shynba_bot?start=r_bank",
    link_label="Ботта тексеру",
    bot="@shynba_bot",
)
ENDLESS = "Өте ұзын хабарлама, оны ешкім соңына дейін оқымайды. " * 60
MARGIN = 40  # pixels at either side that no letter may reach


def _picture(card: VerdictCard) -> Image.Image:
    return Image.open(BytesIO(draw_card(card))).convert("RGB")


def _contrast(one: str, other: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    dark, light = sorted(map(_luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in ImageColor.getrgb(colour)[:3])
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [*COLOURS.values(), INK, GREY])
def test_every_colour_can_be_read_on_the_paper_and_the_paper_on_it(colour: str) -> None:
    assert _contrast(colour, PAPER) >= 4.5


def test_every_verdict_has_a_sign_of_its_own_beside_its_colour() -> None:
    assert all(_icon(one).tobytes() != _icon(other).tobytes() for one, other in combinations(Verdict, 2))
    assert len(set(COLOURS.values())) == len(Verdict)


@pytest.mark.parametrize(
    "words",
    ["Ө", ENDLESS, "ғ" * 2000, "https://example.kz/" + "a" * 500, "☎️ 🇰🇿 \u200b emoji only ✅"],
)
def test_whatever_it_says_stays_between_its_margins(words: str) -> None:
    card = replace(CARD, word=words, claim=words, explanation=words, source=words, date=words, bot=words)
    picture = _picture(replace(card, link_label=words))
    assert picture.size == SIZE
    left = picture.crop((0, 216 + 1, MARGIN, SIZE[1]))
    right = picture.crop((SIZE[0] - MARGIN, 216 + 1, SIZE[0], SIZE[1]))
    between = picture.crop((0, 1045, SIZE[0], 1060))  # above the line over the source
    for empty in (left, right, between):
        assert min(empty.convert("L").tobytes()) >= 250  # white, but for what few colours make of it


def test_a_text_that_is_too_long_is_cut_between_words_and_its_quotation_closed() -> None:
    lines, letters = _block(f"«{drawable(ENDLESS)}»", 300, (60, 34), bold=True)
    assert letters.size == 34
    assert lines[-1].endswith("…»")
    assert lines[-1].removesuffix("…»").split()[-1] in ENDLESS.replace(".", " ").split()


def test_short_texts_are_written_larger() -> None:
    assert _block("Су улы", 300, (60, 34))[1].size == 60


def test_the_code_at_its_foot_depends_on_the_link() -> None:
    one, other = _picture(CARD), _picture(replace(CARD, link="https://t.me/shynba_bot?start=r_other"))
    code = (760, 1064, SIZE[0], SIZE[1])
    assert one.crop(code).tobytes() != other.crop(code).tobytes()
    assert one.crop((0, 0, 760, SIZE[1])).tobytes() == other.crop((0, 0, 760, SIZE[1])).tobytes()


def test_a_picture_is_small_enough_to_be_sent_on_a_phone() -> None:
    assert len(draw_card(replace(CARD, claim=ENDLESS, explanation=ENDLESS))) < 100_000
