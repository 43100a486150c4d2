"""Dismissing a rumour: usual reasons, own words, taking it back, and who was first."""

import asyncio

import pytest

from bot.application import ShynBa
from bot.sandbox import Message, Person, Telegram
from tests.conftest import StartBot
from tests.handlers.rumours import WATER, ask, crowd, deeds, group


async def _card(person: Person) -> Message:
    person.says("/queue")
    await person.presses(await person.reads(), 0)
    return await person.reads()


@pytest.fixture
async def card(bot: ShynBa, citizen: Person, moderator: Person) -> Message:
    """The moderator's card of a rumour that a citizen follows."""
    await citizen.presses(await ask(citizen, WATER), 0)
    await citizen.reads()
    await group(bot)
    return await _card(moderator)


async def test_a_dismissed_rumour_leaves_the_queue_and_owes_nobody_anything(
    bot: ShynBa, card: Message, moderator: Person
) -> None:
    await moderator.presses(card, "🗑 Dismiss")
    toast = await moderator.presses(await moderator.reads(), "An opinion")
    assert toast["text"] == "Rumour No. 1 is dismissed: An opinion"
    assert "🗑 Dismissed: An opinion" in (await moderator.reads()).text
    moderator.says("/queue")
    assert "empty" in (await moderator.reads()).text
    async with bot.store.begin() as transaction:
        (inquiry,) = await transaction.inquiries.of_rumour(1, limit=9)
    assert inquiry.settled_at is not None
    assert [(deed.deed, deed.details) for deed in await deeds(bot)] == [
        ("rumour.dismissed", {"reason": "opinion"})
    ]


@pytest.mark.usefixtures("card")
@pytest.mark.parametrize("is_reply", [True, False])
async def test_a_reason_in_own_words(card: Message, moderator: Person, owner: Person, is_reply: bool) -> None:
    words = f"Это <b>анекдот</b> & шутка{' ха' * 200}"
    if is_reply:
        moderator.replies(card, f"/dismiss {words}")
    else:
        moderator.says(f"/dismiss 1 {words}")
    assert "dismissed: Это <b>анекдот</b> & шутка" in (await moderator.reads()).text
    await moderator.presses(card, "🔄 Refresh")
    shown = await moderator.reads()
    assert "🗑 Dismissed: Это <b>анекдот</b> & шутка" in shown.text
    assert len(shown.text) < 600


@pytest.mark.usefixtures("card")
@pytest.mark.parametrize("words", ["", "words without a number", "1", "99 gone", "9" * 40 + " spam"])
async def test_a_command_that_names_no_rumour_or_no_reason_is_refused(
    bot: ShynBa, moderator: Person, words: str
) -> None:
    moderator.says(f"/dismiss {words}")
    assert "dismiss" in (await moderator.reads()).text or words.startswith("99")
    assert await deeds(bot) == []


async def test_a_dismissal_is_taken_back_for_those_who_ask_later(
    bot: ShynBa, card: Message, moderator: Person, telegram: Telegram
) -> None:
    await moderator.presses(card, "🗑 Dismiss")
    await moderator.presses(await moderator.reads(), "Spam or advertising")
    await moderator.presses(await moderator.reads(), "↩️ Back to the queue")
    await moderator.reads()
    (later,) = crowd(telegram, 1)
    await ask(later, WATER)
    await group(bot)
    moderator.says("/queue")
    assert "2 people asked" in (await moderator.reads()).text
    assert [deed.deed for deed in await deeds(bot)] == ["rumour.dismissed", "rumour.reopened"]


async def test_of_two_who_close_a_rumour_at_once_one_wins_and_the_other_learns_who(
    bot: ShynBa, card: Message, moderator: Person, owner: Person
) -> None:
    await moderator.presses(card, "🗑 Dismiss")
    why = await moderator.reads()
    await owner.presses(await _card(owner), 0, data="v1:answer:1:tdl-war")
    question = await owner.reads()
    toasts = await asyncio.gather(moderator.presses(why, "An opinion"), owner.presses(question, "✅ Answer"))
    (told,) = [toast["text"] for toast in toasts if toast["show_alert"]]
    assert told in {
        "Rumour No. 1 has been answered already: the owner was first.",
        "Rumour No. 1 has been dismissed already: Night shift was first.",
    }
    assert len(await deeds(bot)) == 1
    seen = [(await person.reads()).text for person in (moderator, owner)]
    assert all(("✅ Answered with" in text) is ("answered" in told) for text in seen)


async def test_a_stale_card_says_who_was_first_whatever_is_pressed(
    bot: ShynBa, card: Message, moderator: Person, owner: Person
) -> None:
    owner.says("/dismiss 1 шутка")
    await owner.reads()
    # Who sent it may be blocked whatever became of the rumour.
    stale = [label for label in card.labels if label not in {"« Queue", "🔄 Refresh", "🚫 Block"}]
    for label in stale:
        toast = await moderator.presses(card, label)
        assert toast["text"] == "Rumour No. 1 has been dismissed already: the owner was first."
    assert len(await deeds(bot)) == 1


async def test_a_rumour_is_dismissed_after_a_restart(
    start_bot: StartBot, owner: Person, citizen: Person
) -> None:
    async with start_bot() as bot:
        await ask(citizen, WATER)
        await group(bot)
        await owner.presses(await _card(owner), "🗑 Dismiss")
        why = await owner.reads()
    async with start_bot():
        await owner.presses(why, "Not for us")
        assert "🗑 Dismissed: Not for us" in (await owner.reads()).text
