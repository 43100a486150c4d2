"""REVIEW=two: what one moderator writes is published when another one approves it."""

import asyncio

import pytest

from bot.application import ShynBa, pseudonym
from bot.clock import utc_now
from bot.sandbox import Group, Message, Person, Telegram
from bot.settings import Settings
from knowledge.models import Language
from knowledge.store import Role
from tests.conftest import KEY, StartBot, give_role
from tests.handlers.test_add import CLAIM, LINES

RUMOUR = "Казахстан готовится к войне с Россией"


@pytest.fixture
def group(telegram: Telegram) -> Group:
    return telegram.group("Moderators", bot_is_admin=True)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"review": "two"})


@pytest.fixture
async def moderator(moderator: Person, owner: Person, bot: ShynBa) -> Person:
    """The same, beside an owner who has chosen a language."""
    await _speaks_english(owner, bot)
    return moderator


async def _speaks_english(owner: Person, bot: ShynBa) -> None:
    async with bot.store.begin() as transaction:
        person = pseudonym(KEY.encode(), owner.id)
        await transaction.people.choose_language(person, Language.EN, now=utc_now())


async def _sent(author: Person) -> None:
    author.says(LINES)
    await author.presses(await author.reads(), "📨 Send for approval")
    assert "Sent for approval" in (await author.reads()).text


async def _opened(person: Person) -> Message:
    """Open the only draft."""
    person.says("/drafts")
    listed = await person.reads()
    await person.presses(listed, 0)
    return await person.reads()


async def _answered(citizen: Person, text: str = CLAIM) -> str:
    citizen.says(text)
    return (await citizen.reads()).text


async def test_nothing_is_published_before_another_moderator_approves(
    moderator: Person, owner: Person, citizen: Person
) -> None:
    await _sent(moderator)
    card = await owner.reads()  # without a chat of moderators the owners are told
    assert "Waiting for approval" in card.text
    assert "Night shift, " in card.text
    assert "Мошенники" not in await _answered(citizen)
    await owner.presses(card, "✅ Approve")
    assert "approved by the owner" in (await owner.reads()).text
    assert (await _answered(citizen)).startswith("🚫 Мошенничество")


async def test_the_author_cannot_approve_and_is_told_so(moderator: Person, citizen: Person) -> None:
    await _sent(moderator)
    card = await _opened(moderator)
    assert "Your own" in card.text
    toast = await moderator.presses(card, "✅ Approve")
    assert "wrote this yourself" in toast["text"]
    assert not (await _answered(citizen)).startswith("🚫")


async def test_a_correction_waits_while_the_old_answer_goes_on(
    moderator: Person, owner: Person, citizen: Person
) -> None:
    moderator.says("/edit tdl-war\nverdict: misleading")
    await moderator.presses(await moderator.reads(), "📨 Send for approval")
    await moderator.reads()
    assert (await _answered(citizen, RUMOUR)).startswith("❌")
    card = await owner.reads()
    assert "What it changes\n• Verdict: ❌ False → ⚠️ Misleading" in card.text
    owner.says("/show tdl-war")
    assert "waits for approval" in (await owner.reads()).text
    await owner.presses(card, "✅ Approve")
    await owner.reads()
    assert (await _answered(citizen, RUMOUR)).startswith("⚠️")
    owner.says("/undo tdl-war")
    question = await owner.reads()
    assert "version 1" in question.text  # the last that was in service, not the one that waited
    await owner.presses(question, "Yes, bring it back")
    await owner.reads()
    assert (await _answered(citizen, RUMOUR)).startswith("❌")


async def test_it_is_sent_back_with_a_remark_and_sent_again(
    moderator: Person, owner: Person, citizen: Person
) -> None:
    await _sent(moderator)
    card = await owner.reads()
    await owner.presses(card, "↩️ Send back")
    await owner.presses(await owner.reads(), "The source does not say so")
    assert "The source does not say so" in (await owner.reads()).text
    draft = await _opened(moderator)
    assert "Draft" in draft.text
    assert "💬 The source does not say so" in draft.text
    await moderator.presses(draft, "✏️ Correct")
    await moderator.presses(await moderator.reads(), "📨 Send for approval")
    await moderator.reads()
    await owner.presses(await owner.reads(), "✅ Approve")
    await owner.reads()
    assert (await _answered(citizen)).startswith("🚫")


@pytest.mark.parametrize("by_reply", [True, False])
async def test_a_remark_in_own_words_is_escaped_and_cut(
    moderator: Person, owner: Person, by_reply: bool
) -> None:
    await _sent(moderator)
    card = await owner.reads()
    words = "<b>Нет</b> такого в источнике & " + "очень длинно " * 200
    if by_reply:
        owner.replies(card, f"/return {words}")
    else:
        owner.says(f"/return bank-bereke-razdaet-vsem-po-300 {words}")
    said = (await owner.reads()).text
    assert "💬 <b>Нет</b> такого в источнике & очень" in said
    assert len(said) < 450
    owner.replies(card, "/return ещё раз")
    assert "does not wait for approval" in (await owner.reads()).text


@pytest.mark.parametrize(
    "command", ["/return", "/return tdl-war", "/return no-such why", "/return tdl-war why"]
)
async def test_a_remark_to_what_does_not_wait_is_refused(moderator: Person, command: str) -> None:
    moderator.says(command)
    refusal = (await moderator.reads()).text
    assert any(said in refusal for said in ("/return tdl-war what", "There is no", "has changed meanwhile"))


async def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(
    telegram: Telegram, moderator: Person, owner: Person, bot: ShynBa, citizen: Person
) -> None:
    third = telegram.person(2004, "Day shift", language_code="en")
    await give_role(bot, third, Role.MODERATOR)
    await _sent(moderator)
    cards = [await owner.reads(), await _opened(third)]
    toasts = await asyncio.gather(
        owner.presses(cards[0], "✅ Approve"), third.presses(cards[1], "✅ Approve")
    )
    told = [toast["text"] for toast in toasts if toast.get("text")]
    assert len(told) == 1
    assert "“Approved and published”, version 2" in told[0]
    assert (await _answered(citizen)).startswith("🚫")


async def test_a_card_of_an_older_version_approves_nothing(moderator: Person, owner: Person) -> None:
    await _sent(moderator)
    old = await owner.reads()
    draft = await _opened(moderator)
    await moderator.presses(draft, "✏️ Correct")
    await moderator.reads()
    moderator.says("/edit bank-bereke-razdaet-vsem-po-300\nverdict: true")
    await moderator.presses(await moderator.reads(), "📨 Send for approval")
    await moderator.reads()
    toast = await owner.presses(old, "✅ Approve")
    assert "“Sent for approval”, version 2" in toast["text"]


@pytest.mark.parametrize("what", ["approve", "return", "remark", "discard", "draft"])
@pytest.mark.parametrize("place", ["tdl-war:1:source", "no-such:1", ":", "tdl-war:" + "9" * 30, "<b>:1"])
async def test_a_forged_button_decides_nothing(moderator: Person, bot: ShynBa, what: str, place: str) -> None:
    moderator.says("/show tdl-war")
    toast = await moderator.presses(await moderator.reads(), 1, data=f"v1:{what}:{place}")
    assert toast["show_alert"]
    async with bot.store.begin() as transaction:
        assert (await transaction.versions.numbers(["tdl-war"])) == {"tdl-war": 1}


async def test_while_a_correction_waits_others_change_nothing_below_it(
    moderator: Person, owner: Person
) -> None:
    moderator.says("/edit tdl-war\nverdict: misleading")
    await moderator.presses(await moderator.reads(), "📨 Send for approval")
    await moderator.reads()
    await owner.reads()
    post = owner.says("Говорят, нас готовят воевать против России, всех под ружьё")
    await owner.reads()
    owner.replies(post, "/learn tdl-war")
    assert "waits for approval: /drafts" in (await owner.reads()).text


async def test_what_waits_is_still_there_after_a_restart(
    telegram: Telegram, start_bot: StartBot, owner: Person, citizen: Person
) -> None:
    moderator = telegram.person(2004, "Day shift", language_code="en")
    async with start_bot() as bot:
        owner.starts()
        await owner.reads()
        await give_role(bot, moderator, Role.MODERATOR)
        await _speaks_english(owner, bot)
        await _sent(moderator)
        card = await owner.reads()
    async with start_bot():
        await owner.presses(card, "✅ Approve")
        await owner.reads()
        assert (await _answered(citizen)).startswith("🚫")


class TestWithAChatOfModerators:
    @pytest.fixture
    def settings(self, settings: Settings, group: Group) -> Settings:
        return settings.model_copy(update={"moderators_chat": group.id})

    async def test_what_waits_is_shown_there_and_decided_there(
        self, moderator: Person, owner: Person, group: Group, citizen: Person
    ) -> None:
        await _sent(moderator)
        card = await owner.reads(chat=group)
        assert "Waiting for approval" in card.text  # a group reads what the first owner does
        await owner.presses(card, "✅ Approve")
        assert "approved by the owner" in (await owner.reads(chat=group)).text
        assert (await _answered(citizen)).startswith("🚫")
        assert not owner.unread(group)

    async def test_a_stranger_in_that_chat_decides_nothing(
        self, moderator: Person, owner: Person, group: Group, citizen: Person
    ) -> None:
        await _sent(moderator)
        card = await owner.reads(chat=group)
        toast = await citizen.presses(card, "✅ Approve")
        assert "модератор" in toast["text"]
        assert not (await _answered(citizen)).startswith("🚫")


async def test_a_dismissed_moderators_open_card_approves_nothing(
    telegram: Telegram, moderator: Person, owner: Person, bot: ShynBa, citizen: Person
) -> None:
    third = telegram.person(2004, "Day shift", language_code="en")
    await give_role(bot, third, Role.MODERATOR)
    await _sent(moderator)
    card = await _opened(third)
    await give_role(bot, third, Role.TRAINEE)
    toast = await third.presses(card, "✅ Approve")
    assert "only for moderators" in toast["text"]
    assert not (await _answered(citizen)).startswith("🚫")


async def test_many_drafts_are_listed_in_pages(moderator: Person) -> None:
    for number in range(8):
        moderator.says(LINES.replace(CLAIM, f"Слух {number}: на складе номер {number}{number} нашли клад"))
        await moderator.presses(await moderator.reads(), "💾 Keep as a draft")
        await moderator.reads()
    moderator.says("/drafts")
    first = await moderator.reads()
    assert "8 drafts" in first.text
    assert "Older »" in first.labels
    await moderator.presses(first, "Older »")
    second = await moderator.reads()
    assert second.edited
    assert "« Newer" in second.labels
    assert "Older »" not in second.labels
    toast = await moderator.presses(second, "« Newer", data="v1:drafts:" + "9" * 50)
    assert "text" not in toast or not toast["text"]
