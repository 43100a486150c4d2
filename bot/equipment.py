"""What the machine has beyond Python to read pictures, videos, recordings: each is optional, and told of."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from bot.settings import Settings
from knowledge.media import Model, ModelError, available, model_in, opens_videos

LOG = logging.getLogger(__name__)

PACKAGES = "apt-get install --no-install-recommends"


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that was looked at: whether it works, what is so, and how to mend it ("" where it works).

    Without what is `needed` the bot cannot run.
    """

    name: str
    works: bool
    told: str
    remedy: str = ""
    needed: bool = False


def equipment(settings: Settings) -> Iterator[Condition]:
    """Yield what pictures, videos and recordings are read with."""
    yield _ocr()
    yield _ffmpeg()
    yield from _speech(settings)


def speech_models(settings: Settings) -> tuple[Model, ...]:
    """Return the models of the settings that can be used."""
    found = []
    for folder in settings.speech_models:
        with suppress(ModelError):  # `equipment` tells of it
            found.append(model_in(folder))
    return tuple(found)


def told_of_what_is_missing(settings: Settings) -> None:
    """Say once, at the start, what the bot will decline to read."""
    for condition in equipment(settings):
        if not condition.works:
            LOG.warning("%s: %s; %s", condition.name, condition.told, condition.remedy)


def _ocr() -> Condition:
    packages = f"{PACKAGES} tesseract-ocr tesseract-ocr-kaz tesseract-ocr-rus tesseract-ocr-eng"
    found = available()
    if found is None:
        told = "no tesseract: pictures are answered with a request for their text"
        return Condition("ocr", works=False, told=told, remedy=packages)
    if found.missing:
        told = f"tesseract {found.version} without {', '.join(found.missing)}"
        return Condition("ocr", works=False, told=told, remedy=packages)
    return Condition("ocr", works=True, told=f"tesseract {found.version}: {', '.join(found.languages)}")


def _ffmpeg() -> Condition:
    if opens_videos():
        return Condition("ffmpeg", works=True, told="installed")
    told = "no ffmpeg: of videos only the caption is read, and recordings are not listened to"
    return Condition("ffmpeg", works=False, told=told, remedy=f"{PACKAGES} ffmpeg")


def _speech(settings: Settings) -> Iterator[Condition]:
    if not settings.speech_models:
        told = "no model of speech: recordings are answered with a request for their text"
        yield Condition("speech", works=False, told=told, remedy="SPEECH_MODELS: see the README")
    for folder in settings.speech_models:
        try:
            model = model_in(folder)
        except ModelError as error:
            yield Condition("speech", works=False, told=str(error), remedy="SPEECH_MODELS: see the README")
        else:
            yield Condition("speech", works=True, told=f"{folder}: {model.engine}")
