"""The ways to run the bot that have to hold: by polling or webhook, on either database, as one or as many."""

import random
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass

import httpx

from bot.sandbox import Telegram
from tests.torture.proxy import proxy

SECRET = "a-secret-for-tests-only"
# Ports below those that Linux gives to clients: one of these could take a port while its process is dead.
SERVERS = range(20_000, 32_768)


@dataclass(frozen=True, slots=True)
class SetUp:
    """Several replicas need a webhook and PostgreSQL."""

    webhook: bool = False
    postgresql: bool = False
    replicas: int = 1

    def __str__(self) -> str:
        how = "webhook" if self.webhook else "polling"
        many = f", {self.replicas} replicas" if self.replicas > 1 else ""
        return f"{how}, {'PostgreSQL' if self.postgresql else 'SQLite'}{many}"


POLLING = SetUp()
WEBHOOK = SetUp(webhook=True)
REPLICAS = SetUp(webhook=True, postgresql=True, replicas=3)


@asynccontextmanager
async def environments(
    setup: SetUp, telegram: Telegram, database_url: str, **settings: str
) -> AsyncIterator[tuple[Mapping[str, str], ...]]:
    """What each process is to be told; for as long as the block runs Telegram's deliveries get to them."""
    told = {
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.url,
        "DATABASE_URL": database_url,
        "SECRET_KEY": "a key for tests only",
        **settings,
    }
    if not setup.webhook:
        yield (told,)
        return
    ports = free_ports(setup.replicas)
    async with AsyncExitStack() as stack:
        front = ports[0] if setup.replicas == 1 else await stack.enter_async_context(proxy(ports))
        told |= {"WEBHOOK_URL": f"http://127.0.0.1:{front}/telegram", "WEBHOOK_SECRET": SECRET}
        await _set_webhook(telegram, told["WEBHOOK_URL"])
        yield tuple(told | {"LISTEN": f"127.0.0.1:{port}"} for port in ports)


async def _set_webhook(telegram: Telegram, url: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        wanted = {"url": url, "secret_token": SECRET}
        answer = await client.post(f"{telegram.url}/bot{telegram.token}/setWebhook", json=wanted)
        answer.raise_for_status()


def free_ports(count: int) -> list[int]:
    """Ports that nobody uses at this moment; a process that is started again gets the one that it had."""
    ports: list[int] = []
    with ExitStack() as stack:
        while len(ports) < count:
            port = random.choice(SERVERS)
            with suppress(OSError):
                stack.enter_context(socket.create_server(("127.0.0.1", port)))
                ports.append(port)
    return ports
