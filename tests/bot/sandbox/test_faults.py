"""Faults strike what they are planned for, and nothing else."""

import asyncio

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError

from bot.sandbox import Person, Telegram


async def test_a_planned_refusal_is_answered_so_many_times(
    telegram: Telegram, bot: Bot, aida: Person
) -> None:
    telegram.fail("sendMessage", 403, "Forbidden: bot was blocked by the user", times=2)

    for _ in range(2):
        with pytest.raises(Forbidden, match="blocked by the user"):
            await bot.send_message(aida.id, "x")
    await bot.send_message(aida.id, "y")

    assert [message.text for message in aida.unread()] == ["y"]


async def test_a_flood_refusal_says_when_to_come_back(
    telegram: Telegram, bot: Bot, aida: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else the library warns about the type of its own field
    telegram.fail("sendMessage", 429, "Too Many Requests: retry after 3", retry_after=3)

    with pytest.raises(TelegramError, match="Retry in 0:00:03"):
        await bot.send_message(aida.id, "x")


async def test_a_fault_is_for_one_method_and_one_chat(telegram: Telegram, bot: Bot, aida: Person) -> None:
    berik = telegram.person(12)
    berik.starts()
    telegram.fail("sendMessage", 400, "Bad Request: chat not found", chat=berik.id)

    await bot.send_chat_action(berik.id, "typing")
    await bot.send_message(aida.id, "x")
    with pytest.raises(BadRequest):
        await bot.send_message(berik.id, "x")


@pytest.mark.parametrize(("executed", "seen"), [(False, []), (True, ["x"])])
async def test_a_dropped_connection_leaves_open_whether_the_message_was_sent(
    telegram: Telegram, bot: Bot, aida: Person, executed: bool, seen: list[str]
) -> None:
    telegram.drop("sendMessage", executed=executed)

    with pytest.raises(NetworkError, match="disconnected"):
        await bot.send_message(aida.id, "x")

    assert [message.text for message in aida.unread()] == seen
    assert telegram.calls[-1].error == "connection dropped"


@pytest.mark.parametrize(("executed", "seen"), [(False, []), (True, ["x"])])
async def test_a_held_answer_waits_for_the_test(
    telegram: Telegram, bot: Bot, aida: Person, executed: bool, seen: list[str]
) -> None:
    hold = telegram.hold("sendMessage", executed=executed)
    sending = asyncio.create_task(bot.send_message(aida.id, "x"))
    await hold.arrived()

    assert [message.text for message in aida.unread()] == seen
    assert not sending.done()
    assert not telegram.calls[-1].ok
    hold.release()

    await sending
    assert [message.text for message in aida.unread()] == ["x"]
