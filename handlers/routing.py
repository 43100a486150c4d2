"""What one line of the route table is made of: a trigger, who may, and the deed."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from telegram import Message, Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from handlers.contents import words_of
from handlers.context import Asker, Context
from handlers.errors import Forbidden, Refusal
from knowledge.store import Role

Deed = Callable[[Update, Context], Coroutine[Any, Any, None]]
Taker = Callable[[Update, Context], Coroutine[Any, Any, bool]]
Handler = BaseHandler[Update, Context, Any]


class _FromPerson(filters.MessageFilter):
    """Messages that a person has written: bots write to bots, too, and some messages come from nobody."""

    def filter(self, message: Message) -> bool:
        return message.from_user is not None and not message.from_user.is_bot


class _Says(filters.MessageFilter):
    """Messages with words in them, in whatever field."""

    def filter(self, message: Message) -> bool:
        return bool(words_of(message))


class _IsService(filters.MessageFilter):
    """Messages in which Telegram tells of what happened; some that `StatusUpdate.ALL` leaves out."""

    def filter(self, message: Message) -> bool:
        return any((message.successful_payment, message.passport_data, message.boost_added))


FROM_PERSON, SAYS = _FromPerson(), _Says()
SERVICE = filters.StatusUpdate.ALL | _IsService()
# A route must never fire anywhere by accident, and PTB's plain filters do fire for edited, channel and guest
# messages. So each kind of route says where it does, and what concerns groups has kinds of its own.
PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & FROM_PERSON
EDITED = filters.ChatType.PRIVATE & filters.UpdateType.EDITED_MESSAGE & FROM_PERSON
# Administrators who hide, and channels, write as a bot of Telegram.
GROUP = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE & filters.USER


class Audience(IntEnum):
    """Who may do a deed; each includes the next."""

    EVERYONE = 0
    TRAINEES = 1
    MODERATORS = 2
    OWNERS = 3

    @classmethod
    def of(cls, role: Role) -> "Audience":
        return cls.MODERATORS if role is Role.MODERATOR else cls.TRAINEES

    def admits(self, asker: Asker) -> bool:
        return [True, asker.is_member, asker.is_moderator, asker.is_owner][self]


@dataclass(frozen=True, slots=True)
class Command:
    """`/name` in a private chat. Its description is the catalogues' `command.<name>`."""

    name: str
    audience: Audience
    deed: Deed

    def handler(self) -> Handler:
        return CommandHandler(self.name, guarded(self.audience, self.deed), filters=PRIVATE)


@dataclass(frozen=True, slots=True)
class Press:
    """A button whose data begins with `v1:<what>:`."""

    what: str
    audience: Audience
    deed: Deed

    def handler(self) -> Handler:
        deed = guarded(self.audience, in_a_chat(self.deed))
        return CallbackQueryHandler(deed, pattern=rf"^v1:{self.what}:")


@dataclass(frozen=True, slots=True)
class Inline:
    """`@bot words`, typed in any chat."""

    deed: Deed

    def handler(self) -> Handler:
        return InlineQueryHandler(self.deed)


@dataclass(frozen=True, slots=True)
class Words:
    """A message in a private chat that passes `which`."""

    which: filters.BaseFilter
    deed: Deed

    def handler(self) -> Handler:
        return MessageHandler(PRIVATE & self.which, self.deed)


@dataclass(frozen=True, slots=True)
class Edited:
    """A message in a private chat that was changed and passes `which`."""

    which: filters.BaseFilter
    deed: Deed

    def handler(self) -> Handler:
        return MessageHandler(EDITED & self.which, self.deed)


@dataclass(frozen=True, slots=True)
class GroupCommand:
    """`/name` in a group. Only in menus it is `for_administrators` alone: the deed looks who it is."""

    name: str
    deed: Deed
    for_administrators: bool = False

    def handler(self) -> Handler:
        return CommandHandler(self.name, guarded(Audience.EVERYONE, self.deed), filters=GROUP)


@dataclass(frozen=True, slots=True)
class GroupWords:
    """A message in a group that passes `which`. Who wrote it may not have spoken to the bot at all."""

    which: filters.BaseFilter
    deed: Deed

    def handler(self) -> Handler:
        return MessageHandler(GROUP & self.which, self.deed)


@dataclass(frozen=True, slots=True)
class Membership:
    """The bot itself is added to a chat, or removed from it."""

    deed: Deed

    def handler(self) -> Handler:
        return ChatMemberHandler(self.deed, ChatMemberHandler.MY_CHAT_MEMBER)


@dataclass(frozen=True, slots=True)
class Guest:
    """The bot is named in a chat that it is no member of."""

    deed: Deed

    def handler(self) -> Handler:
        return MessageHandler(filters.UpdateType.GUEST_MESSAGE, self.deed)


@dataclass(frozen=True, slots=True)
class Service:
    """What Telegram says about a chat, whatever kind of chat it is."""

    which: filters.BaseFilter
    deed: Deed

    def handler(self) -> Handler:
        return MessageHandler(filters.UpdateType.MESSAGE & self.which, self.deed)


@dataclass(frozen=True, slots=True)
class AnyPress:
    """A button that no other route knows: forged, or of a version that is gone."""

    deed: Deed

    def handler(self) -> Handler:
        return CallbackQueryHandler(self.deed)


Route = (
    Command
    | Press
    | Inline
    | Words
    | Edited
    | GroupCommand
    | GroupWords
    | Membership
    | Guest
    | Service
    | AnyPress
)


def guarded(audience: Audience, deed: Deed) -> Deed:
    """Return the deed behind a check of the asker's role at this very event."""

    async def checked(update: Update, context: Context) -> None:
        asker = await context.asker(update)
        if not audience.admits(asker):
            raise Forbidden(f"refusal.{audience.name.lower()}", user_id=asker.user_id)
        await deed(update, context)

    return checked


def in_a_chat(deed: Deed) -> Deed:
    """Return the deed, refused below a message that was sent in inline mode: its chat is not known."""

    async def checked(update: Update, context: Context) -> None:
        if update.effective_chat is None:
            raise Refusal("button.unknown")
        await deed(update, context)

    return checked


def unless(taker: Taker, deed: Deed) -> Deed:
    """Return the deed, done only where `taker` did not take the update for itself."""

    async def one_of_both(update: Update, context: Context) -> None:
        if not await taker(update, context):
            await deed(update, context)

    return one_of_both
