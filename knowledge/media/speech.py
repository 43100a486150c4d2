"""What is said in a recording: by models that the operator supplies, each in a process of its own.

A damaged model ends its process with a signal (whisper.cpp does so for a rubbish file), never the bot.
"""

import json
import math
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from os import X_OK, access
from pathlib import Path

from knowledge.media.children import ChildError, Limits, output_of

# Not measured, for want of models: what is spoken is noisier than what is written, so a transcript is asked
# about unless its words are as sure as this on average.
SURE = 0.9
PROGRAM = "recognise"
# Vosk's large Russian model takes 5 GB (https://alphacephei.com/vosk/models); the operator chooses the model.
_MEMORY = 8 * 2**30
_LONGEST_LINE = 2**16


class Engine(StrEnum):
    """What reads a model's folder."""

    VOSK = "vosk"
    WHISPER = "whisper"
    PROGRAM = "program"  # the operator's own


_FILES = {
    Engine.PROGRAM: (PROGRAM,),
    Engine.VOSK: ("am/final.mdl", "conf/model.conf"),
    Engine.WHISPER: ("model.bin", "config.json"),
}
_LIBRARIES = {Engine.VOSK: "vosk", Engine.WHISPER: "faster_whisper"}


@dataclass(frozen=True, slots=True)
class Model:
    """A folder that can be used, and by what."""

    folder: Path
    engine: Engine


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was understood; `confidence` from 0 to 1."""

    text: str
    confidence: float

    @property
    def is_sure(self) -> bool:
        return self.confidence >= SURE


class ModelError(Exception):
    """A folder holds no model that can be used here; the text says why, for the operator."""


class UnheardError(Exception):
    """No model could make anything of a recording."""


def model_in(folder: Path) -> Model:
    """Return the model in a folder. Raises ModelError."""
    if not folder.is_dir():
        raise ModelError(f"{folder} is no folder")
    for engine, names in _FILES.items():
        if all((folder / name).is_file() for name in names):
            _check(engine, folder)
            return Model(folder, engine)
    raise ModelError(f"{folder} holds no model of vosk or faster-whisper, and no program “{PROGRAM}”")


def _check(engine: Engine, folder: Path) -> None:
    library = _LIBRARIES.get(engine)
    if library is not None and find_spec(library) is None:
        wanted = f"pip install 'shynba[{engine}]'"
        raise ModelError(f"{folder} is a model of {engine}, whose library is not installed: {wanted}")
    if engine is Engine.PROGRAM and not access(folder / PROGRAM, X_OK):
        raise ModelError(f"{folder / PROGRAM} may not be executed")


async def transcribe(samples: bytes, models: Sequence[Model], *, seconds: float) -> Transcript:
    """Return what the surest of the models understood. Raises UnheardError.

    `samples` are video.SAMPLE_RATE a second, 16 bit, mono; each model gets as many `seconds`.
    """
    heard = [found for model in models if (found := await _heard(samples, model, seconds))]
    if not heard:
        raise UnheardError
    return max(heard, key=lambda found: found.confidence)


async def _heard(samples: bytes, model: Model, seconds: float) -> Transcript | None:
    command = (
        (str(model.folder / PROGRAM),)
        if model.engine is Engine.PROGRAM
        else (sys.executable, "-m", "knowledge.media.recogniser", model.engine.value, str(model.folder))
    )
    limits = Limits(seconds=seconds, memory=_MEMORY, output=_LONGEST_LINE)
    with tempfile.TemporaryFile() as file:
        file.write(samples)
        file.seek(0)
        try:
            told = await output_of(*command, file=file, limits=limits, environment=_OFFLINE)
        except ChildError:
            return None
    return _transcript(told)


# A model that is not there must not be looked for on the network.
_OFFLINE = {"HF_HUB_OFFLINE": "1"}


def _transcript(told: bytes) -> Transcript | None:
    """Read the last line, `{"text": "...", "confidence": 0.93}`: libraries print above it."""
    try:
        found = json.loads(told.decode().strip().rpartition("\n")[2])
        text, confidence = found["text"], float(found["confidence"])
    except (ValueError, KeyError, TypeError):
        return None
    if not isinstance(text, str) or not math.isfinite(confidence):
        return None
    return Transcript(text.strip(), min(max(confidence, 0.0), 1.0)) if text.strip() else None
