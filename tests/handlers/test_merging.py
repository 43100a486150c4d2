"""Merging two rumours: those offered, any other by its number, and who wins."""

import asyncio

import pytest

from bot.application import ShynBa
from bot.sandbox import Message, Person, Telegram
from handlers.moderator.merging import alike
from tests.handlers.rumours import PENSION, WATER, WATER_AGAIN, ask, crowd, deeds, group

ASTANA = "В Астане отравили воду в кранах, не пейте её до понедельника"


@pytest.fixture
async def card(bot: ShynBa, moderator: Person, telegram: Telegram) -> Message:
    """The card of rumour 1; rumour 3 says the same, rumour 2 does not."""
    for person, text in zip(crowd(telegram, 4), (WATER, PENSION, ASTANA, WATER), strict=True):
        await ask(person, text)
    await group(bot)
    return await _card(moderator)


async def _card(person: Person) -> Message:
    person.says("/queue")
    await person.presses(await person.reads(), "No. 1")
    return await person.reads()


async def test_what_is_most_alike_is_offered_first_and_becomes_one(
    bot: ShynBa, card: Message, moderator: Person
) -> None:
    await moderator.presses(card, "Merge")
    question = await moderator.reads()
    assert question.labels == ["No. 3", "No. 2", "« Back"]
    toast = await moderator.presses(question, "No. 3")
    assert toast["text"] == "Merged: all of it is rumour No. 1 now."
    merged = await moderator.reads()
    assert f"1. {WATER} ×2" in merged.text
    assert f"2. {ASTANA}" in merged.text
    assert [(deed.deed, deed.subject, deed.details) for deed in await deeds(bot)] == [
        ("rumour.merged", "rumour:3", {"into": 1})
    ]


async def test_a_card_of_what_was_merged_away_says_where_it_went(
    card: Message, moderator: Person, owner: Person
) -> None:
    owner.says("/queue")
    await owner.presses(await owner.reads(), "No. 3")
    stale = await owner.reads()
    moderator.replies(card, "/merge 3")
    assert "all of it is rumour No. 1 now" in (await moderator.reads()).text
    for label in stale.labels[:-2]:
        toast = await owner.presses(stale, label)
        assert toast["text"] == "Rumour No. 3 is part of No. 1 now."


@pytest.mark.usefixtures("card")
@pytest.mark.parametrize("words", ["", "1", "1 1", "1 one", "1 99", "1 " + "9" * 30, "<b> 2"])
async def test_a_command_that_names_no_two_rumours_is_refused(
    bot: ShynBa, moderator: Person, words: str
) -> None:
    moderator.says(f"/merge {words}")
    refusal = (await moderator.reads()).text
    assert "/merge 12" in refusal or "is no more" in refusal
    assert await deeds(bot) == []


async def test_of_two_who_merge_at_once_one_wins(
    bot: ShynBa, card: Message, moderator: Person, owner: Person
) -> None:
    await moderator.presses(card, "Merge")
    await owner.presses(await _card(owner), "Merge")
    questions = [await moderator.reads(), await owner.reads()]
    toasts = await asyncio.gather(
        moderator.presses(questions[0], "No. 3"), owner.presses(questions[1], "No. 3")
    )
    assert sorted(toast["text"] for toast in toasts) == [
        "Merged: all of it is rumour No. 1 now.",
        "Rumour No. 3 is part of No. 1 now.",
    ]
    assert len(await deeds(bot)) == 1


@pytest.mark.usefixtures("card")
async def test_what_somebody_works_on_is_not_merged_away_under_their_hands(
    bot: ShynBa, card: Message, moderator: Person, owner: Person
) -> None:
    owner.says("/queue")
    await owner.presses(await owner.reads(), "No. 3")
    await owner.presses(await owner.reads(), "🙋 I’m on it")
    moderator.says("/merge 1 3")
    assert (await moderator.reads()).text == "the owner is working on rumour No. 3."


def test_alike_are_those_that_share_most_of_their_words() -> None:
    wordings = {1: WATER, 2: PENSION, 3: WATER_AGAIN, 4: "воду в Алматы отравили", 5: ""}
    assert alike(wordings, 1) == [3, 4, 2, 5]
    assert alike({}, 1) == []
