"""/log: what was done, by whom, to what and when, page by page."""

import pytest

from bot.application import ShynBa
from bot.sandbox import Person
from tests.conftest import StartBot
from tests.handlers.rumours import WATER, ask, group


async def _teach(moderator: Person, number: int) -> None:
    moderator.says(f"/synonym слово{number} = смысл")
    await moderator.reads()


async def _appoint(owner: Person, number: int) -> None:
    owner.says(f"/moderators {5000 + number} member {number}")
    await owner.reads()


async def test_the_log_tells_who_did_what_to_what(moderator: Person) -> None:
    await _teach(moderator, 1)
    moderator.says("/log")
    log = (await moderator.reads()).text
    assert "Night shift\nadded a synonym: слово1 = смысл" in log
    assert "the owner\nappointed a moderator: Night shift" in log
    assert "the server\nloaded the starter rebuttals: 4" in log


async def test_pages_go_back_to_the_first_deed_while_new_ones_are_done(
    moderator: Person, owner: Person
) -> None:
    for number in range(10, 22):
        await _appoint(owner, number)
    moderator.says("/log")
    first = await moderator.reads()
    assert ["member 21" in first.text, "member 14" in first.text, "member 13" in first.text] == [
        True,
        True,
        False,
    ]
    assert "« Newest" not in first.labels
    await _appoint(owner, 99)
    await moderator.presses(first, "Older »")
    second = await moderator.reads()
    assert ["member 14" in second.text, "member 13" in second.text, "starter" in second.text] == [
        False,
        True,
        True,
    ]
    assert "Older »" not in second.labels
    await moderator.presses(second, "« Newest")
    assert "member 99" in (await moderator.reads()).text


async def test_the_log_of_a_rebuttal_and_of_a_member(moderator: Person, owner: Person) -> None:
    moderator.says("/retire tdl-war")
    await moderator.presses(await moderator.reads(), "Yes, retire it")
    await moderator.reads()
    owner.says("/retire tdl-border")
    await owner.presses(await owner.reads(), "Yes, retire it")
    await owner.reads()
    owner.says("/log TDL-war")
    about = (await owner.reads()).text
    assert "retired tdl-war" in about
    assert "tdl-border" not in about
    owner.says("/log night shift")
    about = (await owner.reads()).text
    assert "Log: Night shift" in about
    assert "appointed a moderator" in about
    assert "tdl-border" not in about


async def test_the_members_card_leads_to_what_they_did(moderator: Person, owner: Person) -> None:
    await _teach(moderator, 1)
    owner.says("/moderators")
    await owner.presses(await owner.reads(), "👤 Night shift")
    await owner.presses(await owner.reads(), "📒 What they did")
    log = (await owner.reads()).text
    assert "Log: Night shift" in log
    assert "слово1" in log
    assert "starter" not in log


async def test_who_has_left_keeps_the_label_in_the_log(moderator: Person, owner: Person) -> None:
    await _teach(moderator, 1)
    owner.says("/moderators")
    await owner.presses(await owner.reads(), "👤 Night shift")
    await owner.presses(await owner.reads(), "Remove")
    await owner.presses(await owner.reads(), "Yes, remove")
    await owner.reads()
    owner.says("/log")
    log = (await owner.reads()).text
    assert "removed Night shift from the team" in log
    assert "Night shift\nadded a synonym" in log


async def test_html_in_a_deed_is_text_and_a_full_page_fits_a_message(
    moderator: Person, owner: Person
) -> None:
    for number in range(10, 18):
        owner.says(f"/moderators {5000 + number} {'<&' * 18} {number}")
        await owner.reads()
    moderator.says("/log")
    assert f"appointed a moderator: {'<&' * 18} 17" in (await moderator.reads()).text


@pytest.mark.parametrize("words", ["<b>", "a b", "x" * 41, "v1:log", "'; DROP TABLE audit"])
async def test_what_nothing_can_be_called_is_refused(moderator: Person, words: str) -> None:
    moderator.says(f"/log {words}")
    assert "/log tdl-war" in (await moderator.reads()).text


async def test_a_log_about_nothing_says_so(moderator: Person) -> None:
    moderator.says("/log no-such")
    assert "There are no entries" in (await moderator.reads()).text


@pytest.mark.parametrize(
    "data", ["v1:log:x:", "v1:log:-1:", f"v1:log:{'9' * 40}:", "v1:log::<b>", "v1:log:１:"]
)
async def test_forged_pages_are_refused(moderator: Person, owner: Person, data: str) -> None:
    for number in range(8):
        await _appoint(owner, number)
    moderator.says("/log")
    assert (await moderator.presses(await moderator.reads(), 0, data=data))["show_alert"]


async def test_the_log_is_for_moderators(trainee: Person, citizen: Person) -> None:
    trainee.says("/log")
    assert "only for moderators" in (await trainee.reads()).text
    citizen.says("/log")
    assert "только модераторам" in (await citizen.reads()).text


async def test_a_page_turns_after_a_restart(owner: Person, start_bot: StartBot) -> None:
    async with start_bot():
        for number in range(9):
            owner.says(f"/moderators {5000 + number} member {number}")
        await owner.reads_several(9)
        owner.says("/log")
        card = await owner.reads()
    async with start_bot():
        await owner.presses(card, "Older »")
        assert "starter" in (await owner.reads()).text


async def test_the_log_of_a_rumour_by_its_number(
    bot: ShynBa, moderator: Person, owner: Person, citizen: Person
) -> None:
    await ask(citizen, WATER)
    await group(bot)
    for _ in range(5):
        moderator.says("/queue")
        await moderator.presses(await moderator.reads(), 0)
        await moderator.presses(await moderator.reads(), "🙋 I’m on it")
        await moderator.presses(await moderator.reads(), "Let it go")
        await moderator.reads()
    moderator.says("/dismiss 1 <b>слишком</b> общий")
    await moderator.reads()
    owner.says("/log rumour:1")
    log = await owner.reads()
    assert "No. 1" in log.text.splitlines()[0]
    assert "Night shift\ndismissed rumour No. 1: <b>слишком</b> общий" in log.text
    assert "let rumour No. 1 go" in log.text
    await owner.presses(log, "Older »")
    older = (await owner.reads()).text
    assert "took rumour No. 1" in older
    assert "starter" not in older
