"""Pictures and sound of videos and recordings, by ffmpeg in a process of its own."""

import shutil
from functools import cache
from typing import IO

from knowledge.media.children import ChildError, ChildMissingError, Limits, output_of

LONGEST = 120  # seconds of a recording that are looked at and listened to
FRAMES = 8  # each is read for up to seconds, and a claim that nobody sees in eight is in the caption
WIDEST = 1280  # pixels; what Telegram makes of videos is no wider
SAMPLE_RATE = 16_000  # Hz, mono, 16 bit: what speech models are trained on
_LIMITS = Limits(seconds=30.0, memory=2 * 2**30, output=FRAMES * WIDEST * WIDEST * 3)
_SOUND = Limits(seconds=30.0, memory=2**30, output=(LONGEST + 1) * SAMPLE_RATE * 2)
# A playlist in disguise must not make ffmpeg read other files or the network
# (https://ffmpeg.org/ffmpeg-protocols.html, https://ffmpeg.org/ffmpeg-formats.html#Format-Options).
_INPUT = (
    "-protocol_whitelist", "file",
    "-format_whitelist", "mov,mp4,m4a,3gp,matroska,webm,avi,mpegts,gif,ogg,mp3,wav,flac,aac,amr",
    "-t", str(LONGEST),
    "-i", "/dev/stdin",
)  # fmt: skip
# The last chunk of every PNG, which is always empty, with its length and checksum.
_PNG_END = b"\0\0\0\0IEND\xaeB`\x82"
_QUIET = ("-nostdin", "-v", "error", "-threads", "1")


class UnreadableVideoError(Exception):
    """No video or recording that ffmpeg can read."""


class FfmpegMissingError(Exception):
    """ffmpeg is not installed."""


@cache
def opens_videos() -> bool:
    """Whether ffmpeg is installed."""
    return shutil.which("ffmpeg") is not None


async def key_frames(file: IO[bytes]) -> tuple[bytes, ...]:
    """Return up to `FRAMES` pictures that differ, as PNG, in their order.

    Raises UnreadableVideoError, FfmpegMissingError.
    """
    scale = f"scale='min({WIDEST},iw)':-2"
    told = await _ffmpeg(
        file,
        ("-skip_frame", "nokey"),
        ("-an", "-vf", f"{scale},mpdecimate", "-fps_mode", "vfr", "-frames:v", str(FRAMES)),
        ("-f", "image2pipe", "-c:v", "png", "-"),
        limits=_LIMITS,
    )
    return _pictures(told)


async def sound(file: IO[bytes]) -> bytes:
    """Return the sound as 16-bit samples, mono, `SAMPLE_RATE` a second.

    Raises UnreadableVideoError, also when there is none, and FfmpegMissingError.
    """
    made = ("-vn", "-map", "0:a:0", "-ac", "1", "-ar", str(SAMPLE_RATE))
    return await _ffmpeg(file, (), made, ("-f", "s16le", "-"), limits=_SOUND)


async def _ffmpeg(file: IO[bytes], *options: tuple[str, ...], limits: Limits) -> bytes:
    before, *after = options
    arguments = [argument for part in after for argument in part]
    try:
        return await output_of("ffmpeg", *_QUIET, *before, *_INPUT, *arguments, file=file, limits=limits)
    except ChildMissingError as error:
        raise FfmpegMissingError from error
    except ChildError as error:
        raise UnreadableVideoError(str(error)) from error


def _pictures(stream: bytes) -> tuple[bytes, ...]:
    """Part PNG pictures that follow each other."""
    return tuple(picture + _PNG_END for picture in stream.split(_PNG_END)[:-1])
