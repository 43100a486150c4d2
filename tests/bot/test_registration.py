"""The webhook commands as an operator runs them, and what a start says of a webhook that does not fit."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.application import open_bot
from bot.intake import ALLOWED
from bot.sandbox import Person, Telegram
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
URL = "http://127.0.0.1:9/updates"

Shynba = Callable[..., Awaitable[tuple[int | None, str]]]


@pytest.fixture
def shynba(telegram: Telegram, tmp_path: Path) -> Shynba:
    """Run a command with the sandbox as its Telegram."""

    async def run(*arguments: str, **environment: str) -> tuple[int | None, str]:
        there = {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *arguments,
            cwd=tmp_path, env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **there, **environment},
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        said, _ = await process.communicate()
        return process.returncode, said.decode()

    return run


async def test_the_webhook_is_set_shown_and_deleted(
    telegram: Telegram, shynba: Shynba, citizen: Person
) -> None:
    code, said = await shynba("webhook", "set", "--connections", "7", WEBHOOK_URL=URL, WEBHOOK_SECRET="open")
    assert (code, said) == (0, f"Telegram delivers to {URL}\n")
    assert telegram.calls.of("setWebhook")[0].params == {
        "url": URL,
        "secret_token": "open",
        "allowed_updates": ALLOWED,
        "max_connections": 7,
    }
    assert {"message", "callback_query", "inline_query"} <= set(ALLOWED)
    citizen.starts()

    _, said = await shynba("webhook", "info")
    info = json.loads(said)
    assert (info["url"], info["pending_update_count"], info["max_connections"]) == (URL, 1, 7)

    assert (await shynba("webhook", "delete"))[0] == 0
    assert json.loads((await shynba("webhook", "info"))[1])["url"] == ""
    assert len(telegram.pending) == 1, "what waits at Telegram stays there"


async def test_setting_needs_an_address(shynba: Shynba) -> None:
    code, said = await shynba("webhook", "set")
    assert code == 2
    assert said.startswith("WEBHOOK_URL: ")


async def test_the_commands_need_a_token(shynba: Shynba) -> None:
    code, said = await shynba("webhook", "info", TELEGRAM_BOT_TOKEN="")
    assert code == 2
    assert said.startswith("TELEGRAM_BOT_TOKEN: ")


async def test_a_wrong_token_is_a_sentence(shynba: Shynba) -> None:
    code, said = await shynba("webhook", "info", TELEGRAM_BOT_TOKEN="42:wrong")
    assert code == 2
    assert "does not know this token" in said


async def test_polling_beside_a_webhook_names_the_command(
    telegram: Telegram, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_bot(settings) as bot:
        await bot.api.call("setWebhook", {"url": URL})
        async with bot.serving():
            await telegram.wait_for(lambda: telegram.calls.of("getUpdates"))
            await telegram.wait_for(lambda: "shynba webhook delete" in caplog.text)
        assert (await bot.api.call("getWebhookInfo", {}))["url"] == URL


@pytest.mark.parametrize("delivery", ["webhook"])
async def test_a_webhook_that_was_not_set_is_said_and_left_alone(
    telegram: Telegram, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_bot(settings) as bot, bot.serving():
        await telegram.wait_for(lambda: telegram.calls.of("getWebhookInfo"))
        await telegram.wait_for(lambda: telegram.calls.of("getMyCommands"))
    assert "shynba webhook set" in caplog.text
    assert not telegram.calls.of("setWebhook")
