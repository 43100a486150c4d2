"""Why a picture cannot be looked at: reasons that callers have words for."""

from enum import StrEnum


class Flaw(StrEnum):
    """What is wrong with a file that was sent as a picture."""

    EMPTY = "empty"
    FORMAT = "format"  # none of JPEG, PNG, WEBP, GIF and BMP, whatever it is called
    DAMAGED = "damaged"  # it ends too early, or what it says of itself makes no sense
    LARGE = "large"  # more bytes or pixels than a picture of a post has
    SMALL = "small"  # a side too short for anything to be seen
    SLOW = "slow"  # not done in the time that was given


class UnreadablePictureError(Exception):
    """A picture that nothing can be read from; `flaw` says why."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


class OcrMissingError(Exception):
    """Tesseract is not installed on this machine."""
