"""/find, /show and /retire."""

import pytest

from bot.sandbox import Person

RUMOUR = "Казахстан готовится к войне с Россией"


async def test_words_find_rebuttals(moderator: Person) -> None:
    moderator.says("/find иностранцы армия")
    found = await moderator.reads()
    assert "tdl-foreigners" in found.text


@pytest.mark.parametrize("command", ["/find", "/show", "/retire"])
async def test_a_command_without_its_argument_says_how_it_is_used(moderator: Person, command: str) -> None:
    moderator.says(command)
    assert f"{command} " in (await moderator.reads()).text


async def test_show_gives_what_citizens_see_and_every_phrasing(moderator: Person) -> None:
    moderator.says("/show TDL-WAR")
    shown = await moderator.reads()
    assert "❌ False" in shown.text
    assert "KK · " in shown.text
    assert shown.labels == ["Open the source", "📤 Share", "✏️ Correct", "🕓 History", "Retire", "🗣 Wordings"]


@pytest.mark.parametrize("command", ["/show", "/retire"])
async def test_an_id_that_does_not_exist_is_said_to_be_so(moderator: Person, command: str) -> None:
    moderator.says(f"{command} <b>no-such</b>")
    assert "There is no rebuttal “<b>no-such</b>”" in (await moderator.reads()).text


async def test_a_retired_rebuttal_answers_nobody(moderator: Person, citizen: Person) -> None:
    citizen.says(RUMOUR)
    assert (await citizen.reads()).text.startswith("❌")
    moderator.says("/retire tdl-war")
    question = await moderator.reads()
    assert question.labels[:2] == ["No, keep it", "Yes, retire it"]
    await moderator.presses(question, "Yes, retire it")
    await moderator.reads()
    citizen.says(RUMOUR)
    assert not (await citizen.reads()).text.startswith("❌")


async def test_a_rebuttal_is_kept_when_the_moderator_thinks_again(moderator: Person, citizen: Person) -> None:
    moderator.says("/show tdl-war")
    await moderator.presses(await moderator.reads(), "Retire")
    await moderator.presses(await moderator.reads(), "No, keep it")
    assert "Nothing has changed" in (await moderator.reads()).text
    citizen.says(RUMOUR)
    assert (await citizen.reads()).text.startswith("❌")


async def test_retiring_twice_is_refused(moderator: Person) -> None:
    moderator.says("/retire tdl-war")
    question = await moderator.reads()
    await moderator.presses(question, "Yes, retire it")
    await moderator.reads()
    toast = await moderator.presses(question, 1, data="v1:retired:tdl-war")
    assert toast["show_alert"]


async def test_a_citizen_sees_none_of_it(citizen: Person, moderator: Person) -> None:
    for command in ("/find война", "/show tdl-war", "/retire tdl-war"):
        citizen.says(command)
        assert "доступно только" in (await citizen.reads()).text
