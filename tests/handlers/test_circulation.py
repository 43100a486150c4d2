"""A claim that was rebutted long ago spreads again: moderators are told once, citizens that it is old."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.application import ShynBa, open_bot
from bot.pace import UNLIMITED
from bot.sandbox import Person
from bot.settings import Settings
from knowledge.models import Kind, Language, Verdict
from knowledge.store import Check
from knowledge.surge import rebutted_long_ago
from tests.clock import Time

POSTS = {
    "kk": "Қазақстан Ресеймен соғысқа дайындалып жатыр",
    "ru": "Казахстан готовится к войне с Россией",
    "en": "Kazakhstan is preparing for war with Russia",
}
AGAIN = {
    "kk": "🔁 Бұл қауесет қайта тарап жүр. Алғаш теріске шығарылған кезі: 2025 ж. сәуір",
    "ru": "🔁 Этот слух снова расходится. Впервые опровергнут: апрель 2025 г.",
    "en": "🔁 This rumour is circulating again. First refuted: April 2025",
}
HOUR = timedelta(hours=1)
NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def bot(settings: Settings, time: Time) -> AsyncIterator[ShynBa]:
    async with open_bot(settings, time, limits=UNLIMITED) as bot, bot.serving():
        yield bot


async def _asked(bot: ShynBa, time: Time, persons: int, kind: Kind = Kind.VERDICT) -> None:
    """So many persons sent the rumour just now."""
    said = [
        Check(time.now, f"person {n}", kind, 1, "tdl-war", Verdict.FALSE, 1, Language.RU, None)
        for n in range(persons)
    ]
    async with bot.store.begin() as transaction:
        await transaction.checks.add(said)


async def _watched(bot: ShynBa) -> None:
    bot.watch.wake()
    await bot.watch.idle.wait()
    await bot.settled()


async def _answer(person: Person, text: str = POSTS["ru"]) -> str:
    person.says(text)
    return (await person.reads()).text.replace("\u202f", " ")


@pytest.mark.parametrize("language", POSTS)
async def test_moderators_are_told_once_a_surge_and_citizens_in_their_language(
    bot: ShynBa, time: Time, owner: Person, citizen: Person, language: str
) -> None:
    owner.starts()
    await owner.reads()
    assert "🔁" not in await _answer(citizen, POSTS[language])
    for _ in range(12):
        await _asked(bot, time, 10)
        await _watched(bot)
        time.now += HOUR
    alarm = await owner.reads()
    assert alarm.text.startswith("🔁 Снова расходится: tdl-war")
    assert "спросили 1" in alarm.text
    assert "Впервые проверено: апрель 2025" in alarm.text.replace("\u202f", " ")
    assert not owner.unread(), "it never calmed down"
    assert AGAIN[language] in await _answer(citizen, POSTS[language])
    time.now += 9 * HOUR
    await _watched(bot)
    assert "🔁" not in await _answer(citizen, POSTS[language]), "it is quiet again"
    await _asked(bot, time, 10)
    await _watched(bot)
    assert (await owner.reads()).text.startswith("🔁"), "another surge"
    await owner.presses(alarm, "Открыть")
    assert "tdl-war · published" in (await owner.reads()).text


@pytest.mark.parametrize(("persons", "kind"), [(9, Kind.VERDICT), (30, Kind.SUGGESTION), (30, Kind.AGREES)])
async def test_few_and_who_do_not_spread_it_are_no_surge(
    bot: ShynBa, time: Time, owner: Person, citizen: Person, persons: int, kind: Kind
) -> None:
    await _asked(bot, time, persons, kind)
    await _watched(bot)
    assert not owner.unread()
    await _asked(bot, time, 0)
    assert "🔁" not in await _answer(citizen)


async def test_the_first_wave_of_a_fresh_rebuttal_is_not_again(
    bot: ShynBa, time: Time, owner: Person, citizen: Person
) -> None:
    today = time.now.date().isoformat()
    owner.says(f"/edit tdl-war\ndate: {today}")
    await owner.presses(await owner.reads(), "✅ Save the correction")
    await owner.reads()
    await _asked(bot, time, 20)
    await _watched(bot)
    assert not owner.unread()
    assert "🔁" not in await _answer(citizen)


async def test_a_surge_is_remembered_across_a_restart(
    settings: Settings, time: Time, owner: Person, citizen: Person
) -> None:
    async with open_bot(settings, time, limits=UNLIMITED) as bot, bot.serving():
        owner.starts()
        await owner.reads()
        await _asked(bot, time, 10)
        await _watched(bot)
        await owner.reads()
    async with open_bot(settings, time, limits=UNLIMITED) as bot, bot.serving():
        await _watched(bot)
        assert AGAIN["ru"] in await _answer(citizen)
        assert not owner.unread()


@pytest.mark.parametrize("verdict", ["true", "unproven"])
async def test_what_nobody_refuted_is_not_said_to_be_refuted(
    bot: ShynBa, time: Time, owner: Person, citizen: Person, verdict: str
) -> None:
    owner.says(f"/edit tdl-war\nverdict: {verdict}")
    await owner.presses(await owner.reads(), "✅ Save the correction")
    await owner.reads()
    await _asked(bot, time, 10)
    await _watched(bot)
    assert (await owner.reads()).text.startswith("🔁")
    assert "🔁" not in await _answer(citizen)


@pytest.mark.parametrize(
    ("said", "published", "since"),
    [
        ("2025-04", NOW, "2025-04"),
        ("2026", NOW, None),
        ("2026", NOW - timedelta(days=30), "2026"),
        ("2026-02", NOW, "2026-02"),
        ("2026-03-04", NOW, None),
        ("2026-03-03", NOW, "2026-03-03"),
        (None, NOW - timedelta(days=6), None),
        (None, NOW - timedelta(days=7), "2026-03-03"),
    ],
)
def test_long_ago_is_a_week_by_the_latest_day_that_fits(
    said: str | None, published: datetime, since: str | None
) -> None:
    assert rebutted_long_ago(said, published, NOW) == since
