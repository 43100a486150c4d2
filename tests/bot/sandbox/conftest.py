"""A sandbox and a python-telegram-bot client that is connected to it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.sandbox import Person, Telegram, open_sandbox
from tests.conftest import SPEC


@pytest.fixture
def spec() -> Path | None:
    """The machine-readable Bot API, where it is at hand."""
    return SPEC


@pytest.fixture
async def telegram(spec: Path | None) -> AsyncIterator[Telegram]:
    """With a spec, what the sandbox answered and the updates it emitted are held against it too."""
    async with open_sandbox(spec) as sandbox:
        yield sandbox
    if sandbox.spec:
        answers = [
            sandbox.spec.result_problems(call.method, call.result) for call in sandbox.calls if call.ok
        ]
        emitted = [sandbox.spec.type_problems("Update", update) for update in sandbox.pending]
        assert not any(answers), answers
        assert not any(emitted), emitted


def bot_of(telegram: Telegram, token: str | None = None) -> Bot:
    """A client as the bot has it; proxies of the environment are left out, as loopback needs none."""
    requests = [HTTPXRequest(httpx_kwargs={"trust_env": False}) for _ in range(2)]
    return Bot(
        token or telegram.token,
        base_url=f"{telegram.url}/bot",
        base_file_url=f"{telegram.url}/file/bot",
        request=requests[0],
        get_updates_request=requests[1],
    )


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    async with bot_of(telegram) as connected:
        yield connected


@pytest.fixture
def aida(telegram: Telegram) -> Person:
    """A citizen who opened the chat already, so that the bot may write."""
    person = telegram.person(11, "Aida", language_code="kk")
    person.starts()
    return person
