"""Tests of knowledge/media/secluded.py: whatever is sent as a picture, the bot hears what is wrong."""

import pytest

from knowledge.media import UnreadablePictureError, fingerprinted
from tests.knowledge.media.hostile import HOSTILE, endless, odd_but_fine

PLAIN = {"fifty million pixels", "fewer rows than it says"}
ODD = odd_but_fine()


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_file_that_is_no_picture_is_refused_with_its_flaw(name: str) -> None:
    content, flaw = HOSTILE[name]
    with pytest.raises(UnreadablePictureError) as error:
        await fingerprinted(content)
    assert error.value.flaw == flaw


@pytest.mark.parametrize("name", ODD)
async def test_an_odd_picture_is_opened(name: str) -> None:
    prints = await fingerprinted(ODD[name])
    assert bool(prints.seen) == (name not in PLAIN)


async def test_one_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(UnreadablePictureError) as error:
        await fingerprinted(endless(), seconds=1)
    assert error.value.flaw == "slow"
