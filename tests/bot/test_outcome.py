"""Tests of bot/outcome.py: what each answer of Telegram's means for the letter."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.outcome import (
    AMBIGUOUS,
    AMBIGUOUS_PAUSE,
    WORTH_SENDING,
    Anew,
    GivenUp,
    Gone,
    Later,
    Moved,
    Rewritten,
    Sent,
    outcome,
    plain,
)
from knowledge.store import Letter

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SERVER = ConnectionKey("api.telegram.org", 443, True, True, None, None, None)
HTML = {"chat_id": 5, "text": "<b>Жалған</b>", "parse_mode": "HTML"}
LETTER = Letter(
    1, 777000, 5, "sendMessage", HTML, 0, attempts=0, ambiguous=0, edits=None, error=None, created_at=NOW
)


def because(error: TelegramError, cause: Exception) -> TelegramError:
    """The client names the error below as the cause of its own."""
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(("result", "message_id"), [({"message_id": 7}, 7), (True, None), ([], None)])
def test_an_answer_means_sent(result: Any, message_id: int | None) -> None:
    assert outcome(LETTER, result, NOW) == Sent(message_id)


def test_of_a_picture_the_name_of_its_largest_size_is_kept() -> None:
    sizes = [{"file_id": "small"}, {"file_id": "large"}]
    assert outcome(LETTER, {"message_id": 7, "photo": sizes}, NOW) == Sent(7, "large")


def test_a_card_that_telegram_no_longer_has_is_drawn_once_more_and_no_more() -> None:
    card = {"rebuttal": "tdl-war", "version": 1, "language": "kk", "bot": "x_bot"}
    letter = replace(LETTER, params={"chat_id": 5, "attached": {"photo": {"card": card}}})
    gone = BadRequest("Bad Request: wrong remote file identifier specified: can't unserialize it")
    again = outcome(letter, gone, NOW)
    assert isinstance(again, Rewritten)
    assert again == Rewritten({"chat_id": 5, "attached": {"photo": {"card": {**card, "anew": True}}}})
    assert outcome(replace(letter, params=again.params), gone, NOW) == GivenUp()
    assert outcome(letter, BadRequest("Bad Request: chat not found"), NOW) == GivenUp()


def test_what_one_person_only_should_see_is_said_to_all_where_that_is_refused() -> None:
    alone = replace(LETTER, params={**HTML, "ephemeral_message_parameters": {"receiver_user_id": 7}})
    assert outcome(alone, BadRequest("Bad Request: not offered"), NOW) == Rewritten(HTML)


@pytest.mark.parametrize("reason", ["message is not modified: …", "query is too old and …"])
def test_what_is_so_already_counts_as_sent(reason: str) -> None:
    edit = replace(LETTER, params={"message_id": 7, **HTML})
    assert outcome(edit, BadRequest(f"Bad Request: {reason}"), NOW) == Sent(7)


def test_too_fast_means_exactly_as_late_as_telegram_asks() -> None:
    assert outcome(LETTER, RetryAfter(17), NOW) == Later(NOW + 17 * SECOND, flooded=True)


def test_a_blocked_bot_owes_nothing() -> None:
    assert outcome(LETTER, Forbidden("Forbidden: bot was blocked by the user"), NOW) == Gone()


def test_a_group_that_became_a_supergroup_has_a_new_id() -> None:
    assert outcome(LETTER, ChatMigrated(-1005), NOW) == Moved(-1005)


@pytest.mark.parametrize(
    "error",
    [
        because(NetworkError("…"), aiohttp.ClientConnectorError(SERVER, OSError("refused"))),
        because(TimedOut(), aiohttp.ConnectionTimeoutError("slow, or no connection was free")),
        InvalidToken("Unauthorized"),
    ],
)
def test_what_never_reached_telegram_is_repeated_for_a_day(error: TelegramError) -> None:
    tried = replace(LETTER, attempts=500)
    assert outcome(LETTER, error, NOW) == Later(NOW + SECOND)
    assert outcome(tried, error, NOW + WORTH_SENDING) == Later(NOW + WORTH_SENDING + 60 * SECOND)
    assert outcome(tried, error, NOW + WORTH_SENDING + SECOND) == GivenUp()


@pytest.mark.parametrize(
    "error",
    [
        because(TimedOut(), aiohttp.SocketTimeoutError("slow")),
        because(NetworkError("…"), aiohttp.ClientOSError("cut")),
        because(NetworkError("…"), aiohttp.ServerDisconnectedError()),
        NetworkError("Internal Server Error"),
        TelegramError("Invalid server response"),
    ],
)
def test_what_telegram_may_have_done_is_repeated_and_marked_but_not_for_ever(error: TelegramError) -> None:
    assert outcome(LETTER, error, NOW) == Later(NOW + SECOND, ambiguous=True)
    often = replace(LETTER, ambiguous=AMBIGUOUS - 2)
    assert outcome(often, error, NOW) == Later(NOW + AMBIGUOUS_PAUSE, ambiguous=True)
    assert outcome(replace(LETTER, ambiguous=AMBIGUOUS - 1), error, NOW) == GivenUp()


def test_a_request_that_was_cut_off_by_a_stop_may_have_been_done() -> None:
    assert outcome(LETTER, asyncio.CancelledError(), NOW) == Later(NOW, ambiguous=True)


def test_html_that_telegram_refuses_is_asked_for_once_more_without() -> None:
    refusal = BadRequest("Bad Request: can't parse entities: unexpected end tag at byte offset 4")
    rewritten = outcome(LETTER, refusal, NOW)
    assert rewritten == Rewritten({"chat_id": 5, "text": "Жалған"})
    assert outcome(replace(LETTER, params=rewritten.params), refusal, NOW) == GivenUp()


def test_a_quote_that_telegram_does_not_find_is_left_out() -> None:
    about = {"message_id": 3, "quote": "старое", "quote_position": 0, "allow_sending_without_reply": True}
    quoting = replace(LETTER, params={**HTML, "reply_parameters": about})
    refusal = BadRequest("Bad Request: QUOTE_TEXT_INVALID")
    bare = {"message_id": 3, "allow_sending_without_reply": True}
    assert outcome(quoting, refusal, NOW) == Rewritten({**HTML, "reply_parameters": bare})
    assert outcome(LETTER, refusal, NOW) == GivenUp()


@pytest.mark.parametrize(
    "error",
    [
        BadRequest("Bad Request: message is too long"),
        TypeError("not JSON"),
        because(NetworkError("unknown"), UnicodeEncodeError("utf-8", "\ud83d", 0, 1, "half a sign")),
    ],
)
def test_what_would_fail_again_is_given_up(error: Exception) -> None:
    assert outcome(LETTER, error, NOW) == GivenUp()


@pytest.mark.parametrize("reason", ["Message to edit not found", "Message can't be edited"])
def test_an_edit_of_a_message_that_is_gone_is_sent_anew(reason: str) -> None:
    edit = replace(LETTER, method="editMessageText", edits=1)
    assert outcome(edit, BadRequest(reason), NOW) == Anew()
    assert outcome(LETTER, BadRequest(reason), NOW) == GivenUp()


def test_plain_text_keeps_words_addresses_and_signs() -> None:
    text = (
        'Пишут: 3 &lt; 5 &amp; <i>«рас»</i>\n<a href="https://gov.kz/?a=1&amp;b=2">gov.kz</a> <tg-spoiler>x'
    )
    assert plain({"caption": text, "parse_mode": "HTML"}) == {
        "caption": "Пишут: 3 < 5 & «рас»\ngov.kz (https://gov.kz/?a=1&b=2) x"
    }
