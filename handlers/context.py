"""The typed way for a handler to reach what is known, who is asking, and the transaction of its update."""

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from telegram import Message, Update
from telegram.ext import CallbackContext, ExtBot

from handlers.incoming import quotation
from handlers.replies import Reply, content
from handlers.texts import Html, Texts, shortened, texts, unmarked
from knowledge.matching import Matcher
from knowledge.models import Answer, Language, Post
from knowledge.store import Check, Priority, Role, Transaction

TOAST = 200  # characters, https://core.telegram.org/bots/api#answercallbackquery


@dataclass(frozen=True, slots=True)
class Desk:
    """What stays the same from update to update."""

    bot_id: int
    matcher: Callable[[], Matcher]  # another one after a change of the lexicon
    check: Callable[[Post], Answer]  # the matcher's, where it is measured
    owners: frozenset[int]
    moderators_chat: int | None  # where they are told of what concerns them all; None: the owners are
    two_review: bool  # what one moderator writes is published by another one
    source_domains: tuple[str, ...]  # where sources may be; empty: anywhere
    pseudonym: Callable[[int], str]
    menu: Callable[[int, Role], Sequence[dict[str, Any]]]  # setMyCommands for a member's chat

    @property
    def moderators_chats(self) -> list[int]:
        """Where moderators are told of what concerns them all: their chat, or else each owner's."""
        return sorted(self.owners) if self.moderators_chat is None else [self.moderators_chat]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who caused the update: a pseudonym, never a name."""

    person: str
    user_id: int
    is_owner: bool
    is_moderator: bool  # owners are, too
    is_member: bool  # of the team, in whatever role
    language: Language | None  # their own choice
    client: Language | None  # what their Telegram is set to

    def reads(self, post_language: Language | None = None) -> Language:
        """Their choice, else the post's language, else their client's, else Russian."""
        return self.language or post_language or self.client or Language.RU


@dataclass(slots=True)
class Scene:
    """One update being handled: its transaction, its moment, and what is left to do when it went well.

    `checks` are written for a batch of updates at once, `toasts` go out after the commit.
    """

    desk: Desk
    update_id: int
    transaction: Transaction
    now: datetime
    toasts: list[dict[str, Any]] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    failure: Exception | None = None
    said: int = 0
    asker: Asker | None = None


SCENE: ContextVar[Scene] = ContextVar("scene")


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """What handlers get beside the update."""

    @property
    def scene(self) -> Scene:
        return SCENE.get()

    @property
    def work(self) -> Transaction:
        return self.scene.transaction

    @property
    def now(self) -> datetime:
        return self.scene.now

    @property
    def matcher(self) -> Matcher:
        return self.scene.desk.matcher()

    def check(self, post: Post) -> Answer:
        """Judge a citizen's post."""
        return self.scene.desk.check(post)

    async def asker(self, update: Update) -> Asker:
        """Return who is asking; read from the store once for an update."""
        scene = self.scene
        if scene.asker is None:
            scene.asker = await _asker(update, scene)
        return scene.asker

    async def texts(self, update: Update, post_language: Language | None = None) -> Texts:
        """Return the words in the language that the asker reads."""
        return texts((await self.asker(update)).reads(post_language))

    async def say(self, message: Message, reply: Reply) -> int:
        """Queue an answer to `message`, quoting it; return the outbox id, which cards are edited by."""
        about = {"message_id": message.message_id, "allow_sending_without_reply": True}
        about |= quotation(message, reply.quote)
        return await self._queue("sendMessage", message.chat_id, reply, {"reply_parameters": about})

    async def tell(self, chat_id: int, reply: Reply) -> int:
        """Queue a message that answers no other; return the outbox id."""
        return await self._queue("sendMessage", chat_id, reply, {})

    async def redraw(self, chat_id: int, reply: Reply, *, card: int) -> None:
        """Queue new contents for the message that the outbox row `card` became."""
        await self._queue("editMessageText", chat_id, reply, {}, edits=card)

    async def turn(self, message: Message, reply: Reply) -> None:
        """Queue new contents for a message of the bot's that a button was pressed on."""
        await self._queue("editMessageText", message.chat_id, reply, {"message_id": message.message_id})

    async def call(
        self, method: str, chat_id: int, parameters: dict[str, Any], *, edits: int | None = None
    ) -> int:
        """Queue a request that concerns a chat; return its outbox id."""
        scene = self.scene
        scene.said += 1
        key = f"{scene.update_id}:{scene.said}"
        outbox, bot_id = scene.transaction.outbox, scene.desk.bot_id
        return await outbox.add(
            key, bot_id, chat_id, method, parameters, priority=Priority.ANSWER, now=scene.now, edits=edits
        )

    def toast(self, update: Update, text: Html | None = None, *, alert: bool = False) -> None:
        """Answer a button press after the commit, in plain text; unanswered, the button keeps spinning."""
        if update.callback_query:
            answer: dict[str, Any] = {"callback_query_id": update.callback_query.id}
            if text:
                answer |= {"text": shortened(unmarked(text), TOAST), "show_alert": alert}
            self.scene.toasts.append(answer)

    async def _queue(
        self, method: str, chat_id: int, reply: Reply, extra: dict[str, Any], edits: int | None = None
    ) -> int:
        parameters = {"chat_id": chat_id, **content(reply), **extra}
        return await self.call(method, chat_id, parameters, edits=edits)


async def _asker(update: Update, scene: Scene) -> Asker:
    user = update.effective_user
    assert user is not None, "routes let through only updates that a person caused"
    person = scene.desk.pseudonym(user.id)
    profile = await scene.transaction.people.profile(person)
    is_owner = user.id in scene.desk.owners
    is_moderator = is_owner or profile.role is Role.MODERATOR
    is_member = is_owner or profile.role is not None
    client = client_language(user.language_code)
    return Asker(person, user.id, is_owner, is_moderator, is_member, profile.language, client)


def client_language(code: str | None) -> Language | None:
    """`ru-RU` is Russian; a language that the bot does not speak is None."""
    short = (code or "").split("-")[0].lower()
    known: Sequence[str] = list(Language)
    return Language(short) if short in known else None
