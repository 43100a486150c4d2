"""Videos, recordings and animations as Telegram describes them to a bot."""

from bot.sandbox.messages import Json
from bot.sandbox.state import State

_ROUND = 240  # pixels; clients make video notes square
_PICTURE = {"width": 640, "height": 360}
_SECONDS = {"duration": 3}

# https://core.telegram.org/bots/api#video and the types beside it: what each has beside its file
_FIELDS: dict[str, Json] = {
    "video": {**_PICTURE, **_SECONDS, "mime_type": "video/mp4"},
    "animation": {**_PICTURE, **_SECONDS, "mime_type": "video/mp4"},
    "video_note": {"length": _ROUND, **_SECONDS},
    "voice": {**_SECONDS, "mime_type": "audio/ogg"},
    "audio": {**_SECONDS, "mime_type": "audio/mpeg"},
}


def recording(state: State, kind: str, content: bytes, *, thumbnail: bytes = b"", size: int = 0) -> Json:
    """The field of a message for a video, animation, video_note, voice or audio.

    With `size` Telegram says that it has so many bytes. An animation is a document, too:
    https://core.telegram.org/bots/api#message
    """
    file = state.store(content, kind).card() | ({"file_size": size} if size else {})
    card = file | _FIELDS[kind]
    if thumbnail:
        card["thumbnail"] = state.store(thumbnail, "small.jpg").card() | {"width": 320, "height": 180}
    return {kind: card} | ({"document": file} if kind == "animation" else {})
