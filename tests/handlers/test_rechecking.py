"""A rebuttal that is published answers what was asked before, where it is sure; its author is told."""

import pytest

from bot.application import ShynBa
from bot.sandbox import Person, Telegram
from knowledge.models import RumourState
from tests.conftest import StartBot
from tests.handlers.rumours import ask, crowd, deeds, group
from tests.handlers.test_add import CLAIM, LINES
from tests.handlers.test_import import ENTRY, lines

NEAR = "Банк Береке раздаёт всем по 500 000 тенге к празднику"  # another sum: no verdict


async def _follows(person: Person, text: str) -> None:
    await person.presses(await ask(person, text), 0)
    await person.reads()


async def _published(person: Person) -> None:
    person.says(LINES)
    await person.presses(await person.reads(), "✅ Publish")
    assert "Published" in (await person.reads()).text


async def _rechecked(bot: ShynBa) -> None:
    """Wait until everything is checked again, told and receipted."""
    for _ in range(2):
        for duty in (bot.rechecking, bot.telling, bot.broadcasting):
            duty.wake()
            await duty.idle.wait()
        await bot.settled()


async def test_who_asked_before_is_told_once_and_only_by_a_verdict(
    bot: ShynBa, moderator: Person, telegram: Telegram
) -> None:
    first, again, near, quiet = crowd(telegram, 4)
    for person, text in ((first, CLAIM), (again, CLAIM), (near, NEAR)):
        await _follows(person, text)
    await ask(quiet, CLAIM)
    await group(bot, CLAIM)
    await _published(moderator)
    for person in (first, again):
        told = (await person.reads()).text
        assert told.startswith("🔔 Появился ответ")
        assert "🚫 Мошенничество" in told
    receipt = (await moderator.reads()).text
    assert receipt.startswith("📬 bank-bereke-razdaet-vsem-po-300 answers questions that were waiting, too")
    assert "Delivered: 2 · blocked the bot: 0 · failed: 0" in receipt
    await _rechecked(bot)
    assert not any(person.unread() for person in (first, again, near, quiet, moderator))
    async with bot.store.begin() as transaction:
        (waits,) = await transaction.inquiries.waiting(after=0, limit=10)
        (closed,) = await transaction.rumours.closed(RumourState.ANSWERED, limit=10)
    assert waits.text == NEAR
    assert closed.rebuttal == "bank-bereke-razdaet-vsem-po-300"
    (deed,) = await deeds(bot)
    assert (deed.deed, deed.subject) == ("rumour.answered", f"rumour:{closed.id}")


async def test_when_nobody_waits_for_it_nothing_is_told(
    bot: ShynBa, moderator: Person, citizen: Person
) -> None:
    await _follows(citizen, NEAR)
    await _published(moderator)
    await _rechecked(bot)
    assert not citizen.unread()
    assert not moderator.unread()
    async with bot.store.begin() as transaction:
        assert await transaction.broadcasts.all_written() == ()


async def test_an_import_answers_what_was_asked_before_too(
    bot: ShynBa, owner: Person, citizen: Person
) -> None:
    await _follows(citizen, CLAIM)
    owner.sends_document("/import", content=lines(ENTRY), name="all.jsonl")
    await owner.reads()
    await owner.presses(await owner.reads(), "✅ Load")
    assert "🚫 Мошенничество" in (await citizen.reads()).text
    await _rechecked(bot)
    assert any("📬 bank-gift" in message.text for message in owner.sees())


async def test_what_was_published_just_before_a_stop_answers_after_it(
    start_bot: StartBot, owner: Person, citizen: Person
) -> None:
    async with start_bot() as bot:
        await _follows(citizen, CLAIM)
        owner.starts()
        await owner.reads()
        owner.says(LINES)
        preview = await owner.reads()
        await bot.rechecking.idle.wait()
    async with start_bot() as bot:
        await owner.presses(preview, "✅ Publish")
    async with start_bot() as bot:
        assert "🚫 Мошенничество" in (await citizen.reads()).text
        await _rechecked(bot)
        assert not citizen.unread()
        assert len([message for message in owner.sees() if "📬" in message.text]) == 1


@pytest.mark.parametrize("count", [45])
async def test_more_than_a_portion_is_checked_again_to_its_end(
    bot: ShynBa, moderator: Person, telegram: Telegram, count: int
) -> None:
    (asker,) = crowd(telegram, 1)
    async with bot.store.begin() as transaction:
        for number in range(count):
            await transaction.inquiries.add(
                person=f"person {number}",
                text=f"{CLAIM}",
                fingerprint="the same",
                language=None,
                channel=None,
                now=bot.worker._clock(),
            )
    await _follows(asker, f"{CLAIM}!")
    await _published(moderator)
    assert "🚫" in (await asker.reads()).text
    await _rechecked(bot)
    async with bot.store.begin() as transaction:
        assert await transaction.inquiries.waiting(after=0, limit=10) == ()
