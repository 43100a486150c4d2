"""Taking a rumour, letting it go, handing it over: what others see, and who wins."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.application import ShynBa
from bot.sandbox import Message, Person
from bot.settings import Settings
from handlers.moderator.taking import TAKEN_FOR
from tests.conftest import StartBot
from tests.handlers.rumours import WATER, ask, deeds, group


@pytest.fixture
async def rumour(bot: ShynBa, citizen: Person) -> int:
    """The number of a rumour that one citizen asked about."""
    await ask(citizen, WATER)
    await group(bot)
    return 1


async def _card(person: Person) -> Message:
    person.says("/queue")
    await person.presses(await person.reads(), 0)
    return await person.reads()


@pytest.mark.usefixtures("rumour")
async def test_who_takes_a_rumour_is_seen_by_all_and_nobody_else_gets_its_buttons(
    bot: ShynBa, moderator: Person, owner: Person
) -> None:
    await moderator.presses(await _card(moderator), "🙋 I’m on it")
    assert "🙋 You are on it" in (await moderator.reads()).text
    owner.says("/queue")
    queue = await owner.reads()
    assert "🙋 Night shift" in queue.text
    await owner.presses(queue, 0)
    card = await owner.reads()
    assert "Night shift is on it (2 hours left)" in card.text
    assert card.labels == ["« Queue", "🔄 Refresh"]
    assert [deed.deed for deed in await deeds(bot)] == ["rumour.taken"]


@pytest.mark.usefixtures("rumour")
async def test_of_two_who_take_at_once_one_wins_and_the_other_is_told(
    bot: ShynBa, moderator: Person, owner: Person
) -> None:
    cards = [await _card(moderator), await _card(owner)]
    toasts = await asyncio.gather(
        moderator.presses(cards[0], "🙋 I’m on it"), owner.presses(cards[1], "🙋 I’m on it")
    )
    first = "Night shift" if toasts[1]["show_alert"] else "the owner"
    assert sorted(toast["text"] for toast in toasts) == sorted(
        ["It is yours for 2 hours.", f"{first} is working on rumour No. 1."]
    )
    assert len(await deeds(bot)) == 1


@pytest.mark.usefixtures("rumour")
async def test_a_rumour_that_was_let_go_is_anybodys(bot: ShynBa, moderator: Person, owner: Person) -> None:
    await moderator.presses(await _card(moderator), "🙋 I’m on it")
    mine = await moderator.reads()
    await moderator.presses(mine, "Let it go")
    assert "🙋 I’m on it" in (await moderator.reads()).labels
    await owner.presses(await _card(owner), "🙋 I’m on it")
    toast = await moderator.presses(mine, "Let it go")
    assert toast["text"] == "the owner is working on rumour No. 1."


async def test_a_rumour_that_was_taken_lapses(
    bot: ShynBa, moderator: Person, owner: Person, rumour: int
) -> None:
    async with bot.store.begin() as transaction:
        long_ago = datetime.now(UTC) - TAKEN_FOR - timedelta(minutes=1)
        person = bot.worker._desk.pseudonym(moderator.id)
        await transaction.rumours.take(rumour, person, until=long_ago + TAKEN_FOR, now=long_ago)
    card = await _card(owner)
    assert "Night shift" not in card.text
    assert "🙋 I’m on it" in card.labels


@pytest.mark.usefixtures("rumour")
async def test_who_a_rumour_is_handed_to_is_told_and_finds_it_among_their_own(
    bot: ShynBa, moderator: Person, owner: Person
) -> None:
    await moderator.presses(await _card(moderator), "Hand over")
    question = await moderator.reads()
    assert question.labels == ["the owner", "« Back"]
    toast = await moderator.presses(question, "the owner")
    assert toast["text"] == "the owner is on it now."
    told = await owner.reads()
    assert told.text.startswith("🙋 Слух № 1 передан: Night shift → владелец бота"), (
        "an owner without a choice reads Russian"
    )
    await owner.presses(told, "Открыть")
    assert "You are on it" in (await owner.reads()).text
    owner.says("/queue")
    assert "🙋 With you: No. 1" in (await owner.reads()).text
    assert [deed.deed for deed in await deeds(bot)] == ["rumour.handed_over"]


async def test_a_rumour_cannot_be_handed_to_a_stranger(bot: ShynBa, moderator: Person, rumour: int) -> None:
    card = await _card(moderator)
    toast = await moderator.presses(card, 0, data=f"v1:handed:{rumour}:{'a' * 32}")
    assert toast["show_alert"]
    assert await deeds(bot) == []


async def test_a_taken_rumour_is_let_go_after_a_restart(
    start_bot: StartBot, owner: Person, citizen: Person, settings: Settings
) -> None:
    async with start_bot() as bot:
        await ask(citizen, WATER)
        await group(bot)
        await owner.presses(await _card(owner), "🙋 I’m on it")
        mine = await owner.reads()
    async with start_bot():
        toast = await owner.presses(mine, "Let it go")
        assert toast["text"] == "Nobody is on it now."


@pytest.mark.usefixtures("rumour", "trainee")
async def test_a_trainee_is_not_offered_and_a_forged_press_hands_nothing_over(
    bot: ShynBa, moderator: Person, owner: Person, trainee: Person
) -> None:
    await moderator.presses(await _card(moderator), "🙋 I’m on it")
    await moderator.presses(await moderator.reads(), "Hand over")
    offered = await moderator.reads()
    assert offered.labels == ["the owner", "« Back"]
    person = bot.worker._desk.pseudonym(trainee.id)
    toast = await moderator.presses(offered, 0, data=f"v1:handed:1:{person}")
    assert toast["show_alert"]
    assert [deed.deed for deed in await deeds(bot)] == ["rumour.taken"]


@pytest.mark.usefixtures("rumour")
@pytest.mark.parametrize("button", ["Remove", "Make a trainee"])
async def test_what_somebody_held_who_may_answer_no_more_is_free(
    moderator: Person, owner: Person, button: str
) -> None:
    await moderator.presses(await _card(moderator), "🙋 I’m on it")
    owner.says("/moderators")
    await owner.presses(await owner.reads(), "👤 Night shift")
    member = await owner.reads()
    await owner.presses(member, button)
    if "Remove" in button:
        await owner.presses(await owner.reads(), "Yes, remove")
    await owner.reads()
    assert "🙋 I’m on it" in (await _card(owner)).labels
