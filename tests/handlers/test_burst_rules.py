"""Which messages are one question, by the rules alone."""

import json
from typing import Any

import pytest

from handlers.bursts import ALBUM, FULL, MOST, Raw, is_comment, is_unfinished, may_go_on, message_in, together

FORWARD: dict[str, Any] = {"forward_origin": {"type": "hidden_user", "sender_user_name": "x", "date": 1}}
ALBUM_PART: dict[str, Any] = {"media_group_id": "7", "photo": []}


def sent(text: str | None = None, at: object = 100, **fields: Any) -> Raw:
    return {"date": at, **({} if text is None else {"text": text}), **fields}


@pytest.mark.parametrize(
    ("messages", "number"),
    [
        ([sent("правда?"), sent("пост", **FORWARD)], 2),
        ([sent("правда?"), sent("пост", at=101, **FORWARD)], 2),
        ([sent("правда?"), sent("пост", at=102, **FORWARD)], 1),
        ([sent("правда?"), sent("и это?")], 1),
        ([sent(" ".join(["слово"] * 8)), sent("пост", **FORWARD)], 1),
        ([sent("а", **FORWARD), sent("б", **FORWARD), sent("в", **FORWARD)], 3),
        ([sent("а", **FORWARD), sent("правда?")], 1),
        ([sent("а", **FORWARD), sent("б", reply_to_message={}, **FORWARD)], 1),
        ([sent(**ALBUM_PART), sent(at=107, **ALBUM_PART), sent("дальше", at=107)], 2),
        ([sent(**ALBUM_PART), sent(**{**ALBUM_PART, "media_group_id": "8"})], 1),
        ([sent("правда?"), sent(**ALBUM_PART, **FORWARD), sent(**ALBUM_PART, **FORWARD)], 3),
        ([sent("я" * FULL), sent("конец")], 2),
        ([sent("а", **FORWARD)] * (MOST + 5), MOST),
        ([sent("правда?", at="вчера"), sent("пост", **FORWARD)], 1),
        ([sent("правда?"), None], 1),
    ],
)
def test_messages_go_together(messages: list[Raw | None], number: int) -> None:
    assert together(messages) == number


def test_an_album_is_unfinished_until_it_is_full() -> None:
    assert is_unfinished([sent(**ALBUM_PART)] * (ALBUM - 1))
    assert not is_unfinished([sent(**ALBUM_PART)] * ALBUM)


def test_a_text_that_a_client_cut_goes_on() -> None:
    assert is_unfinished([sent("я" * FULL)])
    assert not is_unfinished([sent("я" * FULL, **FORWARD)])


@pytest.mark.parametrize(
    "message",
    [
        sent("/start"),
        sent("пост", **FORWARD),
        sent("правда?", reply_to_message={}),
        sent("https://a.kz", entities=[{"type": "url", "offset": 0, "length": 12}]),
        sent(caption="правда?"),
    ],
    ids=["command", "forward", "reply", "link", "caption"],
)
def test_what_is_no_comment(message: Raw) -> None:
    assert not is_comment(message)


def test_a_post_of_ones_own_is_looked_behind_for_nothing() -> None:
    assert not may_go_on(sent("Казахстан " * 20))


@pytest.mark.parametrize(
    "update",
    [
        "no update",
        {"message": None},
        {"message": {"chat": {"id": 1, "type": "group"}, "from": {"id": 1}}},
        {"message": {"chat": {"id": "1", "type": "private"}, "from": {"id": 1}}},
        {"message": {"chat": {"id": 1, "type": "private"}}},
        {"edited_message": {"chat": {"id": 1, "type": "private"}, "from": {"id": 1}}},
    ],
)
def test_what_is_no_message_to_the_bot_in_private(update: object) -> None:
    assert message_in(json.dumps(update)) is None
