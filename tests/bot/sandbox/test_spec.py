"""Requests and updates are held against the described API: first a small description, then the real one."""

import json
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from bot.sandbox import Person, Spec, Telegram
from bot.sandbox.decoding import Upload


def field(name: str, *types: str, required: bool = False, description: str = "") -> dict[str, Any]:
    return {"name": name, "types": list(types), "required": required, "description": description}


POSTCARDS = {
    "version": "Postcards 1.0",
    "methods": {
        "sendCard": {
            "returns": ["Card", "Boolean"],
            "fields": [
                field("to", "Integer", "String", required=True),
                field("line", "String", description="A line, 1-5 characters"),
                field("code", "String", description="A code, 1-4 bytes"),
                field("verse", "String", description="Verse, 1-3 characters after entities parsing"),
                field("stamps", "Array of Stamp", description="A list of 1-2 stamps"),
                field("pictures", "Array of Array of Picture", description="At most 2 can be given."),
                field("copies", "Integer", description="Values between 1-9 are accepted."),
                field("weight", "Float", description="Weight in grams; 0-20"),
                field("urgent", "Boolean"),
                field("scan", "InputFile", "String"),
                field("style", "String", description='Must be one of "red" (loud) or "blue". Optional.'),
            ],
        }
    },
    "types": {
        "Stamp": {"fields": [field("value", "Integer", required=True), field("year", "Integer")]},
        "Picture": {"subtypes": ["Photo", "Drawing"]},
        "Photo": {
            "fields": [
                field("type", "String", required=True, description="Type of the picture, must be photo"),
                field("camera", "String", required=True),
            ]
        },
        "Drawing": {
            "fields": [
                field("type", "String", required=True, description='Type of the picture, always "drawing"')
            ]
        },
        "Card": {"fields": [field("id", "Integer", required=True)]},
    },
}


@pytest.fixture
def postcards(tmp_path: Path) -> Spec:
    path = tmp_path / "postcards.json"
    path.write_text(json.dumps(POSTCARDS), "utf-8")
    return Spec.load(path)


@pytest.mark.parametrize(
    "given",
    [
        {"line": "🙂🙂ә"},
        {"code": "әә"},
        {"verse": "longer, as tags do not count"},
        {"stamps": [{"value": 1}, {"value": 2, "year": 1991}]},
        {"pictures": [[{"type": "drawing"}], [{"type": "photo", "camera": "x"}]]},
        {"copies": 9, "weight": 20, "urgent": True, "style": "blue"},
        {"scan": Upload("a.png", b"x")},
        {"scan": "file1"},
        {"to": "@channel"},
    ],
)
def test_a_request_within_the_limits_has_no_problems(postcards: Spec, given: dict[str, Any]) -> None:
    assert postcards.request_problems("sendCard", {"to": 1, **given}) == []


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"colour": "x"}, "sendCard.colour: unknown"),
        ({"line": ""}, "sendCard.line: 0 characters, expected 1-5"),
        ({"line": "🙂🙂🙂"}, "sendCard.line: 6 characters, expected 1-5"),
        ({"code": "әәә"}, "sendCard.code: 6 bytes, expected 1-4"),
        ({"line": 1}, "sendCard.line: int, expected String"),
        ({"urgent": 1}, "sendCard.urgent: int, expected Boolean"),
        ({"copies": True}, "sendCard.copies: bool, expected Integer"),
        ({"copies": 10}, "sendCard.copies: 10, expected 1-9"),
        ({"weight": 20.5}, "sendCard.weight: 20.5, expected 0-20"),
        ({"stamps": []}, "sendCard.stamps: 0 items, expected 1-2"),
        ({"stamps": {}}, "sendCard.stamps: dict, expected Array of Stamp"),
        ({"stamps": [{"year": 1991}]}, "sendCard.stamps: [0] Stamp.value: missing"),
        ({"stamps": ["x"]}, "sendCard.stamps: [0] str, expected Stamp"),
        ({"pictures": [[], [], []]}, "sendCard.pictures: 3 items, expected 0-2"),
        ({"pictures": [[{"type": "photo"}]]}, "sendCard.pictures: [0] [0] Photo.camera: missing"),
        ({"style": "green"}, "sendCard.style: 'green', expected one of ['red', 'blue']"),
    ],
)
def test_each_broken_rule_is_named(postcards: Spec, given: dict[str, Any], problem: str) -> None:
    assert problem in postcards.request_problems("sendCard", {"to": 1, **given})


def test_what_is_missing_and_what_does_not_exist_is_named(postcards: Spec) -> None:
    assert postcards.request_problems("sendCard", {}) == ["sendCard.to: missing"]
    assert postcards.request_problems("sendBird", {}) == ["sendBird: no such method in Postcards 1.0"]


def test_a_result_is_of_one_of_the_declared_types(postcards: Spec) -> None:
    assert postcards.result_problems("sendCard", {"id": 1}) == []
    assert postcards.result_problems("sendCard", True) == []
    assert postcards.result_problems("sendCard", {}) != []


@pytest.fixture
def real(telegram: Telegram) -> Spec:
    if telegram.spec is None:
        pytest.skip("the machine-readable Bot API is not at hand")
    return telegram.spec


async def test_a_request_that_breaks_the_api_is_refused_and_remembered(
    telegram: Telegram, real: Spec, bot: Bot, aida: Person
) -> None:
    too_long = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x" * 65)]])

    with pytest.raises(BadRequest, match="callback_data: 65 bytes, expected 1-64"):
        await bot.send_message(aida.id, "x", reply_markup=too_long)
    with pytest.raises(BadRequest, match="colour: unknown"):
        await bot.send_message(aida.id, "x", api_kwargs={"colour": "red"})

    assert len(telegram.violations) == 2
    assert aida.unread() == []
    telegram.violations.clear()


async def test_every_update_that_people_cause_is_a_proper_update(
    telegram: Telegram, real: Spec, bot: Bot, aida: Person
) -> None:
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="1")]])
    await bot.send_message(aida.id, "x", reply_markup=buttons)
    card = await aida.reads()
    aida.edits(aida.forwards("Рас па? stopfake.kz", channel="Хабар"), "Рас")
    aida.forwards("x", user="Берік", chat=telegram.group("Туыстар", bot_is_admin=True))
    aida.forwards("x", hidden="Белгісіз")
    aida.sends_photo("x", channel="Хабар")
    aida.sends_document(content=b"x", name="x.pdf")
    aida.replies(card, "/help", quote="x")
    aida.taps(card, "x")
    aida.deletes(card)
    aida.taps(card, "x")

    problems = {update["update_id"]: real.type_problems("Update", update) for update in telegram.pending}

    assert len(problems) == 10
    assert not any(problems.values()), problems


def test_a_broken_update_is_told_from_a_proper_one(real: Spec) -> None:
    assert "missing" in str(real.type_problems("Update", {"update_id": 1, "message": {"message_id": 1}}))
