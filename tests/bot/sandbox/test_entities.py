"""What clients and servers mark in a plain text."""

import pytest

from bot.sandbox.entities import utf16_slice, with_found, within


def found(text: str) -> list[tuple[str, str]]:
    return [
        (entity["type"], utf16_slice(text, entity["offset"], entity["length"]))
        for entity in with_found(text, [])
    ]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("/start r_1", [("bot_command", "/start")]),
        ("🙂 /help@sandbox_bot now", [("bot_command", "/help@sandbox_bot")]),
        ("и/или, 1/2, /каз", []),
        ("Қараңыз: https://stopfake.kz/a?b=1.", [("url", "https://stopfake.kz/a?b=1")]),
        ("оқы stopfake.kz, сосын таратпа", [("url", "stopfake.kz")]),
        ("t.me/channel/17", [("url", "t.me/channel/17")]),
        ("@sandbox_bot рас па?", [("mention", "@sandbox_bot")]),
        ("a@b.kz", [("email", "a@b.kz")]),
        ("#Қазақстан #1", [("hashtag", "#Қазақстан")]),
        ("Саған жазып тұрмын.Рас па", []),
    ],
)
def test_commands_links_mentions_and_hashtags_are_found(text: str, marked: list[tuple[str, str]]) -> None:
    assert found(text) == marked


def test_nothing_is_found_inside_of_a_link_or_code() -> None:
    given = [{"type": "code", "offset": 0, "length": 6}]
    assert with_found("/start", given) == given


def test_bold_does_not_hide_a_command() -> None:
    given = [{"type": "bold", "offset": 0, "length": 6}]
    assert [entity["type"] for entity in with_found("/start", given)] == ["bold", "bot_command"]


def test_entities_of_a_part_are_cut_and_counted_from_its_beginning() -> None:
    bold = {"type": "bold", "offset": 2, "length": 4}
    assert within([bold], 4, 10) == [{"type": "bold", "offset": 0, "length": 2}]
    assert within([bold], 6, 10) == []
