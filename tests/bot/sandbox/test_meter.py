"""Tests of bot/sandbox/meter.py: what is too fast is refused as Telegram refuses it, and counted."""

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from bot.sandbox import Meter, Person, Rate, Telegram


class Stopwatch:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


async def test_a_chat_that_gets_too_much_is_refused_until_the_time_it_was_told(
    telegram: Telegram, bot: Bot, aida: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else the library warns about the type of its own field
    clock = Stopwatch()
    meter = telegram.measure(Meter(chat=(Rate(2, 10),), clock=clock))
    await bot.send_message(aida.id, "1")
    clock.now += 4.5
    await bot.send_message(aida.id, "2")
    with pytest.raises(RetryAfter, match="Retry in 0:00:06"):
        await bot.send_message(aida.id, "3")
    assert meter.refused == ["chat"]
    assert len(aida.unread()) == 2
    clock.now += 6
    await bot.send_message(aida.id, "3")
    assert meter.refused == ["chat"]


async def test_groups_have_a_limit_of_their_own(telegram: Telegram, bot: Bot, aida: Person) -> None:
    group = telegram.group("Көршілер")
    meter = telegram.measure(Meter(chat=(), group=(Rate(1, 60),), clock=Stopwatch()))
    await bot.send_message(group.id, "1")
    with pytest.raises(RetryAfter):
        await bot.send_message(group.id, "2")
    await bot.send_message(aida.id, "1")
    await bot.send_message(aida.id, "2")
    assert meter.refused == ["group"]


async def test_all_chats_together_may_have_a_limit(telegram: Telegram, bot: Bot, aida: Person) -> None:
    group = telegram.group("Көршілер")
    meter = telegram.measure(Meter(overall=(Rate(1, 1),), clock=Stopwatch()))
    await bot.send_message(aida.id, "1")
    with pytest.raises(RetryAfter):
        await bot.send_message(group.id, "2")
    assert meter.refused == ["overall"]


async def test_only_what_is_shown_in_a_chat_counts(telegram: Telegram, bot: Bot, aida: Person) -> None:
    meter = telegram.measure(Meter(chat=(Rate(1, 1),), clock=Stopwatch()))
    for _ in range(3):
        await bot.send_chat_action(aida.id, "typing")
    await bot.send_message(aida.id, "1")
    assert meter.refused == []
