"""The alarm: a rumour that surges is told once, to the right chat, in its language, until it calms."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.application import ShynBa, open_bot
from bot.pace import UNLIMITED
from bot.sandbox import Person, Telegram
from bot.settings import Settings
from knowledge.store import Store
from tests.clock import Time
from tests.handlers.rumours import WATER

HOUR = timedelta(hours=1)
WORDS = {
    "kk": ("🔥 № 1 қауесет тез тарап жатыр", "10 адам сұрады · 3 жаңа арна", "Ашу"),
    "ru": ("🔥 Слух № 1 быстро расходится", "спросили 10 человек · 3 новых канала", "Открыть"),
    "en": ("🔥 Rumour No. 1 is spreading fast", "10 people asked · 3 new channels", "Open"),
}


async def _asked(store: Store, persons: range, now: datetime, channels: int = 0) -> None:
    """Each of `persons` asks about the same, as many as there are channels from one of their own."""
    async with store.begin() as transaction:
        for number in persons:
            asked = await transaction.inquiries.add(
                person=f"person {number}",
                text=WATER,
                fingerprint="water",
                language=None,
                channel=f"@channel{number}" if number < channels else None,
                now=now,
            )
            inquiry = await transaction.inquiries.find(asked.id)
            assert inquiry is not None
            await transaction.rumours.place(inquiry, [], now=now)


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
async def idle(settings: Settings, clock: Time) -> AsyncIterator[ShynBa]:
    """A bot that does nothing by itself."""
    async with open_bot(settings, clock, limits=UNLIMITED) as bot:
        yield bot


@pytest.mark.parametrize("language", WORDS)
async def test_each_owner_is_told_in_their_language_and_opens_the_card(
    bot: ShynBa, clock: Time, owner: Person, language: str
) -> None:
    owner.says("/language")
    await owner.presses(await owner.reads(), list(WORDS).index(language))
    await owner.reads()
    await _asked(bot.store, range(10), clock.now, channels=3)
    bot.watch.wake()
    alarm = await owner.reads()
    title, figures, open_ = WORDS[language]
    assert alarm.text.startswith(title)
    assert figures in alarm.text
    assert WATER in alarm.text
    await owner.presses(alarm, open_)
    assert WATER in (await owner.reads()).text


@pytest.mark.parametrize(("askers", "channels", "alarms"), [(9, 2, 0), (10, 0, 1), (3, 3, 1), (0, 0, 0)])
async def test_many_askers_or_many_new_channels_are_a_surge(
    idle: ShynBa, clock: Time, askers: int, channels: int, alarms: int
) -> None:
    await _asked(idle.store, range(askers), clock.now, channels=channels)
    assert await idle.watch.batch() == alarms


async def test_a_surge_is_news_once_until_it_has_calmed_down(idle: ShynBa, clock: Time) -> None:
    alarms = []
    for hour in range(12):
        await _asked(idle.store, range(20 * hour, 20 * hour + 10), clock.now)
        alarms.append(await idle.watch.batch())
        clock.now += HOUR
    assert alarms == [1] + 11 * [0], "it never calmed down"
    clock.now += 8 * HOUR
    await _asked(idle.store, range(900, 910), clock.now)
    assert await idle.watch.batch() == 1


async def test_what_was_asked_long_ago_is_no_surge(idle: ShynBa, clock: Time) -> None:
    await _asked(idle.store, range(10), clock.now - 2 * HOUR, channels=5)
    assert await idle.watch.batch() == 0


async def test_the_moderators_chat_is_told_and_who_presses_there_gets_the_card_alone(
    telegram: Telegram, settings: Settings, clock: Time, owner: Person
) -> None:
    chat = telegram.group("Модераторы", bot_is_admin=True)
    changed = settings.model_copy(update={"moderators_chat": chat.id, "alarm_askers": 2})
    async with open_bot(changed, clock, limits=UNLIMITED) as bot, bot.serving():
        owner.starts()
        await owner.reads()
        await _asked(bot.store, range(2), clock.now)
        bot.watch.wake()
        alarm = await owner.reads(chat=chat)
        assert alarm.text.startswith("🔥 Слух № 1 быстро расходится")
        stranger = telegram.person(77, language_code="ru")
        assert (await stranger.presses(alarm, 0))["show_alert"]
        toast = await owner.presses(alarm, 0)
        assert toast["text"] == "The card is in our private chat."
        assert (await owner.reads()).text.startswith("🗂")
        assert not owner.unread(chat)
