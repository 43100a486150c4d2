"""The real thing for every test: the sandbox's Telegram on loopback, a SQLite file, the whole bot."""

import logging
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.application import ShynBa, open_bot, pseudonym
from bot.clock import utc_now
from bot.pace import UNLIMITED
from bot.registration import register
from bot.sandbox import Person, Telegram, open_sandbox
from bot.settings import Address, Settings
from handlers.limits import Allowance
from knowledge.store import Role
from tests.postgresql import Server, running_server

OWNER, MODERATOR, TRAINEE, CITIZEN = 3003, 2002, 2001, 1001
KEY = "a key for tests only"

# Telegram's own description of the Bot API; where it is at hand, every request is checked against it.
_SPEC = Path(os.environ.get("BOT_API_SPEC", Path(__file__).parents[2] / "shared/data/botapi/api-10.0.json"))
SPEC = _SPEC if _SPEC.exists() else None

SECRET = "of-the-tests"  # of the webhook
ANY_PORT = Address("127.0.0.1", 0)

# For the tests that stand for all conversations: both ways have to carry them.
BY_POLLING_AND_WEBHOOK = pytest.mark.parametrize("delivery", ["polling", "webhook"])

StartBot = Callable[[], AbstractAsyncContextManager[ShynBa]]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with running_server() as running:
        yield running


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A file that is not there yet."""
    return f"sqlite+aiosqlite:///{tmp_path}/data/shynba.db"


@pytest.fixture
def postgresql_url(server: Server) -> str:
    """A user without rights beyond an empty schema."""
    return server.url(server.create_user())


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with open_sandbox(SPEC) as telegram:
        yield telegram


@pytest.fixture
def delivery() -> str:
    """How updates come to the bot."""
    return "polling"


@pytest.fixture
def settings(telegram: Telegram, tmp_path: Path, delivery: str) -> Settings:
    return Settings(
        telegram_bot_token=SecretStr(telegram.token),
        telegram_api_url=telegram.url,
        database_url=f"sqlite+aiosqlite:///{tmp_path}/shynba.db",
        owner_ids=(OWNER,),
        secret_key=SecretStr(KEY),
        webhook_url="http://127.0.0.1/updates" if delivery == "webhook" else None,
        webhook_secret=SecretStr(SECRET),
        listen=ANY_PORT if delivery == "webhook" else None,
    )


@pytest.fixture
def start_bot(settings: Settings, caplog: pytest.LogCaptureFixture) -> StartBot:
    """Start the bot as often as a test needs; what a handler raised fails the test."""

    @asynccontextmanager
    async def started() -> AsyncIterator[ShynBa]:
        async with (
            open_bot(settings, limits=UNLIMITED, allowance=Allowance(burst=10**6)) as bot,
            bot.serving(),
        ):
            if settings.webhook_url is not None:
                await register(bot.api, f"{place(bot)}/updates", SECRET, connections=4)
            yield bot
        errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
        assert not errors, "PTB and the worker keep errors to themselves; the log does not"

    return started


def place(bot: ShynBa) -> str:
    """The address of the bot's own server."""
    assert bot.server is not None
    return f"http://{bot.server.address}"


@pytest.fixture
async def bot(start_bot: StartBot) -> AsyncIterator[ShynBa]:
    async with start_bot() as bot:
        yield bot


@pytest.fixture
def citizen(telegram: Telegram) -> Person:
    return telegram.person(CITIZEN, "Citizen", language_code="ru")


@pytest.fixture
def owner(telegram: Telegram) -> Person:
    return telegram.person(OWNER, "Owner", language_code="en")


@pytest.fixture
async def moderator(telegram: Telegram, bot: ShynBa, owner: Person) -> Person:
    """A moderator whom the owner has appointed over the chat."""
    moderator = telegram.person(MODERATOR, "Moderator", language_code="en")
    moderator.starts()
    await moderator.reads()
    owner.says(f"/moderators {MODERATOR} Night shift")
    await owner.reads()
    return moderator


@pytest.fixture
async def trainee(telegram: Telegram, bot: ShynBa) -> Person:
    """A person who prepares drafts."""
    trainee = telegram.person(TRAINEE, "Trainee", language_code="en")
    await give_role(bot, trainee, Role.TRAINEE)
    return trainee


async def give_role(bot: ShynBa, person: Person, role: Role) -> None:
    """Give a role beside the chat, as the owner does in it."""
    named = pseudonym(KEY.encode(), person.id)
    async with bot.store.begin() as transaction:
        await transaction.people.appoint(named, role, person.first_name, by="owner", now=utc_now())
