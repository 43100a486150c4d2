"""/moderators: the team and its roles, and that a role is asked for at every event."""

import pytest

from bot.application import ShynBa
from bot.sandbox import Message, Person, Telegram
from knowledge.models import Status
from tests.conftest import StartBot
from tests.handlers.test_add import LINES


async def _member(owner: Person, label: str) -> Message:
    """Open the card of a member."""
    owner.says("/moderators")
    await owner.presses(await owner.reads(), f"👤 {label}")
    return await owner.reads()


async def _remove(owner: Person, label: str) -> Message:
    await owner.presses(await _member(owner, label), "Remove")
    await owner.presses(await owner.reads(), "Yes, remove")
    return await owner.reads()


async def test_the_owner_appoints_by_number_and_sees_the_team(owner: Person, moderator: Person) -> None:
    owner.says("/moderators")
    team = await owner.reads()
    assert "Team: 1" in team.text
    assert "Night shift, moderator — not active yet" in team.text
    assert "the owner — last active" in team.text


async def test_the_card_tells_the_day_on_which_a_member_was_active_last(
    owner: Person, moderator: Person
) -> None:
    moderator.says("/synonym призыв = мобилизация")
    await moderator.reads()
    owner.says("/moderators")
    assert "Night shift, moderator — last active" in (await owner.reads()).text


async def test_a_removed_moderators_open_card_stops_working_even_after_a_return(
    owner: Person, moderator: Person, bot: ShynBa
) -> None:
    moderator.says(LINES)
    preview = await moderator.reads()
    assert "no moderators" in (await _remove(owner, "Night shift")).text
    toast = await moderator.presses(preview, "✅ Publish")
    assert "only for the bot's team" in toast["text"]
    moderator.says("/find война")
    assert str(moderator.id) in (await moderator.reads()).text
    owner.says(f"/moderators {moderator.id} Back")
    await owner.reads()
    toast = await moderator.presses(preview, "✅ Publish")
    assert "closed" in toast["text"]
    async with bot.store.begin() as transaction:
        assert not [known for known in await transaction.rebuttals.all() if known.verdict == "scam"]


async def test_what_a_removed_moderator_writes_is_a_post_to_check(owner: Person, moderator: Person) -> None:
    moderator.says("/add")
    await moderator.reads()
    await _remove(owner, "Night shift")
    moderator.says("Казахстан готовится к войне с Россией")
    assert "tdl-war" not in (await moderator.reads()).text


async def test_a_removed_moderators_menu_goes_with_the_first_refusal(
    owner: Person, moderator: Person, bot: ShynBa
) -> None:
    assert "add" in {command["command"] for command in moderator.menu()}
    await _remove(owner, "Night shift")
    moderator.says("/add")
    await moderator.reads()
    await bot.settled()
    assert "add" not in {command["command"] for command in moderator.menu()}


async def test_a_citizens_refusal_touches_no_menu(citizen: Person, telegram: Telegram, bot: ShynBa) -> None:
    citizen.says("/retire tdl-war")
    await citizen.reads()
    await bot.settled()
    assert "deleteMyCommands" not in {call.method for call in telegram.calls}


async def test_the_owner_may_think_again(owner: Person, moderator: Person) -> None:
    await owner.presses(await _member(owner, "Night shift"), "Remove")
    await owner.presses(await owner.reads(), "No, keep")
    assert "Night shift, moderator" in (await owner.reads()).text


async def test_a_role_is_changed_and_holds_for_the_next_thing_that_is_pressed(
    owner: Person, moderator: Person, bot: ShynBa
) -> None:
    moderator.says(LINES)
    preview = await moderator.reads()
    toast = await owner.presses(await _member(owner, "Night shift"), "Make a trainee")
    assert toast["text"] == "Night shift: trainee from now on."
    assert "Make a moderator" in (await owner.reads()).labels
    assert "Only moderators publish" in (await moderator.presses(preview, "✅ Publish"))["text"]
    moderator.starts()
    await moderator.reads_several(2)
    await bot.settled()
    assert "retire" not in {command["command"] for command in moderator.menu()}
    async with bot.store.begin() as transaction:
        assert all(known.status is Status.PUBLISHED for known in await transaction.rebuttals.all())


async def test_of_two_owners_buttons_the_later_is_told_that_the_member_is_gone(
    owner: Person, moderator: Person
) -> None:
    card = await _member(owner, "Night shift")
    person = card.button("Make a trainee")["callback_data"].split(":")[2]
    await _remove(owner, "Night shift")
    for forged in (f"v1:role:{person}:trainee", f"v1:dismissed:{person}", f"v1:member:{person}"):
        toast = await owner.presses(card, "Remove", data=forged)
        assert "no longer in the team" in toast["text"]


@pytest.mark.parametrize(
    "data", ["v1:role:x:owner", "v1:role::", "v1:member:<b>", "v1:team:-1", "v1:team:9999"]
)
async def test_forged_buttons_of_the_team_change_nothing(owner: Person, moderator: Person, data: str) -> None:
    card = await _member(owner, "Night shift")
    await owner.presses(card, "Remove", data=data)
    owner.says("/moderators")
    assert "Night shift, moderator" in (await owner.reads_several(len(owner.unread()) or 1))[-1].text


@pytest.mark.parametrize(
    "data", ["v1:role:x:trainee", "v1:invite:moderator", "v1:withdraw:1", "v1:dismissed:x"]
)
async def test_buttons_of_the_owner_are_refused_to_a_moderator(moderator: Person, data: str) -> None:
    moderator.says("/find Казахстан готовится к войне")
    moderator.says("/show tdl-war")
    await moderator.reads()
    toast = await moderator.presses(await moderator.reads(), "Retire", data=data)
    assert "only for the owner" in toast["text"]


async def test_a_member_gets_another_label(owner: Person, moderator: Person) -> None:
    owner.says("/moderators night SHIFT = <b>R&D</b>")
    assert "👤 <b>R&D</b>" in (await owner.reads()).labels
    toast = await owner.presses(await _member(owner, "<b>R&D</b>"), "Make a trainee")
    assert toast["text"] == "<b>R&D</b>: trainee from now on."
    owner.says("/moderators Night shift = Day shift")
    assert "Night shift" in (await owner.reads_several(2))[-1].text


async def test_appointing_a_member_again_changes_the_label_and_not_the_role(
    owner: Person, trainee: Person
) -> None:
    owner.says(f"/moderators {trainee.id} Айгүл")
    assert "Айгүл, trainee" in (await owner.reads()).text


async def test_a_long_team_has_pages(owner: Person, bot: ShynBa) -> None:
    for number in range(12):
        owner.says(f"/moderators {5000 + number} member {number:02}")
    card = (await owner.reads_several(12))[-1]
    assert "member 09" in card.text
    assert "member 10" not in card.text
    await owner.presses(card, "»")
    second = await owner.reads()
    assert "member 11" in second.text
    assert "»" not in second.labels
    await owner.presses(second, "«")
    assert "member 00" in (await owner.reads()).text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("words", ["abc", "-5", "12.5", "9" * 30, "<b>1</b>", "=", "a =", "3003 me"])
async def test_what_names_nobody_is_refused(owner: Person, words: str) -> None:
    owner.says(f"/moderators {words}")
    refusal = (await owner.reads()).text
    assert "Team" not in refusal
    owner.says("/moderators")
    assert "Team: 0" in (await owner.reads()).text


async def test_only_the_owner_appoints(moderator: Person) -> None:
    moderator.says("/moderators 5")
    assert "only for the owner" in (await moderator.reads()).text


async def test_a_label_with_html_is_only_text(owner: Person, bot: ShynBa, telegram: Telegram) -> None:
    telegram.person(77).starts()
    owner.says("/moderators 77 <b>Boss</b> & co")
    assert "<b>Boss</b> & co" in (await owner.reads()).text


async def test_the_card_goes_on_after_a_restart(
    owner: Person, telegram: Telegram, start_bot: StartBot
) -> None:
    async with start_bot():
        owner.says("/moderators 77 Night shift")
        card = await owner.reads()
    async with start_bot():
        await owner.presses(card, "👤 Night shift")
        assert "Night shift, moderator" in (await owner.reads()).text


async def test_everything_a_moderator_did_is_written_down(
    owner: Person, moderator: Person, bot: ShynBa
) -> None:
    moderator.says("/retire tdl-war")
    await moderator.presses(await moderator.reads(), "Yes, retire it")
    await moderator.reads()
    async with bot.store.begin() as transaction:
        deeds = await transaction.audit.latest(10)
    assert [deed.deed for deed in deeds] == ["rebuttal.retired", "member.appointed", "starter.loaded"]
    assert all(str(moderator.id) not in deed.actor for deed in deeds)
