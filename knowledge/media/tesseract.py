"""Tesseract: what it reads in one prepared picture, word by word."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

PROGRAM = "tesseract"
# Together in any order: each alone fails on the others' words (0.21 to 0.83 of the letters wrong).
LANGUAGES = ("kaz", "rus", "eng")
# Bare marks and frames come with less than this, of 100, and no word does.
_NOISE = 30
_VERSION = re.compile(r"tesseract v?(\S+)")


@dataclass(frozen=True, slots=True)
class Ocr:
    """What is installed: its version, and which of LANGUAGES it can read."""

    version: str
    languages: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The languages that it lacks: Debian's package of one is `tesseract-ocr-…`."""
        return tuple(language for language in LANGUAGES if language not in self.languages)


@dataclass(frozen=True, slots=True)
class Word:
    """A word on the picture; pixels, and a confidence from 0 to 100. `block` keeps columns apart."""

    text: str
    confidence: float
    block: int
    line: tuple[int, int, int]
    left: int
    top: int
    right: int
    bottom: int


def available() -> Ocr | None:
    """Return what is installed; None when there is no tesseract, or none that starts."""
    if shutil.which(PROGRAM) is None:
        return None
    try:
        version = _VERSION.search(_said("--version"))
        known = _said("--list-langs").split()
    except (OSError, subprocess.SubprocessError):
        return None
    return Ocr(version[1] if version else "?", tuple(each for each in LANGUAGES if each in known))


def _said(option: str) -> str:
    done = subprocess.run([PROGRAM, option], capture_output=True, check=True, timeout=10)  # noqa: S603 - no user's words
    return (done.stdout + done.stderr).decode(errors="replace")


def words_in(image: Image.Image, languages: tuple[str, ...], seconds: float) -> tuple[Word, ...]:
    """Read a picture in shades of grey. Raises subprocess.TimeoutExpired."""
    file = BytesIO()
    image.save(file, "PPM")
    command = [PROGRAM, "stdin", "stdout", "-l", "+".join(languages), "--psm", "3", "--dpi", "150", "tsv"]
    # One thread each: with more of them they wait for one another, 82 s instead of 6 for twelve pictures.
    limited = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(  # noqa: S603 - no user's words
        command, input=file.getvalue(), capture_output=True, check=True, timeout=seconds, env=limited
    )
    return tuple(word for line in done.stdout.decode().splitlines()[1:] if (word := _word(line)))


def _word(line: str) -> Word | None:
    _, _, block, paragraph, number, _, *box, confidence, text = line.split("\t", 11)
    if not text.strip() or float(confidence) < _NOISE:
        return None
    left, top, across, down = map(int, box)
    place = (int(block), int(paragraph), int(number))
    return Word(text.strip(), float(confidence), place[0], place, left, top, left + across, top + down)
