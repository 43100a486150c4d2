"""Chats and what is said in them: the state behind every method."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal

from bot.sandbox.messages import Json, Message
from bot.sandbox.refusal import RefusalError, bad_request


@dataclass(frozen=True)
class Event:
    """One thing that the bot did in a chat, as far as people in it see it."""

    kind: Literal["sent", "edited", "deleted", "toast"]
    what: Json


@dataclass
class Chat:
    """A private chat, or a supergroup; `card` is the Chat object of the Bot API."""

    card: Json
    ids: "count[int]"
    heard: bool = False
    bot_is_admin: bool = False
    bot_status: str = "left"
    administrators: set[int] = field(default_factory=set)
    messages: dict[int, Message] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    @property
    def id(self) -> int:
        return int(self.card["id"])

    @property
    def is_private(self) -> bool:
        return bool(self.card["type"] == "private")

    def add(self, fields: Json) -> Message:
        """Stores a new message with the next id of this chat."""
        message = Message(message_id=next(self.ids), chat=self.card, **fields)
        self.messages[message.id] = message
        return message

    def toast(self, answer: Json) -> None:
        self.events.append(Event("toast", answer))

    def show(self, kind: Literal["sent", "edited", "deleted"], message: Message) -> None:
        self.events.append(Event(kind, message.snapshot()))

    def full(self) -> Json:
        """ChatFullInfo with the fields that are always there."""
        gifts = (
            "unlimited_gifts",
            "limited_gifts",
            "unique_gifts",
            "premium_subscription",
            "gifts_from_channels",
        )
        return self.card | {
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(gifts, False),
        }


class Chats:
    """All chats by id. As in Telegram, private chats number their messages together, a group its own."""

    def __init__(self) -> None:
        self._chats: dict[int, Chat] = {}
        self._private_ids = count(1)
        self._group_ids = count(1001)
        self._channels: dict[str, int] = {}

    def private(self, user: Json) -> Chat:
        """The chat of this user with the bot; the bot may write once the user wrote first."""
        if user["id"] not in self._chats:
            card: Json = {key: user[key] for key in ("id", "first_name", "username") if key in user}
            self._chats[user["id"]] = Chat({**card, "type": "private"}, self._private_ids)
        return self._chats[user["id"]]

    def group(self, title: str, *, bot_is_admin: bool, has_bot: bool) -> Chat:
        """A new supergroup, with the bot as a member or without it."""
        card = {"id": _marked(next(self._group_ids)), "type": "supergroup", "title": title}
        chat = Chat(card, count(1), heard=has_bot, bot_is_admin=bot_is_admin)
        chat.bot_status = ("administrator" if bot_is_admin else "member") if has_bot else "left"
        self._chats[chat.id] = chat
        return chat

    def channel(self, title: str) -> Json:
        """The card of a channel that posts are forwarded from; the same title is the same channel."""
        number = self._channels.setdefault(title, 2001 + len(self._channels))
        return {"id": _marked(number), "type": "channel", "title": title}

    def __getitem__(self, chat_id: int) -> Chat:
        return self._chats[chat_id]

    def find(self, chat_id: Any) -> Chat:
        """The chat that the bot means and may write to; RefusalError as Telegram words it."""
        if chat_id in {None, ""}:
            raise bad_request("chat_id is empty")
        chat = self._chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        if not chat.heard and not chat.is_private:
            raise RefusalError(403, "Forbidden: bot is not a member of the supergroup chat")
        if not chat.heard:
            raise RefusalError(403, "Forbidden: bot can't initiate conversation with a user")
        return chat


def _marked(number: int) -> int:
    """Ids of supergroups and channels are -100…: https://core.telegram.org/api/bots/ids."""
    return -1_000_000_000_000 - number
