"""REVIEW=two and the queue: a rebuttal written for a rumour answers it when another moderator approves."""

import pytest

from bot.application import ShynBa
from bot.sandbox import Message, Person, Telegram
from bot.settings import Settings
from knowledge.models import RumourState, Status
from tests.conftest import StartBot
from tests.handlers.rumours import ask, deeds, group
from tests.handlers.test_add import CLAIM as BANK
from tests.handlers.test_import import ENTRY, _reported, lines

CLAIM = "Воду в Алматы отравили неизвестные"
POST = f"СРОЧНО перешлите всем! {CLAIM}. У нас во дворе уже все знают, берегите детей."


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"review": "two"})


async def _card(person: Person) -> Message:
    person.says("/queue")
    await person.presses(await person.reads(), 0)
    return await person.reads()


async def _proposed(bot: ShynBa, moderator: Person, citizen: Person, button: str) -> None:
    """A citizen follows a rumour, and the moderator writes a rebuttal for it, up to the button."""
    await citizen.presses(await ask(citizen, POST), 0)
    await citizen.reads()
    await group(bot)
    await moderator.presses(await _card(moderator), "✍️ Write a new one")
    await moderator.reads()
    await moderator.presses(await moderator.reads(), "Next »")
    await moderator.presses(await moderator.reads(), "❌ False")
    await moderator.reads()
    moderator.says("Анализы воды в норме.")
    await moderator.presses(await moderator.reads(), "Next »")
    await moderator.reads()
    moderator.says("Алматы Су")
    await moderator.reads()
    moderator.says("https://example.kz/water")
    await moderator.presses(await moderator.reads(), "Skip »")
    await moderator.presses(await moderator.reads(), button)
    await moderator.reads()


async def _closed(bot: ShynBa) -> list[str | None]:
    async with bot.store.begin() as transaction:
        return [rumour.rebuttal for rumour in await transaction.rumours.closed(RumourState.ANSWERED, limit=9)]


async def test_approval_answers_the_rumour_that_its_author_still_holds(
    bot: ShynBa, moderator: Person, owner: Person, citizen: Person
) -> None:
    await _proposed(bot, moderator, citizen, "📨 Send for approval")
    assert await _closed(bot) == []
    await owner.presses(await owner.reads(), "✅ Одобрить")
    done = await owner.reads()
    assert "Rumour No. 1 is answered. People who will be told: 1." in done.text
    assert (await citizen.reads()).text.startswith("🔔 Появился ответ")
    receipt = (await owner.reads()).text
    assert receipt.startswith("📬 Rumour No. 1: the answer is out")
    assert "Delivered: 1" in receipt
    assert [deed.deed for deed in await deeds(bot)] == ["rumour.taken", "rumour.answered"]


async def test_it_is_answered_after_remarks_and_another_edit_too(
    bot: ShynBa, moderator: Person, owner: Person, citizen: Person
) -> None:
    await _proposed(bot, moderator, citizen, "📨 Send for approval")
    await owner.presses(await owner.reads(), "↩️ Вернуть")
    await owner.presses(await owner.reads(), 0)
    await owner.reads()
    moderator.says("/drafts")
    await moderator.presses(await moderator.reads(), 0)
    await moderator.presses(await moderator.reads(), "✏️ Correct")
    await moderator.presses(await moderator.reads(), "📨 Send for approval")
    await moderator.reads()
    await owner.presses(await owner.reads(), "✅ Одобрить")
    assert "Rumour No. 1 is answered" in (await owner.reads()).text
    assert len(await _closed(bot)) == 1


async def test_a_rumour_that_was_answered_meanwhile_is_left_and_the_approver_is_told(
    bot: ShynBa, moderator: Person, owner: Person, citizen: Person
) -> None:
    await _proposed(bot, moderator, citizen, "📨 Send for approval")
    card = await owner.reads()
    moderator.says("/answer 1 tdl-war")
    await moderator.presses(await moderator.reads(), "✅ Answer")
    await moderator.reads()
    await owner.presses(card, "✅ Одобрить")
    assert "Rumour No. 1 has been answered already" in (await owner.reads()).text
    assert await _closed(bot) == ["tdl-war"]


async def test_an_import_publishes_nothing_but_waits_for_another_moderator(
    bot: ShynBa, moderator: Person, owner: Person, citizen: Person
) -> None:
    async with bot.store.begin() as transaction:
        known = await transaction.rebuttals.find("tdl-war")
    assert known is not None
    changed = {**ENTRY, "id": "tdl-war", "claims": {"ru": [known.claims[0].text]}}
    report = await _reported(moderator, lines(ENTRY, changed))
    assert "waits for another moderator’s approval first" in report.text
    await moderator.presses(report, "✅ Load")
    done = (await moderator.reads_several(2))[-1].text
    assert "Waiting for another moderator’s approval: 2" in done
    assert "ждут одобрения: 2" in (await owner.reads()).text
    citizen.says(BANK)
    assert "🚫" not in (await citizen.reads()).text
    citizen.says("Казахстан готовится к войне с Россией")
    assert (await citizen.reads()).text.startswith("❌"), "what is in service goes on answering"
    owner.says("/drafts")
    listed = await owner.reads()
    assert "bank-gift" in listed.text
    await owner.presses(listed, "bank-gift")
    await owner.presses(await owner.reads(), "✅ Approve")
    await owner.reads()
    citizen.says(BANK)
    assert (await citizen.reads()).text.startswith("🚫")
    again = await _reported(moderator, lines({**changed, "verdict": "true"}))
    await moderator.presses(again, "✅ Load")
    assert "Not taken: 1" in (await moderator.reads_several(2))[-1].text


async def test_the_rumour_is_known_after_a_restart(
    start_bot: StartBot, telegram: Telegram, owner: Person, citizen: Person
) -> None:
    other = telegram.person(2009, "Other", language_code="en")
    async with start_bot() as bot:
        owner.starts()
        await owner.reads()
        other.starts()
        await other.reads()
        owner.says("/moderators 2009 Other")
        await owner.reads()
        await _proposed(bot, owner, citizen, "📨 Send for approval")
    async with start_bot() as bot:
        other.says("/drafts")
        await other.presses(await other.reads(), 0)
        await other.presses(await other.reads(), "✅ Approve")
        assert "Rumour No. 1 is answered" in (await other.reads()).text
        assert (await citizen.reads()).text.startswith("🔔")
        async with bot.store.begin() as transaction:
            assert Status.WAITING not in {each.status for each in await transaction.rebuttals.all()}
