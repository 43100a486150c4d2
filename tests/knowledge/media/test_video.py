"""Tests of knowledge/media/video.py: frames and sound of what ffmpeg reads, and errors for all else."""

import struct
import tempfile
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from knowledge.media.video import FRAMES, SAMPLE_RATE, UnreadableVideoError, key_frames, sound
from tests.knowledge.media.files import NEEDS_ESPEAK, NEEDS_FFMPEG, film, made_by_ffmpeg, spoken, tone
from tests.knowledge.media.screenshots import light

pytestmark = NEEDS_FFMPEG

HALF_A_SECOND = SAMPLE_RATE  # bytes
PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"


def _file(content: bytes) -> "tempfile._TemporaryFileWrapper[bytes]":
    file = tempfile.NamedTemporaryFile()  # noqa: SIM115  # closed with the test
    file.write(content)
    file.seek(0)
    return file


async def test_a_still_video_is_one_picture(tmp_path: Path) -> None:
    shown = light("Казахстан", Random(1))
    frames = await key_frames(_file(film(shown, tmp_path, seconds=3)))
    assert len(frames) == 1
    with Image.open(BytesIO(frames[0])) as frame, Image.open(BytesIO(shown)) as original:
        assert abs(frame.width / frame.height - original.width / original.height) < 0.1


async def test_of_a_long_video_some_frames_are_taken() -> None:
    moving = made_by_ffmpeg(
        "-f", "lavfi", "-i", "testsrc2=duration=30:size=320x240:rate=5", "-g", "5", "-f", "matroska"
    )
    assert len(await key_frames(_file(moving))) == FRAMES


async def test_sound_becomes_samples() -> None:
    samples = await sound(_file(tone(2)))
    assert abs(len(samples) - 4 * HALF_A_SECOND) < HALF_A_SECOND
    assert max(abs(each) for (each,) in struct.iter_unpack("<h", samples)) > 1000


@NEEDS_ESPEAK
async def test_speech_becomes_samples(tmp_path: Path) -> None:
    samples = await sound(_file(spoken("Казахстан готовится к войне с Россией", tmp_path)))
    assert len(samples) > 2 * HALF_A_SECOND


async def test_a_video_without_sound_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableVideoError):
        await sound(_file(film(light("x", Random(1)), tmp_path)))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no video",
        PLAYLIST,
        b"\0\0\0\x18ftypmp42",
        b"\x1aE\xdf\xa3" + bytes(1000),
        b"GIF89a\xff\xff\xff\xff",
    ],
)
async def test_what_is_no_video_is_an_error_and_a_playlist_is_not_followed(content: bytes) -> None:
    with pytest.raises(UnreadableVideoError):
        await key_frames(_file(content))
    with pytest.raises(UnreadableVideoError):
        await sound(_file(content))


async def test_a_film_cut_in_half_is_an_error(tmp_path: Path) -> None:
    made = film(light("x", Random(1)), tmp_path)
    with pytest.raises(UnreadableVideoError):
        await key_frames(_file(made[: len(made) // 2]))
