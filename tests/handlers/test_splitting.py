"""Splitting a rumour: the ticked wordings become one of their own, and stay so."""

import pytest

from bot.application import ShynBa
from bot.sandbox import Message, Person, Telegram
from tests.conftest import StartBot
from tests.handlers.rumours import ask, crowd, deeds, group

ASTANA = "В Астане воду отключат на месяц с понедельника, запасайтесь заранее"
ALMATY = "В Алматы воду отравили неизвестные, сообщает наш читатель"
ALMATY_TOO = "Неизвестные отравили воду в Алматы, будьте осторожны, соседи"


async def _card(person: Person) -> Message:
    person.says("/queue")
    await person.presses(await person.reads(), "No. 1")
    return await person.reads()


async def _grown(bot: ShynBa, telegram: Telegram) -> None:
    """One rumour of three wordings, one of which two persons sent."""
    for person, text in zip(crowd(telegram, 4), (ALMATY, ASTANA, ALMATY_TOO, ASTANA), strict=True):
        await ask(person, text)
    await group(bot, "воду")


@pytest.fixture
async def card(bot: ShynBa, moderator: Person, telegram: Telegram) -> Message:
    await _grown(bot, telegram)
    return await _card(moderator)


def _place(question: Message, text: str) -> str:
    """The number that the question gives a wording."""
    (line,) = [line for line in question.text.splitlines() if text in line]
    return line.partition(".")[0].removeprefix("✅ ")


async def test_the_ticked_wordings_become_a_rumour_of_their_own(
    bot: ShynBa, card: Message, moderator: Person
) -> None:
    await moderator.presses(card, "Split")
    question = await moderator.reads()
    assert question.labels == ["1", "2", "3", "« Back"]
    stays = _place(question, ASTANA)
    for text in (ALMATY, ALMATY_TOO):
        await moderator.presses(question, _place(question, text))
        question = await moderator.reads()
    assert [label for label in question.labels if label.isdecimal()] == [stays]
    await moderator.presses(question, "✂️ Split off the ticked ones")
    shown = await moderator.reads()
    (deed,) = await deeds(bot)
    assert deed.deed == "rumour.split"
    assert shown.text.startswith(f"✂️ The ticked ones are rumour No. {deed.details['into']} now.")
    assert f"1. {ASTANA} ×2" in shown.text
    assert ALMATY not in shown.text


async def test_a_tick_goes_with_a_second_press_and_nothing_can_be_split_without_one(
    card: Message, moderator: Person
) -> None:
    await moderator.presses(card, "Split")
    question = await moderator.reads()
    for label in ("1", "✅ 1"):
        await moderator.presses(question, label)
        question = await moderator.reads()
    assert question.labels == ["1", "2", "3", "« Back"]
    for label in ("1", "2", "3"):
        await moderator.presses(question, label)
        question = await moderator.reads()
    assert question.labels == ["✅ 1", "✅ 2", "✅ 3", "« Back"], "one has to stay"
    forged = question.buttons[0]["callback_data"].rpartition(":")[0].replace("v1:split", "v1:parted")
    for bits in ("0", "7", "8", "-1", "x"):
        toast = await moderator.presses(question, 0, data=f"{forged}:{bits}")
        assert toast["text"] == "At least one post has to stay."


async def test_a_choice_made_before_a_wording_came_begins_anew(
    bot: ShynBa, card: Message, moderator: Person, telegram: Telegram
) -> None:
    await moderator.presses(card, "Split")
    question = await moderator.reads()
    await moderator.presses(question, "1")
    question = await moderator.reads()
    (later,) = crowd(telegram, 1, first=6000)
    await ask(later, "Говорят, воду в Шымкенте продают по талонам, правда ли это")
    await group(bot, "воду")
    toast = await moderator.presses(question, "✂️ Split off the ticked ones")
    assert toast["text"] == "The posts have changed meanwhile. Please choose again."
    assert (await moderator.reads()).labels == ["1", "2", "3", "4", "« Back"]
    assert await deeds(bot) == []


async def test_more_of_the_same_wordings_do_not_disturb_a_choice(
    bot: ShynBa, card: Message, moderator: Person, telegram: Telegram
) -> None:
    await moderator.presses(card, "Split")
    question = await moderator.reads()
    for person in crowd(telegram, 3, first=6000):
        await ask(person, ALMATY_TOO)
    await group(bot)
    await moderator.presses(question, _place(question, ALMATY_TOO))
    await moderator.presses(await moderator.reads(), "✂️ Split off the ticked ones")
    assert ALMATY_TOO not in (await moderator.reads()).text


async def test_one_wording_cannot_be_split(bot: ShynBa, citizen: Person, moderator: Person) -> None:
    await ask(citizen, ALMATY)
    await group(bot)
    toast = await moderator.presses(await _card(moderator), "Split")
    assert "nothing to split" in toast["text"]


async def test_a_choice_survives_a_restart(start_bot: StartBot, owner: Person, telegram: Telegram) -> None:
    async with start_bot() as bot:
        await _grown(bot, telegram)
        await owner.presses(await _card(owner), "Split")
        question = await owner.reads()
        await owner.presses(question, _place(question, ASTANA))
        question = await owner.reads()
    async with start_bot():
        await owner.presses(question, "✂️ Split off the ticked ones")
        shown = await owner.reads()
        assert ASTANA not in shown.text
        assert ALMATY_TOO in shown.text
