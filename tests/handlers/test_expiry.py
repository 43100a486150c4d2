"""A rebuttal's last day: after it no post meets it, moderators are told once, and it can come back."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.application import ShynBa, open_bot
from bot.pace import UNLIMITED
from bot.sandbox import Person
from bot.settings import Settings
from knowledge.days import day_of
from knowledge.models import Status
from tests.clock import Time

RUMOUR = "Казахстан готовится к войне с Россией"
# The last minute of 31 December in Kazakhstan, and of a day in another zone.
BEFORE = datetime(2026, 12, 31, 18, 59, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_day_ends_at_midnight_in_kazakhstan() -> None:
    assert day_of(BEFORE) == "2026-12-31"
    assert day_of(BEFORE + timedelta(seconds=30)) == "2027-01-01"


async def _until_expired(bot: ShynBa) -> None:
    bot.expiry.wake()
    await bot.expiry.idle.wait()


async def _given_a_last_day(owner: Person) -> None:
    owner.starts()
    await owner.reads()
    owner.says("/edit tdl-war\nlast day: 2026-12-31")
    preview = await owner.reads()
    assert "Answered with until December 31, 2026" in preview.text
    await owner.presses(preview, "✅ Save the correction")
    await owner.reads()


async def test_after_its_last_day_it_answers_nobody_and_moderators_are_told_once(
    settings: Settings, owner: Person, citizen: Person
) -> None:
    time = Time(BEFORE)
    async with open_bot(settings, clock=time, limits=UNLIMITED) as bot, bot.serving():
        await _given_a_last_day(owner)
        await _until_expired(bot)
        citizen.says(RUMOUR)
        assert (await citizen.reads()).text.startswith("❌")
        time.now += timedelta(seconds=30)
        await _until_expired(bot)
        await _until_expired(bot)
        told = await owner.reads()
        assert "Срок tdl-war истёк: последний день был 31 декабря 2026" in told.text.replace("\u202f", " ")
        citizen.says(RUMOUR)
        assert not (await citizen.reads()).text.startswith("❌")
        assert not owner.unread()
        owner.says("/history tdl-war")
        assert "3. Expired\nthe bot, " in (await owner.reads()).text
        owner.says("/show tdl-war")
        assert (await owner.reads()).text.startswith("tdl-war · expired")


async def test_a_bot_that_slept_over_the_day_ends_it_at_its_start(settings: Settings, owner: Person) -> None:
    time = Time(BEFORE)
    async with open_bot(settings, clock=time, limits=UNLIMITED) as bot, bot.serving():
        await _given_a_last_day(owner)
    time.now += 30 * DAY
    async with open_bot(settings, clock=time, limits=UNLIMITED) as bot, bot.serving():
        assert "Срок tdl-war истёк" in (await owner.reads()).text
        async with bot.store.begin() as transaction:
            known = await transaction.rebuttals.find("tdl-war")
        assert known is not None
        assert known.status is Status.EXPIRED


async def test_an_expired_one_comes_back_with_a_later_day_and_by_undo_without_one(
    settings: Settings, owner: Person, citizen: Person
) -> None:
    time = Time(BEFORE)
    async with open_bot(settings, clock=time, limits=UNLIMITED) as bot, bot.serving():
        await _given_a_last_day(owner)
        time.now += DAY
        await _until_expired(bot)
        told = await owner.reads()
        await owner.presses(told, "✏️ Исправить")
        card = await owner.reads()
        toast = await owner.presses(card, "✅ Save the correction")
        assert "this day is over already" in toast["text"]
        await owner.presses(card, "Cancel")
        await owner.reads()
        owner.says("/undo tdl-war")
        await owner.presses(await owner.reads(), "Yes, bring it back")
        await owner.reads()
        await _until_expired(bot)
        citizen.says(RUMOUR)
        assert (await citizen.reads()).text.startswith("❌")
        owner.says("/edit tdl-war\nlast day: 2027-02-01")
        await owner.presses(await owner.reads(), "✅ Save the correction")
        assert "Corrected" in (await owner.reads()).text


@pytest.mark.parametrize("pending", ["💾 Keep as a draft"])
async def test_a_correction_that_is_under_way_outlives_the_last_day(
    settings: Settings, owner: Person, pending: str
) -> None:
    time = Time(BEFORE)
    async with open_bot(settings, clock=time, limits=UNLIMITED) as bot, bot.serving():
        await _given_a_last_day(owner)
        owner.says("/edit tdl-war\nlast day: 2027-06-01")
        await owner.presses(await owner.reads(), pending)
        await owner.reads()
        time.now += DAY
        await _until_expired(bot)
        await owner.reads()
        owner.says("/edit tdl-war")
        assert "until June 1, 2027" in (await owner.reads()).text.replace("\u202f", " ")
