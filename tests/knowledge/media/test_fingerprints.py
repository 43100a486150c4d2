"""Tests of fingerprints and gallery: a copy of a picture is known, another picture is not."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageOps

from knowledge.media import (
    Frame,
    Gallery,
    KnownPictures,
    Likeness,
    fingerprinted,
    fingerprints,
    likeness,
)
from knowledge.models import Claim, FileKind, KnownMedium, Language, Rebuttal, Source, Status, Verdict
from tests.knowledge.media.screenshots import jpeg, scene

FLOOD = scene(Random(1), (800, 600))
MEDIUM = KnownMedium(FileKind.PHOTO, "AQADflood")
REBUTTAL = Rebuttal(
    "flood",
    Verdict.FALSE,
    (Claim("Плотину прорвало", Language.RU),),
    {Language.RU: "Снимок старый."},
    Source("МЧС", "https://example.kz"),
    media=(MEDIUM,),
)


def frame(image: Image.Image) -> Frame:
    return np.asarray(image.convert("L"))


def framed(image: Image.Image) -> Image.Image:
    return ImageOps.expand(image, 120, "black")


COPIES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "squeezed": lambda image: Image.open(BytesIO(jpeg(image, 20))),
    "small": lambda image: image.resize((200, 150)),
    "grey": lambda image: image.convert("L"),
    "brighter": lambda image: image.point(lambda shade: min(255, shade + 30)),
    "mirrored": ImageOps.mirror,
    "in a black frame": framed,
    "a little cut off": lambda image: image.crop((24, 18, 776, 582)),
}


@pytest.mark.parametrize("how", COPIES)
def test_a_copy_is_the_same_picture(how: str) -> None:
    known = KnownPictures()
    known.put("flood", fingerprints(frame(FLOOD)).seen)
    (found,) = known.search([fingerprints(frame(COPIES[how](FLOOD)))])
    assert likeness(found.distance, words=0) is Likeness.SAME


def test_another_picture_is_not() -> None:
    known = KnownPictures()
    for number in range(50):
        known.put(str(number), fingerprints(frame(scene(Random(number + 10), (800, 600)))).seen)
    assert known.search([fingerprints(frame(FLOOD))]) == ()


def test_an_empty_picture_has_no_fingerprint() -> None:
    assert fingerprints(np.full((100, 100), 7, dtype=np.uint8)) == ((), ())


@pytest.mark.parametrize(
    ("distance", "words", "said"),
    [
        (0, 0, Likeness.SAME),
        (41, 0, Likeness.SIMILAR),
        (90, 0, None),
        (0, 5, None),  # a screenshot of a text
        (40, None, Likeness.SIMILAR),  # nobody could read it
        (41, None, None),
    ],
)
def test_text_on_a_picture_outweighs_its_looks(distance: int, words: int | None, said: object) -> None:
    assert likeness(distance, words) is said


def test_one_frame_of_a_clip_that_is_alike_is_not_enough() -> None:
    frames = [fingerprints(frame(scene(Random(number), (320, 240)))) for number in range(4)]
    known = KnownPictures()
    known.put("clip", [each for look in frames[:2] for each in look.seen])
    assert known.search(frames[1:]) == ()
    assert [found.key for found in known.search(frames)] == ["clip"]


def test_what_is_removed_is_no_longer_found_and_the_rest_is() -> None:
    known = KnownPictures()
    prints = {str(number): fingerprints(frame(scene(Random(number), (320, 240)))) for number in range(100)}
    for key, look in prints.items():
        known.put(key, look.seen)
    for key in list(prints)[::2]:
        known.remove(key)
    for number, (key, look) in enumerate(prints.items()):
        assert [found.key for found in known.search([look])] == ([key] if number % 2 else [])


async def test_a_file_has_the_fingerprints_of_its_picture() -> None:
    known = KnownPictures()
    known.put("flood", fingerprints(frame(FLOOD)).seen)
    (found,) = known.search([await fingerprinted(jpeg(FLOOD))])
    assert found.distance < 10


def test_the_gallery_shows_only_what_is_in_service() -> None:
    gallery, look = Gallery(), fingerprints(frame(FLOOD))
    gallery.learn({MEDIUM.unique_id: look.seen})
    assert gallery.find([look], words=0) is None
    gallery.put(REBUTTAL)
    sighting = gallery.find([look], words=0)
    assert sighting is not None
    assert (sighting.rebuttal, sighting.likeness) == (REBUTTAL, Likeness.SAME)
    assert gallery.exactly(["AQADother", MEDIUM.unique_id]) is not None
    gallery.put(replace(REBUTTAL, status=Status.RETIRED))
    assert gallery.find([look], words=0) is None
    assert gallery.exactly([MEDIUM.unique_id]) is None
