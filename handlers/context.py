"""The typed way for a handler to reach what is known, who is asking, and the transaction of its update."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from telegram import Message, Update
from telegram.ext import CallbackContext, ExtBot

from handlers.incoming import message_of, quotation
from handlers.replies import Reply, content
from handlers.texts import Html, Texts, shortened, texts, unmarked
from knowledge.matching import Matcher
from knowledge.media import Gallery
from knowledge.models import Answer, Language, Post
from knowledge.periods import Schedule
from knowledge.store import Check, Counted, Priority, Role, Transaction

TOAST = 200  # characters, https://core.telegram.org/bots/api#answercallbackquery


@dataclass(frozen=True, slots=True)
class Kept:
    """How long what concerns persons is stored, as the settings of these names say."""

    checks: timedelta
    chats: timedelta
    inquiries: timedelta
    letters: timedelta  # KEEP_OUTBOX
    dead: timedelta


@dataclass(frozen=True, slots=True)
class Desk:
    """What stays the same from update to update."""

    bot_id: int
    matcher: Callable[[], Matcher]  # another one after a change of the lexicon
    gallery: Gallery  # the pictures and videos of rebuttals
    check: Callable[[Post], Answer]  # the matcher's, where it is measured
    expand: Callable[
        [Iterable[str]], Awaitable[None]
    ]  # learns where short links lead, which `check` knows then
    circulating: Callable[[], Counted]  # what circulates now, as it was counted last
    owners: frozenset[int]
    moderators_chat: int | None  # where they are told of what concerns them all; None: the owners are
    digest: Schedule | None  # when there is one; None: only on command
    digest_channel: int | None  # the public channel that gets its public part
    two_review: bool  # what one moderator writes is published by another one
    source_domains: tuple[str, ...]  # where sources may be; empty: anywhere
    kept: Kept
    answer_within: timedelta  # then who asked to be told hears that there is no answer
    pseudonym: Callable[[int], str]
    administers: Callable[[int, int], Awaitable[bool]]  # (chat, user); asked before a transaction begins
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
    wants_corrections: bool  # of verdicts that they read

    def reads(self, post_language: Language | None = None) -> Language:
        """Their choice, else the post's language, else their client's, else Russian."""
        return self.language or post_language or self.client or Language.RU


class Judged(NamedTuple):
    """A post and what was decided about it."""

    post: Post
    answer: Answer


class Toast(NamedTuple):
    """A request that is of use at once or never, so it goes around the outbox: best effort, after the commit.

    `otherwise` are the parameters to try where Telegram refuses the first.
    """

    method: str
    parameters: dict[str, Any]
    otherwise: dict[str, Any] | None = None


@dataclass(slots=True)
class Scene:
    """One update being handled: its transaction, its moment, and what is left to do when it went well.

    `checks` are written for a batch of updates at once, `toasts` go out after the commit.
    """

    desk: Desk
    update_id: int
    transaction: Transaction
    received_at: datetime
    now: datetime
    toasts: list[Toast] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    judged: Sequence[Judged] = ()  # the update's posts, as far as that was done before the transaction began
    messages: Sequence[Message] = ()  # that are answered together, in order; the update's is one of them
    administers: bool = False  # who caused the update administers its group, as Telegram said just now
    failure: Exception | None = None
    said: int = 0
    asker: Asker | None = None
    letters: str = ""  # what the keys of its letters begin with, where it is no update itself
    card: int | None = None  # a letter that the first answer takes the place of

    def next_key(self) -> str:
        """The outbox key of what the update causes next: the same ones when it is handled again."""
        self.said += 1
        return f"{self.letters or self.update_id}:{self.said}"


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
        """Judge a citizen's post, unless it was judged already."""
        judged = (judged.answer for judged in self.scene.judged if judged.post == post)
        return next(judged, None) or self.scene.desk.check(post)

    def messages(self, update: Update) -> Sequence[Message]:
        """Return what is answered together, in order: an album, a burst, or the update's message alone.

        A burst is handled once, when it is complete, whatever the routes make of it; the update is that of
        its message which says most (`handlers.asked.leading`), and only this one is routed.
        """
        return self.scene.messages or [message_of(update)]

    async def asker(self, update: Update) -> Asker:
        """Return who is asking; read from the store once for an update."""
        scene = self.scene
        if scene.asker is None:
            scene.asker = await _asker(update, scene)
        return scene.asker

    async def texts(self, update: Update, post_language: Language | None = None) -> Texts:
        """Return the words in the language that the asker reads."""
        return texts((await self.asker(update)).reads(post_language))

    async def say(self, message: Message, reply: Reply) -> None:
        """Queue an answer to `message`, quoting it."""
        card, self.scene.card = self.scene.card, None
        if card is not None:
            await self.redraw(message.chat_id, reply, card=card)
            return
        self._owe("sendMessage", message.chat_id, _contents(message.chat_id, reply, message))

    async def answer(self, message: Message, reply: Reply, *, about: Message) -> None:
        """Queue the answer to what `message` asks, quoting `about`; `answer_anew` finds it again."""
        contents = _contents(message.chat_id, reply, about)
        key, said = self._answer_key(message), _said(reply)
        self._owe("sendMessage", message.chat_id, contents, key=key, said=said)

    async def answer_anew(self, message: Message, reply: Reply, *, about: Message) -> bool:
        """Queue new contents for the answer to `message`; False where they are the same, or it had none."""
        outbox, said = self.work.outbox, _said(reply)
        earlier = await outbox.answer(self.scene.desk.bot_id, self._answer_key(message))
        if earlier is None or earlier.said == said:
            return False
        contents = _contents(message.chat_id, reply, about)
        self._owe("editMessageText", message.chat_id, contents, edits=earlier.letter)
        await outbox.says_now(earlier.letter, said)
        return True

    async def has_answered(self, message: Message) -> bool:
        """Tell whether the message was answered, as far back as letters are kept."""
        return await self.work.outbox.has(self.scene.desk.bot_id, self._answer_key(message))

    def _answer_key(self, message: Message) -> str:
        return f"answer:{self.scene.desk.pseudonym(message.chat_id)}:{message.message_id}"

    async def whisper(self, message: Message, reply: Reply) -> None:
        """Queue an answer that only who wrote `message` sees, where Telegram offers that, else everybody."""
        contents = _contents(message.chat_id, reply, message)
        if message.from_user is not None and message.sender_chat is None:
            # https://core.telegram.org/bots/api#ephemeralmessageparameters; `bot.outcome` knows a way back
            contents["ephemeral_message_parameters"] = {"receiver_user_id": message.from_user.id}
        self._owe("sendMessage", message.chat_id, contents)

    async def tell(self, chat_id: int, reply: Reply) -> None:
        """Queue a message that answers no other."""
        self._owe("sendMessage", chat_id, _contents(chat_id, reply))

    async def draw(self, chat_id: int, reply: Reply, *, about: Message | None = None) -> int:
        """Queue a card, which may answer a message; return its outbox id, by which it is redrawn."""
        scene, contents = self.scene, _contents(chat_id, reply, about)
        add, bot_id, key = scene.transaction.outbox.add, scene.desk.bot_id, scene.next_key()
        return await add(
            key, bot_id, chat_id, "sendMessage", contents, priority=Priority.ANSWER, now=scene.now
        )

    async def redraw(self, chat_id: int, reply: Reply, *, card: int) -> None:
        """Queue new contents for the message that the outbox row `card` became."""
        self._owe("editMessageText", chat_id, _contents(chat_id, reply), edits=card)

    async def turn(self, message: Message, reply: Reply) -> None:
        """Queue new contents for a message of the bot's that a button was pressed on."""
        contents = _contents(message.chat_id, reply) | {"message_id": message.message_id}
        self._owe("editMessageText", message.chat_id, contents)

    async def call(self, method: str, chat_id: int, parameters: dict[str, Any]) -> None:
        """Queue a request that concerns a chat."""
        self._owe(method, chat_id, parameters)

    def toast(self, update: Update, text: Html | None = None, *, alert: bool = False) -> None:
        """Answer a button press after the commit, in plain text; unanswered, the button keeps spinning."""
        if update.callback_query:
            answer: dict[str, Any] = {"callback_query_id": update.callback_query.id}
            if text:
                answer |= {"text": shortened(unmarked(text), TOAST), "show_alert": alert}
            self.answer_at_once("answerCallbackQuery", answer)

    def answer_at_once(
        self, method: str, parameters: dict[str, Any], otherwise: dict[str, Any] | None = None
    ) -> None:
        """Make a request after the commit that nobody needs later."""
        self.scene.toasts.append(Toast(method, parameters, otherwise))

    def _owe(
        self,
        method: str,
        chat_id: int,
        parameters: dict[str, Any],
        *,
        key: str | None = None,
        edits: int | None = None,
        said: str | None = None,
    ) -> None:
        scene = self.scene
        scene.transaction.outbox.owe(
            key or scene.next_key(),
            scene.desk.bot_id,
            chat_id,
            method,
            parameters,
            priority=Priority.ANSWER,
            now=scene.now,
            edits=edits,
            said=said,
        )


def _contents(chat_id: int, reply: Reply, answered: Message | None = None) -> dict[str, Any]:
    """Return the parameters of a message, with the words of the answered one that are quoted."""
    contents = {"chat_id": chat_id, **content(reply)}
    if answered is not None:
        about = {"message_id": answered.message_id, "allow_sending_without_reply": True}
        contents["reply_parameters"] = about | quotation(answered, reply.quote)
    return contents


def _said(reply: Reply) -> str:
    """Return a fingerprint of what a person would read."""
    told = json.dumps(content(reply), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode(errors="backslashreplace")).hexdigest()[:32]


async def _asker(update: Update, scene: Scene) -> Asker:
    user = update.effective_user
    assert user is not None, "routes let through only updates that a person caused"
    person = scene.desk.pseudonym(user.id)
    profile = await scene.transaction.people.profile(person)
    is_owner = user.id in scene.desk.owners
    is_moderator = is_owner or profile.role is Role.MODERATOR
    is_member = is_owner or profile.role is not None
    client = client_language(user.language_code)
    return Asker(
        person,
        user.id,
        is_owner=is_owner,
        is_moderator=is_moderator,
        is_member=is_member,
        language=profile.language,
        client=client,
        wants_corrections=profile.wants_corrections,
    )


def client_language(code: str | None) -> Language | None:
    """`ru-RU` is Russian; a language that the bot does not speak is None."""
    short = (code or "").split("-")[0].lower()
    known: Sequence[str] = list(Language)
    return Language(short) if short in known else None
