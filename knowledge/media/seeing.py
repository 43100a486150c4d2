"""Looks at one picture in a process of its own: `python -m knowledge.media.seeing read 20 kaz+rus+eng`.

The picture comes on standard input, and what was seen goes back as JSON. Whatever a hostile file does to
Pillow it does here, within bounds of memory and time, and without the bot's environment.
"""

import json
import resource
import sys
import time
from typing import Any

from knowledge.media.fingerprints import fingerprints, frame_of
from knowledge.media.opening import opened
from knowledge.media.passes import passes
from knowledge.media.reading import best_of
from knowledge.media.unreadable import UnreadablePictureError

# Bytes, of this process and of tesseract, each; a picture of 50 million pixels needs .4 GB.
MEMORY = 2**30


def bounded(seconds: float) -> None:
    """Take no more memory and processor time from now on; children inherit the bounds."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def seen(what: str, picture: bytes, languages: tuple[str, ...], until: float) -> dict[str, Any]:
    """Return what was asked for, or the flaw of the picture."""
    try:
        image = opened(picture)
    except UnreadablePictureError as error:
        return {"flaw": error.flaw}
    if what == "fingerprints":
        prints = fingerprints(frame_of(image))
        return {side: [each.hex() for each in found] for side, found in prints._asdict().items()}
    read = best_of(passes(image), languages, until)
    return {"text": read.text, "confidence": read.confidence}


if __name__ == "__main__":
    _what, _seconds, _languages = sys.argv[1:]
    bounded(float(_seconds))
    _until = time.monotonic() + float(_seconds)
    _told = seen(_what, sys.stdin.buffer.read(), tuple(_languages.split("+")), _until)
    json.dump(_told, sys.stdout)
