"""The chat in the terminal: the whole bot against the sandbox's Bot API server, in one process."""

from collections.abc import Callable
from typing import TextIO

from pydantic import SecretStr

from bot.application import open_bot, pseudonym
from bot.clock import utc_now
from bot.pace import UNLIMITED
from bot.sandbox import converse, lines_of, open_sandbox
from bot.secret_key import secret_key
from bot.settings import Settings
from bot.starting import prepared_store
from knowledge.store import Role

# Who can speak in the sandbox; the numbers are as good as any.
CITIZEN, MODERATOR, OWNER = 1001, 2002, 3003


async def chat(settings: Settings, source: TextIO, write: Callable[[str], None], *, tty: bool) -> None:
    """Talk until the source ends or says /quit."""
    await _appoint_moderator(settings)
    async with open_sandbox(name="Шын ба?", strict=False) as telegram:
        there = {"telegram_bot_token": SecretStr(telegram.token), "telegram_api_url": telegram.url}
        here = settings.model_copy(update={**there, "owner_ids": (*settings.owner_ids, OWNER)})
        people = {
            "citizen": telegram.person(CITIZEN, "Citizen", language_code="ru"),
            "moderator": telegram.person(MODERATOR, "Moderator", language_code="ru"),
            "owner": telegram.person(OWNER, "Owner", language_code="ru"),
        }
        async with open_bot(here, limits=UNLIMITED) as bot, bot.serving():
            with lines_of(source) as read_line:
                await converse(telegram, people, read_line, write, tty=tty, settled=bot.settled)


async def _appoint_moderator(settings: Settings) -> None:
    """The sandbox's moderator is one from the start; on Telegram an owner appoints them."""
    person = pseudonym(secret_key(settings), MODERATOR)
    async with prepared_store(settings, utc_now) as store, store.begin() as transaction:
        await transaction.people.appoint(person, Role.MODERATOR, "sandbox", by="sandbox", now=utc_now())
