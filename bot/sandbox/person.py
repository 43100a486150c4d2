"""People who talk to the bot: what they do becomes updates, what the bot does they read."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from bot.sandbox.changes import LONG_ENOUGH
from bot.sandbox.chats import Chat, Event
from bot.sandbox.decoding import Upload
from bot.sandbox.entities import Entity, trimmed, utf16_length, with_found
from bot.sandbox.forwarding import passed_on
from bot.sandbox.groups import GROUP_ANONYMOUS_BOT, Group, summon
from bot.sandbox.inline import LONGEST_QUERY, Typed
from bot.sandbox.messages import CAPTION_LENGTH, TEXT_LENGTH, Json, Message, reply
from bot.sandbox.messaging import document, photo
from bot.sandbox.recordings import recording
from bot.sandbox.state import State, now

T = TypeVar("T")
# The id of users who are forwarded by name only.
_STRANGER = 9_000_001
# The smallest real picture: one white pixel, GIF.
PIXEL = bytes.fromhex("47494638396101000100800000ffffff0000002c00000000010001000002024401003b")


class Until(Protocol):
    """Telegram.wait_for."""

    async def __call__(self, predicate: Callable[[], T], within: float | None = ...) -> T: ...


class Person:
    """A user of Telegram. Talking only queues an update; reading waits for the bot."""

    def __init__(self, state: State, until: Until, user: Json) -> None:
        self.user = user
        self._state = state
        self._until = until
        self._private = state.chats.private(user)
        self._read: dict[int, int] = {}

    @property
    def id(self) -> int:
        return int(self.user["id"])

    @property
    def first_name(self) -> str:
        return str(self.user["first_name"])

    @property
    def events(self) -> list[Event]:
        """What the bot did in the private chat, in order."""
        return self._private.events

    def starts(self, payload: str = "") -> Message:
        """Opens the chat, by a deep link if there is a payload (https://core.telegram.org/bots/features#deep-linking)."""
        return self.says(f"/start {payload}".strip())

    def says(self, text: str, *, chat: Group | None = None, entities: Iterable[Entity] = ()) -> Message:
        """Sends a text; commands, links, mentions and hashtags in it are marked as clients mark them."""
        return self._send(_text(text, entities), chat)

    def replies(self, message: Message, text: str, *, quote: str = "") -> Message:
        """Answers a message in its chat, quoting a part of it if given."""
        chat = self._state.chats[message["chat"]["id"]]
        answered = reply(chat.messages[message.id], {"quote": quote})
        return self._send(_text(text, ()) | answered, Group(chat, self._state))

    def says_as_the_group(self, text: str, *, chat: Group) -> Message:
        """Sends a text as an administrator who hides behind the group does."""
        hidden = {"from": GROUP_ANONYMOUS_BOT, "sender_chat": chat.chat.card}
        return self._send(_text(text, ()) | hidden, chat)

    def calls_guest(self, text: str, *, chat: Group, about: Message | None = None) -> Message:
        """Mentions the bot in a chat that it is no member of, in reply to a message if given."""
        answered = reply(chat.chat.messages[about.id], {}) if about is not None else {}
        message = chat.chat.add({"from": self.user, "date": now(), **_text(text, ()), **answered})
        summon(self._state, chat.chat, message)
        return message.snapshot()

    def forwards(
        self,
        text: str,
        *,
        channel: str | None = None,
        user: "Person | str | None" = None,
        hidden: str | None = None,
        post: int = 17,
        chat: Group | None = None,
        entities: Iterable[Entity] = (),
    ) -> Message:
        """Forwards a text from a channel (its title; `post` is the id there), a user, or one who hides."""
        return self._send(_text(text, entities) | self._origin(channel, user, hidden, post), chat)

    def sends_photo(
        self,
        caption: str = "",
        *,
        content: bytes = PIXEL,
        channel: str | None = None,
        chat: Group | None = None,
        entities: Iterable[Entity] = (),
    ) -> Message:
        """Sends a picture, or forwards it from a channel."""
        fields = photo(self._state, Upload("photo.jpg", content)) | _caption(caption, entities)
        return self._send(fields | (self._origin(channel, None, None, 17) if channel else {}), chat)

    def sends_album(
        self, captions: Sequence[str], *, channel: str | None = None, content: bytes = PIXEL
    ) -> list[Message]:
        """Sends a picture for each caption, "" for none, as one album: a message for each."""
        album = {"media_group_id": str(self._state.new_number())}
        origin = self._origin(channel, None, None, 17) if channel else {}
        parts = [
            photo(self._state, Upload("photo.jpg", content)) | _caption(caption, ()) for caption in captions
        ]
        return [self._send(part | album | origin, None) for part in parts]

    def sends_document(
        self, caption: str = "", *, content: bytes, name: str, chat: Group | None = None
    ) -> Message:
        """Sends a file."""
        return self._send(document(self._state, Upload(name, content)) | _caption(caption, ()), chat)

    def sends_recording(
        self, kind: str, content: bytes, caption: str = "", *, thumbnail: bytes = b"", size: int = 0
    ) -> Message:
        """Sends a video, animation, video_note, voice or audio; `size` is what Telegram says of it."""
        fields = recording(self._state, kind, content, thumbnail=thumbnail, size=size)
        return self._send(fields | _caption(caption, ()), None)

    def passes_on(self, message: Message, *, is_named: bool = True, chat: Group | None = None) -> Message:
        """Forwards a message as it is, or without the name of who wrote it: its files stay the same files."""
        return self._send(passed_on(self._state, message, is_named=is_named), chat)

    def edits(self, message: Message, text: str) -> Message:
        """Changes the text or the caption of a message that this person sent."""
        chat = self._state.chats[message["chat"]["id"]]
        stored = chat.messages[message.id]
        for old in ("entities", "caption", "caption_entities"):
            stored.pop(old, None)
        stored.update(_text(text, ()) if "text" in stored else _caption(text, ()), edit_date=now())
        self._deliver(chat, "edited_message", stored)
        return stored.snapshot()

    def deletes(self, message: Message) -> None:
        """Takes a message away; Telegram does not tell the bot, and its answers do not show it any more."""
        messages = self._state.chats[message["chat"]["id"]].messages
        del messages[message.id]
        for other in messages.values():
            if other.reply_to == message.id:
                del other["reply_to_message"]

    def taps(self, message: Message, button: str | int, *, data: str | None = None) -> Json:
        """Presses a button by label or index and returns the callback_query at once.

        `data` takes the place of the button's own, as a forger would send it. ValueError for a button
        that sends nothing.
        """
        pressed = message.button(button)
        if "callback_data" not in pressed:
            raise ValueError(f"the button {pressed['text']!r} sends nothing to the bot: {pressed}")
        chat = self._state.chats[message["chat"]["id"]]
        gone = {"chat": chat.card, "message_id": message.id, "date": 0}
        query: Json = {
            "id": self._state.ask(chat).id,
            "from": self.user,
            "message": chat.messages[message.id].snapshot() if message.id in chat.messages else gone,
            "chat_instance": str(chat.id),
            "data": pressed["callback_data"] if data is None else data,
        }
        self._state.updates.push({"callback_query": query})
        return query

    async def presses(
        self,
        message: Message,
        button: str | int,
        *,
        data: str | None = None,
        within: float = LONG_ENOUGH,
    ) -> Json:
        """Presses a button and waits until the bot answers: {"text": …, "show_alert": …}."""
        query = self.taps(message, button, data=data)
        answer = await self._until(lambda: self._state.queries[query["id"]].answer, within)
        assert answer is not None
        return answer

    def asks(self, words: str, *, offset: str = "") -> str:
        """Types words after the bot's name in some chat and returns the id of the query at once."""
        if utf16_length(words) > LONGEST_QUERY:
            raise ValueError(f"clients send at most {LONGEST_QUERY} UTF-16 units")
        query_id = self._state.type()
        query = {"id": query_id, "from": self.user, "query": words, "offset": offset}
        self._state.updates.push({"inline_query": query})
        return query_id

    async def finds(self, words: str, *, offset: str = "", within: float = LONG_ENOUGH) -> Typed:
        """Types words after the bot's name and waits until results are shown."""
        query_id = self.asks(words, offset=offset)
        found: Typed = await self._until(lambda: self._state.typed[query_id], within)
        return found

    def chooses(self, found: Typed, which: int = 0, *, chat: Group | None = None) -> Message:
        """Sends a result into a chat; the bot is told where it can see the message."""
        content = found.messages[found.results[which]["id"]]
        where = self._in(chat)
        where.heard = True
        about = {"from": self.user, "date": now(), "via_bot": self._state.bot_user()}
        message = where.add(about | content)
        self._state.updates.push({"message": message.snapshot()})
        return message.snapshot()

    async def reads(self, *, chat: Group | None = None, within: float = LONG_ENOUGH) -> Message:
        """The next message or edit by the bot that this person has not read yet."""
        return (await self.reads_several(1, chat=chat, within=within))[0]

    async def reads_several(
        self,
        number: int,
        *,
        chat: Group | None = None,
        within: float = LONG_ENOUGH,
    ) -> list[Message]:
        """The next `number` messages or edits; TimeoutError when fewer arrive."""
        await self._until(lambda: len(self.unread(chat)) >= number, within)
        read = self.unread(chat)[:number]
        where = self._in(chat).id
        self._read[where] = self._read.get(where, 0) + number
        return read

    def unread(self, chat: Group | None = None) -> list[Message]:
        """What reads() would return, oldest first; nothing becomes read by it."""
        shown = [Message(event.what) for event in self._in(chat).events if self._is_shown(event)]
        return shown[self._read.get(self._in(chat).id, 0) :]

    def _is_shown(self, event: Event) -> bool:
        receiver = event.what.get("receiver_user", self.user)
        return event.kind in {"sent", "edited"} and receiver["id"] == self.id

    def sees(self, chat: Group | None = None) -> list[Message]:
        """The chat as it stands now: both sides, edited and deleted as they are."""
        return [message.snapshot() for message in self._in(chat).messages.values()]

    def menu(self, chat: Group | None = None) -> list[Json]:
        """The client's list of commands: https://core.telegram.org/bots/api#determining-list-of-commands."""
        where = self._in(chat)
        kinds = ["all_private_chats"] if where.is_private else ["all_group_chats"]
        if self.id in where.administrators:
            kinds.insert(0, "all_chat_administrators")
        scopes: list[Json] = [{"type": "chat", "chat_id": where.id}]
        scopes += [{"type": kind} for kind in (*kinds, "default")]
        return self._state.profile.menu(scopes, self.user["language_code"][:2])

    def _in(self, group: Group | None) -> Chat:
        return group.chat if group else self._private

    def _send(self, fields: Json, group: Group | None) -> Message:
        chat = self._in(group)
        chat.heard = True
        message = chat.add({"from": self.user, "date": now(), **fields})
        self._deliver(chat, "message", message)
        return message.snapshot()

    def _deliver(self, chat: Chat, kind: str, message: Message) -> None:
        """In groups privacy mode holds most back: https://core.telegram.org/bots/features#privacy-mode."""
        to_bot = message.get("reply_to_message", {}).get("from", {}).get("id") == self._state.me["id"]
        if chat.is_private or chat.bot_is_admin or to_bot or self._commanded(message) or self._named(message):
            self._state.updates.push({kind: message.snapshot()})

    def _commanded(self, message: Message) -> bool:
        others = rf"/\w+@(?!{self._state.me['username']}\b)"
        kinds = {entity["type"] for entity in message.entities if entity["offset"] == 0}
        return "bot_command" in kinds and not re.match(others, message.text)

    def _named(self, message: Message) -> bool:
        """Whether it mentions the bot: https://core.telegram.org/bots/features#privacy-mode."""
        name = rf"(?<!\w)@{self._state.me['username']}\b"
        return re.search(name, message.text, re.IGNORECASE) is not None

    def _origin(
        self, channel: str | None, user: "Person | str | None", hidden: str | None, post: int
    ) -> Json:
        origin: Json = {"date": now() - 3600}
        match channel, user, hidden:
            case str(), None, None:
                origin |= {"type": "channel", "chat": self._state.chats.channel(channel), "message_id": post}
            case None, Person(), None:
                origin |= {"type": "user", "sender_user": user.user}
            case None, str(), None:
                origin |= {
                    "type": "user",
                    "sender_user": {"id": _STRANGER, "is_bot": False, "first_name": user},
                }
            case None, None, str():
                origin |= {"type": "hidden_user", "sender_user_name": hidden}
            case _:
                raise ValueError("a forward has exactly one of channel, user and hidden")
        return {"forward_origin": origin}


def _text(text: str, entities: Iterable[Entity]) -> Json:
    plain, found = _written(text, entities, TEXT_LENGTH)
    if not plain:
        raise ValueError("clients send no empty text")
    return {"text": plain} | ({"entities": found} if found else {})


def _caption(text: str, entities: Iterable[Entity]) -> Json:
    plain, found = _written(text, entities, CAPTION_LENGTH)
    return ({"caption": plain} if plain else {}) | ({"caption_entities": found} if found else {})


def _written(text: str, entities: Iterable[Entity], longest: int) -> tuple[str, list[Entity]]:
    plain, kept = trimmed(text, list(entities))
    if utf16_length(plain) > longest:
        raise ValueError(f"clients send at most {longest} UTF-16 units, got {utf16_length(plain)}")
    return plain, with_found(plain, kept)
