"""Who administers a group: Telegram's word, believed for half a minute and no longer."""

from datetime import timedelta

from bot.administrators import BELIEVED, Administrators
from bot.sandbox import Person, Telegram
from bot.settings import Settings
from bot.telegram_api import telegram_api
from tests.clock import Time

SECOND = timedelta(seconds=1)


async def test_telegram_is_asked_again_when_its_word_is_old(
    telegram: Telegram, settings: Settings, citizen: Person, owner: Person
) -> None:
    group, time = telegram.group("Отбасы"), Time()
    group.appoints(citizen)
    async with telegram_api(settings) as api:
        who = Administrators(api, time)
        assert await who.administers(group.id, citizen.id)
        assert not await who.administers(group.id, owner.id)
        group.dismisses(citizen)
        time.now += BELIEVED - SECOND
        assert await who.administers(group.id, citizen.id)
        assert len(telegram.calls.of("getChatMember")) == 2
        time.now += SECOND
        assert not await who.administers(group.id, citizen.id)


async def test_a_bot_that_may_not_ask_about_members_asks_for_the_list(
    telegram: Telegram, settings: Settings, citizen: Person, owner: Person
) -> None:
    group = telegram.group("Отбасы")
    group.appoints(citizen)
    telegram.fail("getChatMember", 400, "Bad Request: CHAT_ADMIN_REQUIRED", times=2)
    async with telegram_api(settings) as api:
        who = Administrators(api, Time())
        assert await who.administers(group.id, citizen.id)
        assert not await who.administers(group.id, owner.id)


async def test_when_telegram_says_nothing_that_is_believed_at_once_only(
    telegram: Telegram, settings: Settings, citizen: Person
) -> None:
    group = telegram.group("Отбасы")
    group.appoints(citizen)
    telegram.fail("getChatMember", 502, "Bad Gateway")
    async with telegram_api(settings) as api:
        who = Administrators(api, Time())
        assert not await who.administers(group.id, citizen.id)
        assert await who.administers(group.id, citizen.id)
