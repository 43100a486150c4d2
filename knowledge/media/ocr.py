"""Reads the text in pictures that anybody may have sent: screenshots, memes, photos of screens."""

from dataclasses import dataclass
from functools import cache

from knowledge.media.secluded import secluded
from knowledge.media.tesseract import Ocr, available
from knowledge.media.unreadable import OcrMissingError

# Seconds: passes over a hopeless photo end by then, and nobody waits longer for an answer.
LONGEST = 15.0
# From this confidence on, the words of a reading may carry a verdict: of 162 drawn pictures those above had
# .02 of their letters wrong, and those below .71 (docs/media.md).
SURE = 88.0
_FEW = 4  # words: of so few, tesseract is sure in a picture of leaves


@dataclass(frozen=True, slots=True)
class Reading:
    """Paragraphs by lines, and how sure tesseract is of its words: 0 to 100.

    One that is not sure must never lead to a verdict by itself: show what was read, and ask.
    """

    text: str
    confidence: float

    @property
    def is_sure(self) -> bool:
        return self.confidence >= SURE and len(self.text.split()) >= _FEW

    @property
    def words(self) -> int | None:
        """How many are on the picture; None where what was read may be noise as well as words."""
        count = len(self.text.split())
        return count if count <= _FEW or self.confidence >= SURE else None


async def read(picture: bytes, *, seconds: float = LONGEST) -> Reading:
    """Read one picture; two at a time, the others wait, which the seconds do not count.

    When the time is over, the best reading so far comes back. Raises UnreadablePictureError and
    OcrMissingError.
    """
    ocr = _installed()
    if ocr is None or not ocr.languages:
        raise OcrMissingError
    seen = await secluded("read", picture, seconds, "+".join(ocr.languages))
    return Reading(seen["text"], seen["confidence"])


@cache
def _installed() -> Ocr | None:
    return available()
