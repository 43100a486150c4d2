"""All that the methods read and change."""

import time
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bot.sandbox.changes import Changes
from bot.sandbox.chats import Chats
from bot.sandbox.profile import Profile
from bot.sandbox.updates import Updates

Json = dict[str, Any]


@dataclass(frozen=True)
class File:
    """A stored file; it is downloaded from `/file/bot<token>/<path>`."""

    id: str
    path: str
    content: bytes

    def card(self) -> Json:
        """The File object of the Bot API."""
        return {"file_id": self.id, "file_unique_id": f"u{self.id}", "file_size": len(self.content)}


@dataclass
class State:
    """The bot's account: `me` is the answer to getMe."""

    me: Json
    changes: Changes = field(default_factory=Changes)
    chats: Chats = field(default_factory=Chats)
    files: dict[str, File] = field(default_factory=dict)
    # callback_query id -> its answer, None while the client still shows the button as busy
    queries: dict[str, Json | None] = field(default_factory=dict)
    # callback_query id -> the chat in which the toast is shown
    asked_in: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.updates = Updates(self.changes)
        self.profile = Profile(self.me["first_name"])
        self._file_numbers = count(1)

    def bot_user(self) -> Json:
        """The bot as the sender of a message: without what only getMe tells."""
        return {key: self.me[key] for key in ("id", "is_bot", "first_name", "username")}

    def store(self, content: bytes, name: str) -> File:
        number = next(self._file_numbers)
        file = File(f"file{number}", f"files/{number}-{name}", content)
        self.files[file.id] = file
        return file


def now() -> int:
    """Unix time of messages."""
    return int(time.time())
