"""/moderators: appointing and dismissing, and that a role is asked for at every event."""

import pytest

from bot.application import ShynBa
from bot.sandbox import Person, Telegram


async def test_the_owner_appoints_by_number_and_sees_the_team(owner: Person, moderator: Person) -> None:
    owner.says("/moderators")
    team = await owner.reads()
    assert "1 moderator" in team.text
    assert "Night shift" in team.text


async def test_a_dismissed_moderators_open_card_stops_working(owner: Person, moderator: Person) -> None:
    moderator.says("/add")
    card = await moderator.reads()
    owner.says("/moderators")
    await owner.presses(await owner.reads(), "Remove: Night shift")
    await owner.presses(await owner.reads(), "Yes, remove")
    assert "no moderators" in (await owner.reads()).text
    toast = await moderator.presses(card, "Cancel")
    assert toast["show_alert"]
    moderator.says("/find война")
    assert str(moderator.id) in (await moderator.reads()).text


async def test_the_owner_may_think_again(owner: Person, moderator: Person) -> None:
    owner.says("/moderators")
    await owner.presses(await owner.reads(), "Remove: Night shift")
    await owner.presses(await owner.reads(), "No, keep")
    assert "Night shift" in (await owner.reads()).text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("number", ["abc", "-5", "12.5", "9" * 30, "<b>1</b>"])
async def test_a_number_that_is_none_is_refused(owner: Person, number: str) -> None:
    owner.says(f"/moderators {number}")
    assert "/moderators 123456789" in (await owner.reads()).text


async def test_only_the_owner_appoints(moderator: Person) -> None:
    moderator.says("/moderators 5")
    assert "only for the owner" in (await moderator.reads()).text


async def test_a_label_with_html_is_only_text(owner: Person, bot: ShynBa, telegram: Telegram) -> None:
    telegram.person(77).starts()
    owner.says("/moderators 77 <b>Boss</b> & co")
    assert "<b>Boss</b> & co" in (await owner.reads()).text


async def test_everything_a_moderator_did_is_written_down(
    owner: Person, moderator: Person, bot: ShynBa
) -> None:
    moderator.says("/retire tdl-war")
    await moderator.presses(await moderator.reads(), "Yes, retire it")
    await moderator.reads()
    async with bot.store.begin() as transaction:
        deeds = await transaction.audit.latest(10)
    assert [deed.deed for deed in deeds] == ["rebuttal.retired", "moderator.appointed", "starter.loaded"]
    assert all(str(moderator.id) not in deed.actor for deed in deeds)
