"""The HTTP client under python-telegram-bot: what arrives, and what its failures are told as."""

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr
from telegram.error import NetworkError, TimedOut

from bot.http_client import UNSENT
from bot.sandbox import Person, Telegram
from bot.settings import Settings
from bot.telegram_api import TelegramApi, telegram_api


@pytest.fixture
async def api(settings: Settings, citizen: Person) -> AsyncIterator[TelegramApi]:
    citizen.starts()
    async with telegram_api(settings) as api:
        yield api


async def test_kazakh_letters_and_a_file_arrive_as_they_are(api: TelegramApi, citizen: Person) -> None:
    await api.send_document(citizen.id, b"\x00\xff", filename="есеп.bin", caption="Әлия & Ғани = ∞")
    (message,) = citizen.unread()
    assert message.text == "Әлия & Ғани = ∞"
    assert message["document"]["file_name"] == "есеп.bin"
    assert message["document"]["file_size"] == 2


async def test_a_server_that_is_not_there_was_told_nothing(settings: Settings) -> None:
    nowhere = settings.model_copy(update={"telegram_api_url": "http://127.0.0.1:9"})
    with pytest.raises(NetworkError) as failed:
        async with telegram_api(nowhere):
            pass
    assert isinstance(failed.value.__cause__, UNSENT)


@pytest.mark.parametrize("executed", [True, False])
async def test_a_cut_connection_may_have_told_everything(
    api: TelegramApi, telegram: Telegram, citizen: Person, *, executed: bool
) -> None:
    telegram.drop("sendMessage", executed=executed)
    with pytest.raises(NetworkError) as failed:
        await api.call("sendMessage", {"chat_id": citizen.id, "text": "one"})
    assert not isinstance(failed.value.__cause__, UNSENT)
    await api.call("sendMessage", {"chat_id": citizen.id, "text": "two"})


async def test_an_answer_that_does_not_come_is_a_timeout_that_may_have_told_everything(
    api: TelegramApi, telegram: Telegram, citizen: Person
) -> None:
    hold = telegram.hold("sendMessage")
    with pytest.raises(TimedOut) as failed:
        await api.call("sendMessage", {"chat_id": citizen.id, "text": "one"}, read_timeout=0.05)
    hold.release()
    assert not isinstance(failed.value.__cause__, UNSENT)


async def test_the_token_is_in_no_error(settings: Settings) -> None:
    token = SecretStr("42:a-token-that-must-not-be-told")
    nowhere = settings.model_copy(
        update={"telegram_api_url": "http://127.0.0.1:9", "telegram_bot_token": token}
    )
    with pytest.raises(NetworkError) as failed:
        async with telegram_api(nowhere):
            pass
    assert "must-not-be-told" not in f"{failed.value}{failed.value.__cause__}"
