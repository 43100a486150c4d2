"""Looks at the pictures that moderators attached to rebuttals, beside the updates: fetching takes seconds."""

import logging
import tempfile
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import IO

from telegram.error import TelegramError

from bot.clock import Clock
from bot.rounds import Rounds
from bot.telegram_api import TelegramApi
from bot.trouble import Trouble
from knowledge.media import (
    WORDY,
    FfmpegMissingError,
    Fingerprint,
    OcrMissingError,
    UnreadablePictureError,
    UnreadableVideoError,
    fingerprinted,
    key_frames,
    read,
)
from knowledge.models import FileKind
from knowledge.store import Store, Unseen

LOG = logging.getLogger(__name__)

REST = 5.0  # seconds; a picture is known by its name at once, copies of it may wait so long
LARGEST = 20 * 2**20  # Bot API, getFile
ATTEMPTS = 5
MOVING = {FileKind.VIDEO, FileKind.ANIMATION}
RETRY_AFTER = timedelta(minutes=2)


class Sighting(Rounds):
    """One file at a time. `changed` is called after a commit that changed what is known."""

    def __init__(
        self,
        api: TelegramApi,
        store: Store,
        clock: Clock,
        trouble: Trouble,
        changed: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(trouble, rest=REST)
        self._api = api
        self._store = store
        self._clock = clock
        self._changed = changed

    async def batch(self) -> int:
        """Look at the next file; return 1 if there was one."""
        async with self._store.begin() as transaction:
            unseen = await transaction.known_media.unseen(self._clock())
        if unseen is None:
            return 0
        fingerprints = await self._fingerprints(unseen)
        async with self._store.begin() as transaction:
            if fingerprints is None:
                until = self._clock() + RETRY_AFTER * 2**unseen.attempts
                await transaction.known_media.missed(unseen.medium.unique_id, until=until)
            else:
                await transaction.known_media.seen(unseen.medium.unique_id, fingerprints, now=self._clock())
        await self._changed()
        return 1

    async def _fingerprints(self, unseen: Unseen) -> tuple[Fingerprint, ...] | None:
        """Return none of what is of no use; None when it cannot be fetched now."""
        with tempfile.TemporaryFile() as file:
            try:
                if not await self._api.fetch(unseen.file_id, file, LARGEST):
                    return ()
            except TelegramError as error:
                LOG.warning("a picture of a rebuttal could not be fetched: %s", type(error).__name__)
                return None if unseen.attempts < ATTEMPTS else ()
            file.seek(0)
            pictures = await _frames(file) if unseen.medium.kind in MOVING else (file.read(),)
        seen = [fingerprint for picture in pictures for fingerprint in await _of_picture(picture)]
        return tuple(dict.fromkeys(seen))


async def _frames(file: IO[bytes]) -> tuple[bytes, ...]:
    try:
        return await key_frames(file)
    except (FfmpegMissingError, UnreadableVideoError) as error:
        LOG.warning("a video of a rebuttal cannot be used: %s", type(error).__name__)
        return ()


async def _of_picture(content: bytes) -> tuple[Fingerprint, ...]:
    """Return none of a screenshot of a text: it has the layout of every other one."""
    try:
        prints = await fingerprinted(content)
        return () if (await _words(content) or 0) >= WORDY else prints.seen
    except UnreadablePictureError as error:
        LOG.warning("a picture of a rebuttal cannot be used: %s", error.flaw)
        return ()


async def _words(content: bytes) -> int | None:
    """Return None where nobody can tell; then what is like it is asked about, and no more."""
    try:
        return (await read(content)).words
    except OcrMissingError:
        return None
