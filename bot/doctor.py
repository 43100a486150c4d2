"""Looks at all that the bot needs or can use: what works, what does not, and how to mend it."""

from collections.abc import AsyncIterator
from pathlib import Path

from telegram.error import InvalidToken, TelegramError

from bot.clock import Clock
from bot.equipment import Condition, equipment
from bot.health import ailment_of
from bot.settings import Settings
from bot.telegram_api import telegram_api
from knowledge.media import drawable
from knowledge.store import StoreError, open_store

# Letters of Kazakh that many fonts lack.
_KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі₸"


async def conditions(settings: Settings, clock: Clock) -> AsyncIterator[Condition]:
    """Yield what is found, the needed things first."""
    yield Condition("settings", works=True, told="every variable can be used")
    yield await _store(settings, clock)
    yield await _telegram(settings)
    yield _fonts()
    for condition in equipment(settings):
        yield condition


async def _store(settings: Settings, clock: Clock) -> Condition:
    if _is_new(settings.database_url):
        return Condition("store", works=True, told="not there yet: the first start makes it")
    try:
        async with open_store(settings.database_url, read_only=True) as store:
            if not await store.is_current():
                told = "older than the program"
                return Condition("store", works=False, told=told, remedy="the next start upgrades it")
            async with store.begin() as transaction:
                count = await transaction.rebuttals.count()
            wrong = await ailment_of(store, clock)
    except StoreError as error:
        return Condition("store", works=False, told=str(error), remedy="DATABASE_URL", needed=True)
    if wrong is not None:
        return Condition("store", works=False, told=wrong, remedy="restart the bot")
    return Condition("store", works=True, told=f"current, {count} rebuttals")


def _is_new(url: str) -> bool:
    _, _, place = url.partition("sqlite+aiosqlite:///")
    return bool(place) and not Path(place).exists()


async def _telegram(settings: Settings) -> Condition:
    if settings.telegram_bot_token is None:
        told = "no token: `run` opens the chat in the terminal"
        return Condition("telegram", works=False, told=told, remedy="TELEGRAM_BOT_TOKEN: ask @BotFather")
    api = telegram_api(settings)
    try:
        async with api:
            return Condition("telegram", works=True, told=f"@{api.username} at {settings.telegram_api_url}")
    except InvalidToken:
        told = "Telegram does not know the token"
        remedy = "TELEGRAM_BOT_TOKEN: ask @BotFather for the right one"
    except TelegramError as error:
        told = f"{settings.telegram_api_url} cannot be reached: {type(error).__name__}"
        remedy = "TELEGRAM_API_URL, or the machine's network"
    return Condition("telegram", works=False, told=told, remedy=remedy, needed=True)


def _fonts() -> Condition:
    try:
        is_whole = drawable(_KAZAKH) == _KAZAKH
    except OSError:
        is_whole = False
    if is_whole:
        return Condition("fonts", works=True, told="come with the program")
    told = "the font of pictures is missing or lacks letters"
    return Condition("fonts", works=False, told=told, remedy="install the program again")
