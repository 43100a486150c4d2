"""The webhook over real HTTP: who may deliver, what is kept, and what Telegram is told."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from bot.application import ShynBa, open_bot
from bot.health import PATIENCE
from bot.intake.webhook import LARGEST, SECRET_HEADER
from bot.registration import register, registration
from bot.sandbox import Person, Telegram
from bot.sandbox.changes import LONG_ENOUGH
from bot.secret_key import webhook_secret
from bot.settings import Address, Settings, SettingsError
from bot.worker import ATTEMPTS, RETRY_AFTER
from tests.bot.serving import answering, store_away
from tests.conftest import CITIZEN, SECRET, StartBot, place
from tests.postgresql import running_server

RUMOUR = "Казахстан готовится к войне с Россией"


@pytest.fixture
def delivery() -> str:
    return "webhook"


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    """Telegram's side of the line, or anybody's."""
    async with httpx.AsyncClient(trust_env=False) as client:
        yield client


async def _deliver(
    http: httpx.AsyncClient, bot: ShynBa, content: bytes | dict[str, Any], secret: str | None = SECRET
) -> int:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    headers = [] if secret is None else [(SECRET_HEADER.encode(), secret.encode())]
    return (await http.post(f"{place(bot)}/updates", content=body, headers=headers)).status_code


def _update(number: int, text: str = RUMOUR, **more: Any) -> dict[str, Any]:
    person = {"id": CITIZEN, "is_bot": False, "first_name": "Citizen", "language_code": "ru"}
    chat = {"id": CITIZEN, "type": "private", "first_name": "Citizen"}
    message = {"message_id": number, "date": 1767225600, "chat": chat, "from": person, "text": text}
    return {"update_id": number, "message": {**message, **more}}


async def _refused(bot: ShynBa) -> None:
    """Return when Telegram was asked to come again."""
    async with asyncio.timeout(LONG_ENOUGH):
        while "503" not in (await registration(bot.api)).get("last_error_message", ""):
            pass


async def _open(bot: ShynBa) -> int:
    async with bot.store.begin() as transaction:
        return (await transaction.inbox.counts(bot.api.id))["open"]


async def test_a_post_that_is_delivered_is_answered(telegram: Telegram, bot: ShynBa, citizen: Person) -> None:
    citizen.says(RUMOUR)
    assert (await citizen.reads()).text.startswith("❌")
    assert not telegram.calls.of("getUpdates")


@pytest.mark.parametrize("secret", [None, "", "of-the-test", "of-the-tests-", "тайна"])
async def test_who_does_not_know_the_secret_delivers_nothing(
    bot: ShynBa, http: httpx.AsyncClient, secret: str | None
) -> None:
    assert await _deliver(http, bot, _update(1), secret) == 403
    assert await _open(bot) == 0


async def test_without_a_secret_in_the_settings_one_comes_from_the_key(
    settings: Settings, http: httpx.AsyncClient
) -> None:
    keyed = settings.model_copy(update={"webhook_secret": None})
    async with open_bot(keyed) as bot, bot.serving():
        assert await _deliver(http, bot, _update(1), "") == 403
        assert await _deliver(http, bot, _update(1), webhook_secret(keyed)) == 200


async def test_what_is_too_large_is_refused(settings: Settings, http: httpx.AsyncClient) -> None:
    async with open_bot(settings) as bot, answering(bot):
        assert await _deliver(http, bot, b" " * LARGEST) == 200
        assert await _deliver(http, bot, b" " * (LARGEST + 1)) == 413
        assert await _open(bot) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"", b"not json", b"\xff\x00", b"[1]", b"{}", b"[" * 100_000,
        b'{"update_id": "7"}', b'{"update_id": true}',
        b'{"update_id": 1e400}', b'{"update_id": 99999999999999999999}',
    ],
)  # fmt: skip
async def test_what_is_no_update_is_kept_and_given_up_and_never_comes_again(
    settings: Settings, http: httpx.AsyncClient, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    async with open_bot(settings, clock=lambda: now) as bot:
        async with answering(bot):
            assert [await _deliver(http, bot, body) for _ in range(2)] == [200, 200]
        for _ in range(ATTEMPTS):
            assert await bot.worker.batch() == 1
            now += RETRY_AFTER
        async with bot.store.begin() as transaction:
            assert [update.kind for update in await transaction.inbox.dead(9)] == ["unreadable"]


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1, "subscription": {"of": "tomorrow"}},
        {"update_id": 1, "Subscription\x00": {"chat": {"id": "\x00"}, "from": {"id": None}}},
        {"update_id": 1},
        _update(1, a_field_of_tomorrow={"x": [1, None]}),
        _update(1, text="\x00 \ud83d"),
    ],
)
async def test_kinds_and_fields_that_nobody_knows_yet_survive(
    settings: Settings, http: httpx.AsyncClient, update: dict[str, Any]
) -> None:
    async with open_bot(settings) as bot:
        async with answering(bot):
            assert await _deliver(http, bot, update) == 200
        async with bot.store.begin() as transaction:
            now = datetime.now(UTC)
            [work] = await transaction.inbox.claim(bot.api.id, 9, "me", now=now, lease=timedelta(seconds=9))
    assert json.loads(work.payload) == update


async def test_a_repeated_delivery_is_accepted_and_handled_once(
    telegram: Telegram, bot: ShynBa, citizen: Person, http: httpx.AsyncClient
) -> None:
    message = citizen.says(RUMOUR)
    await citizen.reads()
    update = {"update_id": telegram.next_update_id - 1, "message": message}
    assert await _deliver(http, bot, update) == 200
    citizen.says("/help")
    assert "1." in (await citizen.reads()).text


async def test_many_at_once_are_all_in_before_they_are_told_so(
    settings: Settings, http: httpx.AsyncClient
) -> None:
    async with open_bot(settings) as bot, answering(bot):
        told = await asyncio.gather(*(_deliver(http, bot, _update(number)) for number in range(50)))
        assert told == [200] * 50
        assert await _open(bot) == 50


async def test_while_the_store_is_away_telegram_is_asked_to_come_again(
    settings: Settings, http: httpx.AsyncClient
) -> None:
    async with open_bot(settings) as bot, answering(bot):
        async with store_away(settings):
            told = await asyncio.gather(*(_deliver(http, bot, _update(number)) for number in range(5)))
            assert told == [503] * 5
        assert await _deliver(http, bot, _update(1)) == 200
        assert await _open(bot) == 1


async def test_what_came_while_the_store_was_away_is_delivered_again_and_answered_once(
    telegram: Telegram, settings: Settings, citizen: Person
) -> None:
    async with open_bot(settings) as bot, bot.serving():
        await register(bot.api, f"{place(bot)}/updates", SECRET, connections=4)
        async with store_away(settings):
            for _ in range(3):
                citizen.says(RUMOUR)
            await _refused(bot)
            assert len(telegram.pending) == 3
        answers = await citizen.reads_several(3)
        await bot.settled()
    assert [answer.text[0] for answer in answers] == ["❌"] * 3
    assert not citizen.unread()


async def test_a_database_server_that_crashes_makes_telegram_come_again(
    telegram: Telegram, settings: Settings, citizen: Person, http: httpx.AsyncClient
) -> None:
    with running_server() as server:
        there = settings.model_copy(update={"database_url": server.url(server.create_user())})
        async with open_bot(there) as bot, bot.serving():
            await register(bot.api, f"{place(bot)}/updates", SECRET, connections=4)
            server.crash()
            citizen.says(RUMOUR)
            citizen.says("/help")
            await _refused(bot)
            assert (await http.get(f"{place(bot)}/readyz")).status_code == 503
            assert "shynba_store_up 0" in (await http.get(f"{place(bot)}/metrics")).text
            server.start()
            answers = await citizen.reads_several(2)
            assert answers[0].text.startswith("❌")
            assert "1." in answers[1].text
            await bot.settled()
    assert not citizen.unread()


async def test_a_restart_loses_nothing_that_was_delivered(
    telegram: Telegram, start_bot: StartBot, citizen: Person
) -> None:
    async with start_bot():
        citizen.says("/help")
        await citizen.reads()
    citizen.says(RUMOUR)
    assert telegram.pending
    async with start_bot():
        assert (await citizen.reads()).text.startswith("❌")


async def test_the_bot_is_ready_while_its_store_is(settings: Settings, http: httpx.AsyncClient) -> None:
    async with open_bot(settings) as bot, answering(bot):
        assert (await http.get(f"{place(bot)}/readyz")).status_code == 200
        async with store_away(settings):
            sick = await http.get(f"{place(bot)}/readyz")
            assert sick.status_code == 503
            assert "migrate" in sick.text
            assert (await http.get(f"{place(bot)}/healthz")).status_code == 200
        assert (await http.get(f"{place(bot)}/readyz")).status_code == 200


async def test_posts_that_wait_too_long_make_the_bot_not_ready(
    settings: Settings, http: httpx.AsyncClient
) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    async with open_bot(settings, clock=lambda: now) as bot, answering(bot):
        await _deliver(http, bot, _update(1))
        now += PATIENCE
        assert (await http.get(f"{place(bot)}/readyz")).status_code == 200
        now += timedelta(seconds=1)
        assert "waiting since 2026-01-01" in (await http.get(f"{place(bot)}/readyz")).text


async def test_a_bot_that_polls_has_health_but_no_webhook(
    settings: Settings, http: httpx.AsyncClient
) -> None:
    polling = settings.model_copy(update={"webhook_url": None})
    async with open_bot(polling) as bot, bot.serving():
        assert (await http.get(f"{place(bot)}/readyz")).status_code == 200
        assert await _deliver(http, bot, _update(1)) == 404


async def test_a_request_in_hand_is_finished_by_a_stop(settings: Settings, http: httpx.AsyncClient) -> None:
    """The body is under way when the stop comes; the update is taken in all the same."""
    under_way, go_on = asyncio.Event(), asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        body = json.dumps(_update(1)).encode()
        yield body[:10]
        under_way.set()
        await go_on.wait()
        yield body[10:]

    async with open_bot(settings) as bot:
        assert bot.server is not None
        serving = asyncio.create_task(bot.server.run())
        where = f"{place(bot)}/updates"
        post = asyncio.create_task(http.post(where, content=slowly(), headers={SECRET_HEADER: SECRET}))
        await under_way.wait()
        serving.cancel()
        await asyncio.sleep(0)
        go_on.set()
        assert (await post).status_code == 200
        await asyncio.wait([serving])
        assert await _open(bot) == 1


async def test_a_port_that_is_taken_is_said_at_the_start(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = Address("127.0.0.1", other.getsockname()[1])
        with pytest.raises(SettingsError, match=f"^LISTEN: cannot listen on {taken}: Address already in use"):
            async with open_bot(settings.model_copy(update={"listen": taken})):
                pass
