"""Fingerprints of pictures: copies have nearly the same one, however often they were squeezed or framed.

dHash, as Krawetz describes it ("Kind of Like That", 2013), with 256 bits: of each of 16 x 16 places, whether
it is brighter than the one right of it. Of the whole picture, and of what is left of it without a frame.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from knowledge.media.secluded import secluded

Fingerprint = bytes  # BYTES of them
Frame = NDArray[np.uint8]  # rows of shades of grey

BYTES = 32
LONGEST = 10.0  # seconds for opening one picture
_ACROSS, _DOWN = 17, 16  # places; each is compared with the one right of it
_SEEN = 512  # pixels of the longer side that are looked at
# Shades. A picture of less contrast (a black frame of a video, a clear sky) has a fingerprint of noise.
_PLAIN = 6.0
# A row or column whose shades are this near to each other is of a frame; JPEG makes white ones vary by three.
_FLAT = 12.0
_GAP = 0.02  # of the height or width, that may be as flat within a picture
_CORE = 0.3  # of the height and the width: less is no picture in a frame, but one thing before a wall


class Prints(NamedTuple):
    """The fingerprints of one picture: as it is, which are kept, and mirrored, for looking it up, too."""

    seen: tuple[Fingerprint, ...]
    mirrored: tuple[Fingerprint, ...]


async def fingerprinted(picture: bytes, *, seconds: float = LONGEST) -> Prints:
    """Return the fingerprints of a picture that anybody may have sent. Raises UnreadablePictureError."""
    told = await secluded("fingerprints", picture, seconds)
    return Prints(*(tuple(bytes.fromhex(each) for each in told[side]) for side in Prints._fields))


def frame_of(image: Image.Image) -> Frame:
    """Return an opened picture as a frame."""
    share = min(1.0, _SEEN / max(image.size))
    size = (max(_ACROSS, round(image.width * share)), max(_DOWN, round(image.height * share)))
    return np.asarray(image.convert("L").resize(size, Image.Resampling.BOX))


def fingerprints(frame: Frame) -> Prints:
    """Return those of a frame, at least 17 x 16 pixels; none if there is too little on it."""
    if frame.std() < _PLAIN:
        return Prints((), ())
    core = _core(frame)
    parts = [frame] if core.shape == frame.shape or core.std() < _PLAIN else [frame, core]
    return Prints(tuple(_dhash(part) for part in parts), tuple(_dhash(part[:, ::-1]) for part in parts))


def _dhash(frame: Frame) -> Fingerprint:
    places = np.asarray(Image.fromarray(frame).resize((_ACROSS, _DOWN), Image.Resampling.BOX), dtype=np.int16)
    return np.packbits(places[:, :-1] > places[:, 1:]).tobytes()


def _core(frame: Frame) -> Frame:
    """Return the frame without flat margins, whatever small print stands in them."""
    top, bottom = _busiest(frame)
    left, right = _busiest(frame[top:bottom].T)
    first, last = _busiest(frame[top:bottom, left:right])  # bars at the sides may have hidden those above
    core = frame[top + first : top + last, left:right]
    is_large = all(
        part >= max(_ACROSS, whole * _CORE) for part, whole in zip(core.shape, frame.shape, strict=True)
    )
    return core if is_large else frame


def _busiest(frame: Frame) -> tuple[int, int]:
    """Return the longest run of rows, from and to, that are not flat."""
    low, high = np.percentile(frame, (5, 95), axis=1)
    busy = np.flatnonzero(high - low > _FLAT)
    if not len(busy):
        return 0, len(frame)
    breaks = np.flatnonzero(np.diff(busy) > max(1, _GAP * len(frame)))
    starts = busy[np.concatenate(([0], breaks + 1))]
    ends = busy[np.concatenate((breaks, [len(busy) - 1]))] + 1
    longest = int((ends - starts).argmax())
    return int(starts[longest]), int(ends[longest])
