"""What of a message can be known by sight: its picture or video, by the name that Telegram gives to files."""

from typing import NamedTuple

from telegram import Animation, Document, Message, PhotoSize, Video

from knowledge.models import FileKind, KnownMedium


class Sight(NamedTuple):
    """A medium, and the id by which this bot can fetch it."""

    medium: KnownMedium
    file_id: str


def sight_of(message: Message) -> Sight | None:
    """Return what is to be seen in a message; None where there is no picture and no video."""
    if message.photo:
        return _sight(FileKind.PHOTO, message.photo[-1])
    if message.video:
        return _sight(FileKind.VIDEO, message.video)
    if message.animation:  # before its document: Telegram sends both
        return _sight(FileKind.ANIMATION, message.animation)
    if message.document and (message.document.mime_type or "").startswith("image/"):
        return _sight(FileKind.DOCUMENT, message.document)
    return None


def _sight(kind: FileKind, file: PhotoSize | Video | Animation | Document) -> Sight:
    return Sight(KnownMedium(kind, file.file_unique_id), file.file_id)
