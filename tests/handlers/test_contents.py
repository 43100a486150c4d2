"""The words and addresses of a message, in whatever field Telegram puts them."""

from typing import Any

import pytest
from telegram import Message

from handlers.contents import links_of, words_elsewhere, words_of

OPTION: dict[str, Any] = {"persistent_id": "1", "voter_count": 0}
POLL: dict[str, Any] = {
    "id": "5",
    "question": "Вода ядовита?",
    "options": [{**OPTION, "text": "да, это скрывают"}, {**OPTION, "text": "нет"}],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
CHECKLIST = {"title": "Запасаемся", "tasks": [{"id": 1, "text": "соль"}, {"id": 2, "text": "спички"}]}


def message(**fields: Any) -> Message:
    chat = {"id": 1, "type": "private"}
    read = Message.de_json({"message_id": 1, "date": 0, "chat": chat, **fields}, None)
    assert read is not None
    return read


def rich(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {"rich_message": {"blocks": list(blocks)}}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": "Вода ядовита"}, "Вода ядовита"),
        ({"caption": "Вода ядовита"}, "Вода ядовита"),
        ({"poll": POLL}, "Вода ядовита?\nда, это скрывают"),
        ({"poll": {**POLL, "description": "Опрос"}}, "Вода ядовита?\nОпрос\nда, это скрывают"),
        ({"checklist": CHECKLIST}, "Запасаемся\nсоль\nспички"),
        ({"contact": {"phone_number": "+7", "first_name": "A"}}, ""),
        (rich({"type": "paragraph", "text": "Вода ядовита"}), "Вода ядовита"),
        (
            rich(
                {"type": "heading", "text": ["Срочно: ", {"type": "bold", "text": "вода"}], "size": 1},
                {"type": "list", "items": [{"label": "1.", "blocks": [{"type": "pre", "text": "ядовита"}]}]},
            ),
            "Срочно: вода\n1.\nядовита",
        ),
        (
            rich({"type": "table", "cells": [[{"text": "Город"}, {"text": "Вода"}], [{"text": "Тараз"}]]}),
            "Город Вода\nТараз",
        ),
        (rich({"type": "photo", "photo": [], "caption": {"text": "Вот", "credit": "Сосед"}}), "Вот\nСосед"),
        (rich({"type": "details", "summary": "О", "blocks": [{"type": "pre", "text": "яд"}]}), "О\nяд"),
        (rich({"type": "tomorrow", "whatever": 5}), ""),
        ({"rich_message": "no blocks"}, ""),
    ],
)  # fmt: skip
def test_words_are_found_where_they_are(fields: dict[str, Any], words: str) -> None:
    assert words_of(message(**fields)) == words


def test_a_rich_message_that_nests_without_end_does_no_harm() -> None:
    block: dict[str, Any] = {"type": "paragraph", "text": "дно"}
    for _ in range(300):
        block = {"type": "blockquote", "blocks": [block]}
    assert words_of(message(**rich({"type": "paragraph", "text": "верх"}, block))) == "верх"


def test_marked_words_are_what_a_message_cites() -> None:
    assert words_elsewhere(message(text="?", quote={"text": "яд", "position": 0})) == "яд"


def test_a_poll_of_another_chat_is_what_a_message_cites() -> None:
    cited = {"origin": {"type": "hidden_user", "sender_user_name": "x", "date": 0}, "poll": POLL}
    assert words_elsewhere(message(text="?", external_reply=cited)) == "Вода ядовита?\nда, это скрывают"


def test_addresses_are_found_behind_words_buttons_and_previews() -> None:
    found = links_of(
        message(
            text="тут и https://one.example",
            entities=[
                {"type": "text_link", "offset": 0, "length": 3, "url": "https://two.example"},
                {"type": "url", "offset": 6, "length": 19},
            ],
            reply_markup={"inline_keyboard": [[{"text": "Ещё", "url": "https://three.example"}]]},
            link_preview_options={"url": "https://four.example"},
            **rich(
                {"type": "paragraph", "text": {"type": "url", "text": "x", "url": "https://five.example"}}
            ),
        )
    )
    assert found == (
        "https://one.example",
        "https://two.example",
        "https://five.example",
        "https://three.example",
        "https://four.example",
    )
