"""Guest mode: a mention in a chat that the bot is no member of gets one short answer there."""

import pytest

from bot.application import ShynBa
from bot.sandbox import Group, Person, Telegram
from knowledge.store import schema
from tests.conftest import BY_POLLING_AND_WEBHOOK
from tests.handlers.test_check import RUMOURS, WORDS
from tests.handlers.test_group_asking import IN_FULL, NOT_CHECKED, UNCHECKED, settle
from tests.knowledge.store.samples import rows

pytestmark = pytest.mark.usefixtures("bot")


@pytest.fixture
def elsewhere(telegram: Telegram) -> Group:
    return telegram.group("Чужая группа", has_bot=False)


@BY_POLLING_AND_WEBHOOK
@pytest.mark.parametrize("language", RUMOURS)
async def test_a_guest_answers_about_the_post_that_is_replied_to(
    telegram: Telegram, citizen: Person, elsewhere: Group, language: str
) -> None:
    post = telegram.person(12, "Berik").says(RUMOURS[language], chat=elsewhere)
    citizen.calls_guest("@sandbox_bot рас па?", chat=elsewhere, about=post)
    answer = await citizen.reads(chat=elsewhere)
    assert answer.text.splitlines()[0] == WORDS[language]
    assert [button["url"] for button in answer.buttons] == ["https://stopfake.kz/", IN_FULL]
    assert len(telegram.calls.of("answerGuestQuery")) == 1
    assert not telegram.calls.of("sendMessage")


@pytest.mark.parametrize("language", UNCHECKED)
async def test_a_guest_says_honestly_that_a_post_is_not_checked_and_keeps_nothing(
    bot: ShynBa, citizen: Person, elsewhere: Group, language: str
) -> None:
    citizen.calls_guest(f"@sandbox_bot {UNCHECKED[language]}", chat=elsewhere)
    assert NOT_CHECKED[language] in (await citizen.reads(chat=elsewhere)).text
    await bot.settled()
    assert not await rows(bot.store, schema.inquiries)
    assert not await rows(bot.store, schema.checks)


async def test_a_guest_who_is_asked_nothing_says_how_to_ask(citizen: Person, elsewhere: Group) -> None:
    citizen.calls_guest("@sandbox_bot", chat=elsewhere)
    assert "@sandbox_bot" in (await citizen.reads(chat=elsewhere)).text
    citizen.calls_guest("@sandbox_bot привет", chat=elsewhere)
    assert "целиком" in (await citizen.reads(chat=elsewhere)).text


async def test_a_call_that_telegram_has_forgotten_is_not_repeated(
    telegram: Telegram, bot: ShynBa, citizen: Person, elsewhere: Group
) -> None:
    telegram.fail("answerGuestQuery", 400, "Bad Request: query is too old and response timeout expired")
    citizen.calls_guest(f"@sandbox_bot {RUMOURS['ru']}", chat=elsewhere)
    await settle(telegram, bot)
    assert len(telegram.calls.of("answerGuestQuery")) == 1
    assert not citizen.unread(elsewhere)
