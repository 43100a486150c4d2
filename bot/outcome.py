"""What came of a letter: sent, again later, again otherwise, moved, gone or given up. Pure."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.attachments import card_in, drawn_anew
from bot.http_client import UNSENT
from bot.telegram_api import seconds
from knowledge.store import Letter, StoreError

# Requests that certainly never reached Telegram are repeated for as long as an answer is still of use.
WORTH_SENDING = timedelta(hours=24)
UNSENT_PAUSE = timedelta(minutes=1)
# After each of the others the message may be in the chat, so repeating it has an end: 12 times with doubling
# pauses is a Telegram that answers nothing but errors for 38 minutes.
AMBIGUOUS = 12
AMBIGUOUS_PAUSE = timedelta(minutes=10)

# What Telegram says when the wish has already come true.
ALREADY_SO = ("message is not modified", "query is too old")

# https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/Client.cpp, as Telegram words it
NOT_EDITABLE = ("message to edit not found", "message can't be edited")

# Not even written, and never will be: half of a surrogate pair, or what is no JSON.
UNWRITABLE = (UnicodeEncodeError, TypeError)

LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
TAG = re.compile(r"</?[a-z][^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sent:
    """Done; `message_id` is None when Telegram's answer had no message, `photo` when it had no picture."""

    message_id: int | None
    photo: str | None = None  # the file_id of its largest size


@dataclass(frozen=True, slots=True)
class Later:
    """To be repeated at `at`. `ambiguous`: it may have been done. `flooded`: Telegram asked to wait."""

    at: datetime
    ambiguous: bool = False
    flooded: bool = False


@dataclass(frozen=True, slots=True)
class Rewritten:
    """To be asked for in other terms."""

    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Anew:
    """To be sent as a new message: the one that it edits was deleted, or can be edited no longer."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The group became a supergroup with this id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Gone:
    """Nobody reads this chat any more: the bot was blocked or thrown out."""


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Repeating it would not help."""


Outcome = Sent | Later | Rewritten | Anew | Moved | Gone | GivenUp


def outcome(letter: Letter, result: Any, now: datetime) -> Outcome:
    """Return what Telegram's answer to a letter means; `result` is the answer or the exception."""
    if isinstance(result, BaseException):
        return _not_sent(letter, result, now)
    if not isinstance(result, dict):
        return Sent(None)
    sizes = result.get("photo")
    return Sent(result.get("message_id"), sizes[-1]["file_id"] if sizes else None)


def _not_sent(letter: Letter, error: BaseException, now: datetime) -> Outcome:  # noqa: PLR0911  # a line a case
    match error:
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case RetryAfter():
            return Later(now + timedelta(seconds=seconds(error)), flooded=True)
        case Forbidden():
            return Gone()
        case BadRequest():
            return _refused(letter, error.message.lower())
        case TelegramError() if not isinstance(error.__cause__, UNWRITABLE):
            return _failed(letter, error, now)
        case asyncio.CancelledError():  # the sender was stopped: Telegram may have it already
            return Later(now, ambiguous=True)
        case StoreError():  # a file that it brings could not be made
            return Later(now + UNSENT_PAUSE)
        case _:
            return GivenUp()


def _refused(letter: Letter, reason: str) -> Outcome:
    if any(text in reason for text in ALREADY_SO):
        return Sent(letter.params.get("message_id"))
    if letter.edits is not None and any(text in reason for text in NOT_EDITABLE):
        return Anew()
    otherwise = _otherwise(letter.params, reason)
    return GivenUp() if otherwise is None else Rewritten(otherwise)


def _otherwise(params: Mapping[str, Any], reason: str) -> Mapping[str, Any] | None:
    """Return other terms that Telegram may take; None when there are none."""
    if "ephemeral_message_parameters" in params:  # not offered by this server, or not to this bot
        return _without(params, "ephemeral_message_parameters")
    about = params.get("reply_parameters") or {}
    if "quote" in about and "quote" in reason:  # the post was edited meanwhile
        bare = {name: value for name, value in about.items() if not name.startswith("quote")}
        return {**params, "reply_parameters": bare}
    card = card_in(params)
    if card is not None and "file" in reason and "anew" not in card:  # what Telegram had is gone
        return drawn_anew(params)
    if "parse_mode" in params and "can't parse entities" in reason:
        return plain(params)
    return None


def _failed(letter: Letter, error: TelegramError, now: datetime) -> Outcome:
    """Return when to repeat what Telegram did not answer, or answered with an error of its own."""
    if isinstance(error, InvalidToken) or isinstance(error.__cause__, UNSENT):
        if now - letter.created_at > WORTH_SENDING:
            return GivenUp()
        return Later(now + _doubled(letter.attempts, UNSENT_PAUSE))
    if letter.ambiguous + 1 >= AMBIGUOUS:
        return GivenUp()
    return Later(now + _doubled(letter.ambiguous, AMBIGUOUS_PAUSE), ambiguous=True)


def _doubled(times: int, longest: timedelta) -> timedelta:
    return min(longest, timedelta(seconds=2 ** min(times, 20)))


def _without(params: Mapping[str, Any], left_out: str) -> dict[str, Any]:
    return {name: value for name, value in params.items() if name != left_out}


def plain(params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the same message without markup: a link becomes its words and its address."""
    rest = _without(params, "parse_mode")
    for name in ("text", "caption"):
        if name in rest:
            rest[name] = unescape(TAG.sub("", LINK.sub(r"\2 (\1)", rest[name])))
    return rest
