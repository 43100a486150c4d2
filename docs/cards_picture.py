"""Draws docs/images/cards.png: a verdict card in each language, of rebuttals that every store begins with."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from handlers.citizen.sharing import picture
from handlers.texts import texts
from knowledge.exchange import parse
from knowledge.media import draw_card
from knowledge.models import Language
from knowledge.starter import lines

OUTPUT = Path(__file__).parent / "images" / "cards.png"
CARD = (360, 450)  # pixels: a third of what is sent
GAP = 20


def main() -> None:
    """Draw them beside each other."""
    width = len(Language) * (CARD[0] + GAP) + GAP
    image = Image.new("RGB", (width, CARD[1] + 2 * GAP), "#d8dde4")
    for place, (known, language) in enumerate(zip(parse(lines()), Language, strict=False)):
        card = Image.open(BytesIO(draw_card(picture(known, texts(language), "shynba_bot")))).convert("RGB")
        image.paste(card.resize(CARD, Image.Resampling.LANCZOS), (GAP + place * (CARD[0] + GAP), GAP))
    image.quantize(32, dither=Image.Dither.NONE).save(OUTPUT, "PNG", optimize=True)


if __name__ == "__main__":
    main()
