"""The pictures that tesseract is shown, one after another, until it is sure of what it reads."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter, ImageOps

from knowledge.media.straightening import flattened, level, screen_in

Pixels = NDArray[np.uint8]

# Letters of narrow pictures are too small for tesseract, and those of large ones are not read better.
NARROW, WIDE = 700, 1800
# Screens in dark mode are darker than this in the middle of their shades, and tesseract wants dark letters.
_DARK = 110
# What is white in all three colours are the letters of a meme; skies and faces seldom are.
_WHITE = 225
_SOFTER = ImageFilter.GaussianBlur(0.8)  # the noise of a camera in a dark room is as fine as a pixel


def passes(image: Image.Image) -> Iterator[Image.Image]:
    """Return the likeliest way to show the picture first; each is made when it is asked for."""
    sized = _sized(image)
    grey = ImageOps.autocontrast(sized.convert("L"), cutoff=0.5)
    screen = screen_in(image)
    if screen is not None:  # first of all: read slanted, the words would come in any order
        yield level(flattened(_sized(screen).convert("L").filter(_SOFTER)))
    yield dark_on_light(grey)
    yield letters_alone(sized)
    yield level(flattened(sized.convert("L").filter(_SOFTER)))
    yield ImageOps.invert(dark_on_light(grey))
    for angle in (Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270):
        yield dark_on_light(grey).transpose(angle)


def _sized(image: Image.Image) -> Image.Image:
    wanted = 2.0 if image.width < NARROW else min(1.0, WIDE / image.width)
    size = (round(image.width * wanted), round(image.height * wanted))
    return image if wanted == 1 else image.resize(size, Image.Resampling.LANCZOS)


def dark_on_light(grey: Image.Image) -> Image.Image:
    """Return the picture, as a negative if most of it is dark."""
    return ImageOps.invert(grey) if np.median(np.asarray(grey)) < _DARK else grey


def letters_alone(image: Image.Image) -> Image.Image:
    """Return what is white in black, all else in white: the outlined letters of memes."""
    white = np.asarray(image).min(axis=2) > _WHITE
    return Image.fromarray(np.where(white, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.5))
