"""A signal ends the program: what is in hand is finished, what is left is in the store."""

import signal
from pathlib import Path

import pytest

from bot.sandbox import Person, Telegram
from bot.settings import Settings
from tests.bot.processes import started
from tests.conftest import StartBot

RUMOUR = "Казахстан готовится к войне с Россией"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_letter_under_way_is_written_down_before_the_end(
    telegram: Telegram,
    settings: Settings,
    start_bot: StartBot,
    citizen: Person,
    tmp_path: Path,
    number: signal.Signals,
) -> None:
    held = telegram.hold("sendMessage", executed=True)
    citizen.says(RUMOUR)
    process = await started(settings, tmp_path)
    await held.arrived()
    citizen.says("/help")  # this one is left to the next start, in the inbox or at Telegram
    process.send_signal(number)
    held.release()
    _, said = await process.communicate()
    assert process.returncode == 0, said
    assert b"Traceback" not in said
    async with start_bot():
        first, second = await citizen.reads_several(2)
    assert first.text.startswith("❌")
    assert "1." in second.text
    assert len(telegram.calls.of("sendMessage")) == 2, "no letter goes twice"


async def test_a_second_signal_ends_a_program_whose_request_never_ends(
    telegram: Telegram, settings: Settings, tmp_path: Path
) -> None:
    held = telegram.hold("sendMessage")
    telegram.person(5).says(RUMOUR)
    process = await started(settings, tmp_path)
    await held.arrived()
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGINT)
    await process.communicate()
    assert process.returncode == 0
