"""Telegram's message -> the medium in it: the picture, video, recording or file that takes time to read."""

from dataclasses import dataclass

from telegram import Animation, Audio, Document, Message, PhotoSize, Video, VideoNote, Voice

from knowledge.media import MediumKind


@dataclass(frozen=True, slots=True)
class Medium:
    """`file_id` fetches it, `unique_id` is the same for all bots and copies; `size` in bytes, if known."""

    kind: MediumKind
    file_id: str
    unique_id: str
    size: int | None
    thumbnail: "Medium | None" = None


def media_of(message: Message) -> Medium | None:
    """Return the medium of a message, None for stickers, places and the like."""
    match message:
        case Message(photo=(*_, largest)):
            return _medium(MediumKind.PICTURE, largest)
        # Before documents: Telegram fills both fields for an animation.
        case Message(video=(Video() as moving)) | Message(animation=(Animation() as moving)):
            return _medium(MediumKind.VIDEO, moving)
        case Message(video_note=VideoNote() as note):
            return _medium(MediumKind.VIDEO, note)
        case Message(voice=(Voice() as spoken)) | Message(audio=(Audio() as spoken)):
            return _medium(MediumKind.RECORDING, spoken)
        case Message(document=Document() as file):
            return _medium(MediumKind.FILE, file)
        case _:
            return None


def _medium(
    kind: MediumKind, file: PhotoSize | Video | Animation | VideoNote | Voice | Audio | Document
) -> Medium:
    small = getattr(file, "thumbnail", None)
    thumbnail = None if small is None else _medium(MediumKind.PICTURE, small)
    return Medium(kind, file.file_id, file.file_unique_id, file.file_size, thumbnail)
