"""The server opens on loopback, holds to its token, and ends without waiting for anybody."""

import asyncio
from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.error import NetworkError

from bot.sandbox import Person, Telegram, open_sandbox
from tests.bot.sandbox.conftest import bot_of


async def test_it_listens_on_loopback_only(telegram: Telegram) -> None:
    assert telegram.url.startswith("http://127.0.0.1:")


async def test_two_sandboxes_do_not_know_each_other(telegram: Telegram, bot: Bot) -> None:
    async with open_sandbox(token="1:other") as other, bot_of(other) as second:
        assert second.id == 1
        assert second.id != bot.id


async def test_closing_ends_long_polls_and_held_answers() -> None:
    async with open_sandbox() as telegram:
        aida = telegram.person(11)
        aida.starts()
        bot = bot_of(telegram)
        await bot.initialize()
        hold = telegram.hold("sendMessage")
        waiting = [
            asyncio.create_task(bot.get_updates(offset=5000, timeout=50)),
            asyncio.create_task(bot.send_message(aida.id, "x")),
        ]
        await hold.arrived()
        await telegram.wait_for(lambda: telegram.calls.of("getUpdates"))

    for task in waiting:
        with pytest.raises(NetworkError):
            await task
    await bot.shutdown()


async def test_a_violation_fails_the_block_that_ends_well() -> None:
    with pytest.raises(AssertionError, match="sendVerdict"):
        async with open_sandbox() as telegram:
            telegram.violations.append("sendVerdict: no such method")


async def test_an_error_of_the_test_is_not_covered_by_a_violation() -> None:
    async def failing() -> None:
        async with open_sandbox() as telegram:
            telegram.violations.append("sendVerdict: no such method")
            raise LookupError

    with pytest.raises(LookupError):
        await failing()


async def test_violations_can_be_left_to_the_caller() -> None:
    async with open_sandbox(strict=False) as telegram:
        telegram.violations.append("sendVerdict: no such method")


@pytest.mark.parametrize(
    "body",
    [
        {"json": {"chat_id": 11, "text": "x", "link_preview_options": {"is_disabled": True}}},
        {"data": {"chat_id": "11", "text": "x", "link_preview_options": '{"is_disabled": true}'}},
        {"params": {"chat_id": "11", "text": "x", "link_preview_options": '{"is_disabled": true}'}},
        {
            "data": {"chat_id": "11", "link_preview_options": '{"is_disabled": true}'},
            "files": {"text": (None, "x")},
        },
    ],
)
async def test_every_way_to_pass_parameters_means_the_same(
    telegram: Telegram, aida: Person, body: dict[str, Any]
) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        await client.request("POST", f"{telegram.url}/bot{telegram.token}/SENDMESSAGE", **body)

    shown = await aida.reads()
    assert (shown.text, shown["link_preview_options"]) == ("x", {"is_disabled": True})


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{"),
        ("multipart/form-data", b"--x"),
        ("application/json", b"[1]"),
        ("application/json", b"\xff"),
    ],
)
async def test_a_body_that_cannot_be_read_is_a_violation(
    telegram: Telegram, content_type: str, body: bytes
) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        url = f"{telegram.url}/bot{telegram.token}/getMe"
        answer = await client.post(url, content=body, headers={"content-type": content_type})

    assert answer.status_code == 400
    assert "can't parse the request" in telegram.violations.pop()


@pytest.mark.parametrize(("token", "status"), [("", 404), ("1:wrong", 401)])
async def test_files_are_behind_the_token_too(telegram: Telegram, token: str, status: int) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"{telegram.url}/file/bot{token or telegram.token}/files/1-photo.jpg")

    assert answer.status_code == status


async def test_what_the_sandbox_cannot_digest_fails_the_test() -> None:
    async with open_sandbox() as telegram, httpx.AsyncClient(trust_env=False) as client:
        url = f"{telegram.url}/bot{telegram.token}/setMyCommands"
        with pytest.raises(httpx.HTTPError):
            (await client.post(url, json={"commands": [{}]})).raise_for_status()

        assert telegram.violations.pop() == "setMyCommands: KeyError('command')"
