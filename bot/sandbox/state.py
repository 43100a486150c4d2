"""All that the methods read and change."""

import time
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from bot.sandbox.changes import Changes
from bot.sandbox.chats import Chat, Chats
from bot.sandbox.messages import Json
from bot.sandbox.profile import Profile
from bot.sandbox.updates import Updates


@dataclass(frozen=True)
class File:
    """A stored file; it is downloaded from `/file/bot<token>/<path>`. One upload may have several ids."""

    id: str
    unique_id: str
    path: str
    content: bytes

    def card(self) -> Json:
        """The File object of the Bot API."""
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.content)}


@dataclass
class Query:
    """A press on a button, or a call as a guest; `answer` is None until the bot gives it."""

    id: str
    chat: Chat
    answer: Json | None = None


@dataclass
class State:
    """The bot's account: `me` is the answer to getMe."""

    me: Json
    changes: Changes = field(default_factory=Changes)
    chats: Chats = field(default_factory=Chats)
    files: dict[str, File] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    offers_ephemeral: bool = True
    typed: dict[str, Any] = field(default_factory=dict)  # inline queries: inline.Typed once answered

    def __post_init__(self) -> None:
        self.updates = Updates(self.changes)
        self.profile = Profile(self.me["first_name"])
        self._numbers = count(1)

    def bot_user(self) -> Json:
        """The bot as the sender of a message: without what only getMe tells."""
        return {key: self.me[key] for key in ("id", "is_bot", "first_name", "username")}

    def ask(self, chat: Chat) -> Query:
        """A new callback query from this chat."""
        query = Query(str(next(self._numbers)), chat)
        self.queries[query.id] = query
        return query

    def new_number(self) -> int:
        """A number that nothing else here has."""
        return next(self._numbers)

    def type(self) -> str:
        """The id of a new inline query."""
        number = str(next(self._numbers))
        self.typed[number] = None
        return number

    def store(self, content: bytes, name: str) -> File:
        """Keeps the content under a new file_id."""
        number = next(self._numbers)
        return self._kept(File(f"file{number}", f"unique{number}", f"files/{number}-{name}", content))

    def store_again(self, file_id: str) -> File:
        """Gives a file that is here one more file_id."""
        return self._kept(replace(self.files[file_id], id=f"file{next(self._numbers)}"))

    def _kept(self, file: File) -> File:
        self.files[file.id] = file
        return file


def now() -> int:
    """Unix time of messages."""
    return int(time.time())
