"""Deliveries to a webhook as Telegram makes them: until accepted, in order of the chat, with the secret."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot

from bot.sandbox import Person, Telegram
from bot.sandbox.changes import LONG_ENOUGH, Changes
from bot.server import Server, listening
from bot.settings import Address


class Receiver:
    """A webhook that keeps what it gets, and answers what it is told to, 200 in the end."""

    def __init__(self) -> None:
        self.url = ""
        self.got: list[Any] = []
        self.secrets: list[str | None] = []
        self.answers: list[int] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.changes = Changes()
        self.at_once = self.most_at_once = 0

    async def receive(self, request: Request) -> Response:
        self.got.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.changes.happened()
        await self.gate.wait()
        self.at_once -= 1
        return Response(status_code=self.answers.pop(0) if self.answers else 200)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    with listening(Address("127.0.0.1", 0)) as listener:
        receiver.url = f"http://127.0.0.1:{listener.getsockname()[1]}/hook"
        server = Server(listener, [Route("/hook", receiver.receive, methods=["POST"])], _well)
        running = asyncio.create_task(server.run())
        yield receiver
        running.cancel()
        await asyncio.wait([running])


async def _well() -> None:
    return None


def _texts(receiver: Receiver) -> list[str]:
    return [update["message"]["text"] for update in receiver.got]


async def test_what_is_pending_and_what_comes_is_delivered_with_the_secret(
    telegram: Telegram, bot: Bot, aida: Person, receiver: Receiver
) -> None:
    await bot.set_webhook(receiver.url, secret_token="open-sesame")
    aida.says("Рас па?")

    await telegram.wait_for(lambda: not telegram.pending)

    assert _texts(receiver) == ["/start", "Рас па?"]
    assert set(receiver.secrets) == {"open-sesame"}


async def test_what_is_not_accepted_comes_again_and_holds_its_chat_back(
    telegram: Telegram, bot: Bot, receiver: Receiver
) -> None:
    receiver.answers = [503, 500, 302]
    await bot.set_webhook(receiver.url)
    aida = telegram.person(11)
    aida.says("бір")
    aida.says("екі")

    await telegram.wait_for(lambda: not telegram.pending)

    assert _texts(receiver) == ["бір"] * 4 + ["екі"]
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 302 Found"


async def test_another_chat_does_not_wait(telegram: Telegram, bot: Bot, receiver: Receiver) -> None:
    receiver.gate.clear()
    await bot.set_webhook(receiver.url)
    for person in (telegram.person(11), telegram.person(22)):
        person.says("бір")
        person.says("екі")

    await receiver.changes.until(lambda: receiver.at_once == 2, LONG_ENOUGH)
    receiver.gate.set()
    await telegram.wait_for(lambda: not telegram.pending)

    assert sorted(_texts(receiver)[:2]) == ["бір", "бір"]


async def test_no_more_connections_than_were_asked_for(
    telegram: Telegram, bot: Bot, receiver: Receiver
) -> None:
    receiver.gate.clear()
    await bot.set_webhook(receiver.url, max_connections=2)
    for number in range(20):
        telegram.person(number + 1).says("бір")

    await receiver.changes.until(lambda: receiver.at_once == 2, LONG_ENOUGH)
    receiver.gate.set()
    await telegram.wait_for(lambda: not telegram.pending)

    assert receiver.most_at_once == 2


async def test_a_webhook_that_is_away_loses_nothing(telegram: Telegram, bot: Bot, aida: Person) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    async with asyncio.timeout(LONG_ENOUGH):
        while (await bot.get_webhook_info()).last_error_message != "Connection failed: ConnectError":
            pass
    await bot.delete_webhook()

    assert len(await bot.get_updates()) == 1
