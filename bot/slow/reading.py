"""What a post's media say: fetched, opened by what they are, and read in processes of their own."""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from typing import IO

from bot.telegram_api import TelegramApi
from handlers.media import Medium
from knowledge.media import (
    WORDY,
    DocumentKind,
    FfmpegMissingError,
    Finding,
    Gallery,
    MediumKind,
    Model,
    Obstacle,
    OcrMissingError,
    Prints,
    UnheardError,
    UnreadableDocumentError,
    UnreadablePictureError,
    UnreadableVideoError,
    fingerprinted,
    key_frames,
    kind_of,
    read,
    sound,
    text_of,
    together,
    transcribe,
)

LARGEST = 20 * 2**20  # Bot API, getFile: bots download files of up to 20 MB
LISTENING = 60.0  # seconds for each model; small ones take a fifth of a recording's length


class Eyes:
    """Reads media one after the other, unless the gallery knows them by the names of their files.

    `models` are those of speech, none where the operator has none.
    """

    def __init__(self, api: TelegramApi, gallery: Gallery, models: Sequence[Model]) -> None:
        self._api = api
        self._gallery = gallery
        self._models = models

    async def read(self, media: Sequence[Medium]) -> Finding:
        """Return what they say together. Raises TelegramError when they cannot be fetched."""
        known = self._gallery.exactly([medium.unique_id for medium in media])
        if known is not None:
            return Finding(sighting=known)
        return together([await self._read(medium) for medium in media])

    async def _read(self, medium: Medium) -> Finding:
        if (medium.size or 0) > LARGEST:
            return await self._small(medium)
        if medium.kind is MediumKind.RECORDING and not self._models:
            return Finding(obstacle=Obstacle.DEAF)  # not even fetched
        # A file without a name: nothing is left of it when the process is killed.
        with tempfile.TemporaryFile() as file:
            if not await self._api.fetch(medium.file_id, file, LARGEST):
                return await self._small(medium)
            file.seek(0)
            return await self._understood(medium.kind, file)

    async def _small(self, medium: Medium) -> Finding:
        """Read the small picture that Telegram has made of what bots cannot download."""
        if medium.thumbnail is not None:
            found = await self._read(medium.thumbnail)
            if found.text:
                return Finding(found.text, is_sure=False)
        return Finding(obstacle=Obstacle.TOO_LARGE)

    async def _understood(self, kind: MediumKind, file: IO[bytes]) -> Finding:
        match kind:
            case MediumKind.PICTURE:
                return await self._picture(file.read())
            case MediumKind.VIDEO:
                # Many videos have no sound: then their pictures are all there is.
                return together([await self._frames(file), await self._heard(file, Obstacle.NOTHING)])
            case MediumKind.RECORDING:
                return await self._heard(file, Obstacle.UNREADABLE)
            case MediumKind.FILE:
                return await self._file(file)

    async def _frames(self, file: IO[bytes]) -> Finding:
        try:
            frames = await key_frames(file)
        except FfmpegMissingError:
            return Finding(obstacle=Obstacle.BLIND)
        except UnreadableVideoError:
            return Finding(obstacle=Obstacle.UNREADABLE)
        read_frames = [await _text_on(frame) for frame in frames]
        plain, unsure = await _looks(frames, [words for _, words in read_frames])
        sighting = self._gallery.find(plain, 0) or self._gallery.find([*plain, *unsure], None)
        return replace(together([found for found, _ in read_frames]), sighting=sighting)

    async def _heard(self, file: IO[bytes], without_sound: Obstacle) -> Finding:
        if not self._models:
            return Finding(obstacle=Obstacle.DEAF)
        try:
            heard = await transcribe(await sound(file), self._models, seconds=LISTENING)
        except FfmpegMissingError:
            return Finding(obstacle=Obstacle.DEAF)
        except UnreadableVideoError:
            return Finding(obstacle=without_sound)
        except UnheardError:
            return Finding(obstacle=Obstacle.NOTHING)
        return Finding(heard.text, heard.is_sure)

    async def _file(self, file: IO[bytes]) -> Finding:
        kind = await asyncio.to_thread(kind_of, file)
        if kind is DocumentKind.PICTURE:
            return await self._picture(file.read())
        if kind is DocumentKind.OTHER:
            return Finding(obstacle=Obstacle.UNSUPPORTED)
        try:
            text = await text_of(file, kind)
        except UnreadableDocumentError:
            return Finding(obstacle=Obstacle.UNREADABLE)
        return Finding(text) if text.strip() else Finding(obstacle=Obstacle.NOTHING)

    async def _picture(self, picture: bytes) -> Finding:
        found, words = await _text_on(picture)
        if (words or 0) >= WORDY:
            return found
        look = await _look(picture)
        return replace(found, sighting=None if look is None else self._gallery.find([look], words))


async def _text_on(picture: bytes) -> tuple[Finding, int | None]:
    """Return what is written on it, and in how many words; None where nobody can tell."""
    try:
        reading = await read(picture)
    except OcrMissingError:
        return Finding(obstacle=Obstacle.BLIND), None
    except UnreadablePictureError:
        return Finding(obstacle=Obstacle.UNREADABLE), None
    if not reading.text.strip():
        return Finding(obstacle=Obstacle.NOTHING), 0
    return Finding(reading.text, reading.is_sure), reading.words


async def _looks(frames: Sequence[bytes], words: Sequence[int | None]) -> tuple[list[Prints], list[Prints]]:
    """Return how those without a text look, and those of which nobody can tell."""
    plain: list[Prints] = []
    unsure: list[Prints] = []
    for frame, count in zip(frames, words, strict=True):
        if (count or 0) < WORDY and (look := await _look(frame)) is not None:
            (unsure if count is None else plain).append(look)
    return plain, unsure


async def _look(picture: bytes) -> Prints | None:
    try:
        return await fingerprinted(picture)
    except UnreadablePictureError:
        return None
