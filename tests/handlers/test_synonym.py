"""/synonym: what a moderator teaches changes the very next answer, and can be taken back."""

import pytest

from bot.sandbox import Person

# A word of family chats that no dictionary has; without it the post says nothing about war.
POST = "Казахстан готовится к заварушке с Россией"


async def test_a_taught_word_meets_the_claim(moderator: Person, citizen: Person) -> None:
    citizen.says(POST)
    assert not (await citizen.reads()).text.startswith("❌")
    moderator.says("/synonym заварушка = война")
    assert "заварушка = война" in (await moderator.reads()).text
    citizen.says(POST)
    assert (await citizen.reads()).text.startswith("❌ Неправда")


async def test_a_pair_can_be_taken_back(moderator: Person, citizen: Person) -> None:
    moderator.says("/synonym заварушка = война")
    shown = await moderator.reads()
    toast = await moderator.presses(shown, "Remove: заварушка")
    assert "заварушка" in toast["text"]
    assert "No synonyms" in (await moderator.reads()).text
    citizen.says(POST)
    assert not (await citizen.reads()).text.startswith("❌")
    toast = await moderator.presses(shown, "Remove: заварушка")
    assert toast["show_alert"]


@pytest.mark.parametrize(
    "words", ["война", "= война", "война =", "!!! = война", "война = война", f"{'а' * 61} = война"]
)
async def test_a_pair_that_is_none_is_refused(moderator: Person, words: str) -> None:
    moderator.says(f"/synonym {words}")
    assert "/synonym word = meaning" in (await moderator.reads()).text
    moderator.says("/synonym")
    assert "No synonyms" in (await moderator.reads()).text


async def test_a_word_with_html_is_only_text(moderator: Person) -> None:
    moderator.says("/synonym <b>жирный</b> = толстый & большой")
    assert "<b>жирный</b> = толстый & большой" in (await moderator.reads()).text


@pytest.mark.parametrize("number", ["", "x", "-1", "9999999999999999"])
async def test_a_forged_number_removes_nothing(moderator: Person, number: str) -> None:
    moderator.says("/synonym заварушка = война")
    shown = await moderator.reads()
    toast = await moderator.presses(shown, 0, data=f"v1:synonym:{number}")
    assert toast["show_alert"]
