"""Pictures: what the bot and its reports draw, what is read on those that people send, which are known."""

from knowledge.media.cards import LOOK, VerdictCard, draw_card
from knowledge.media.fingerprints import Fingerprint, Frame, Prints, fingerprinted, fingerprints
from knowledge.media.known_pictures import Found, KnownPictures, Likeness, likeness
from knowledge.media.ocr import Reading, read
from knowledge.media.sheet import Card, Listing, Row, Sheet, draw
from knowledge.media.stack import Chart, Series, ticks
from knowledge.media.tesseract import LANGUAGES, Ocr, available
from knowledge.media.unreadable import Flaw, OcrMissingError, UnreadablePictureError

__all__ = [
    "LANGUAGES",
    "LOOK",
    "Card",
    "Chart",
    "Fingerprint",
    "Flaw",
    "Found",
    "Frame",
    "KnownPictures",
    "Likeness",
    "Listing",
    "Ocr",
    "OcrMissingError",
    "Prints",
    "Reading",
    "Row",
    "Series",
    "Sheet",
    "UnreadablePictureError",
    "VerdictCard",
    "available",
    "draw",
    "draw_card",
    "fingerprinted",
    "fingerprints",
    "likeness",
    "read",
    "ticks",
]
