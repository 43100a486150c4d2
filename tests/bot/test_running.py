"""The running bot: nothing is lost between Telegram and the answer; a wrong token ends it."""

import asyncio
import os
import sqlite3
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.application import ShynBa, open_bot
from bot.sandbox import Person, Telegram
from bot.settings import Settings
from bot.worker import ATTEMPTS, RETRY_AFTER
from tests.conftest import BY_POLLING_AND_WEBHOOK, StartBot

ROOT = Path(__file__).parents[2]
RUMOUR = "Казахстан готовится к войне с Россией"


async def _fetch(bot: ShynBa, telegram: Telegram) -> None:
    """Take all updates in and handle none."""
    fetching = asyncio.create_task(bot.intake.run())
    await telegram.wait_for(lambda: not telegram.pending)
    fetching.cancel()
    await asyncio.wait([fetching])


async def test_an_update_is_in_the_inbox_before_the_offset_moves(
    telegram: Telegram, settings: Settings, citizen: Person
) -> None:
    """Fetch without handling, as a process does that is killed between the two; the next one answers."""
    citizen.says(RUMOUR)
    async with open_bot(settings) as bot:
        await _fetch(bot, telegram)
    async with open_bot(settings) as bot, bot.serving():
        assert (await citizen.reads()).text.startswith("❌")


async def test_an_answer_that_was_not_sent_is_sent_after_the_restart(
    telegram: Telegram, settings: Settings, citizen: Person
) -> None:
    citizen.says(RUMOUR)
    async with open_bot(settings) as bot:
        await _fetch(bot, telegram)
        assert await bot.worker.batch() == 1
    assert not citizen.unread()
    async with open_bot(settings) as bot:
        assert await bot.outbox.batch() == 1
        await bot.outbox.finish()
    assert len(citizen.unread()) == 1


async def test_the_same_update_twice_is_answered_once(
    telegram: Telegram, start_bot: StartBot, citizen: Person
) -> None:
    async with start_bot():
        message = citizen.says(RUMOUR)
        await citizen.reads()
        update_id = telegram.next_update_id - 1
        telegram.push({"update_id": update_id, "message": message})
        citizen.says("/help")
        assert "1." in (await citizen.reads()).text
    assert len(telegram.calls.of("sendMessage")) == 2


async def test_the_first_request_for_updates_has_no_offset(telegram: Telegram, bot: ShynBa) -> None:
    await telegram.wait_for(lambda: telegram.calls.of("getUpdates"))
    assert "offset" not in telegram.calls.of("getUpdates")[0].params


@BY_POLLING_AND_WEBHOOK
async def test_a_chat_that_floods_is_answered_in_order(bot: ShynBa, citizen: Person) -> None:
    for number in range(5):
        citizen.says(f"/show {number}")
    answers = await citizen.reads_several(5)
    asked = [answer.reply_to for answer in answers]
    assert asked == sorted(asked)  # type: ignore[type-var]


async def test_too_many_requests_are_waited_for(telegram: Telegram, bot: ShynBa, citizen: Person) -> None:
    telegram.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    citizen.says(RUMOUR)
    assert (await citizen.reads()).text.startswith("❌")


async def test_a_person_who_blocked_the_bot_stops_nobody(
    telegram: Telegram, bot: ShynBa, citizen: Person
) -> None:
    other = telegram.person(55, language_code="ru")
    telegram.fail("sendMessage", 403, "Forbidden: bot was blocked by the user", chat=other.id)
    other.says(RUMOUR)
    citizen.says(RUMOUR)
    assert (await citizen.reads()).text.startswith("❌")


async def _run(folder: Path, **environment: str) -> tuple[int | None, str]:
    """Run the program as an operator does; return its exit code and what it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run",
        cwd=folder, env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await process.communicate()
    return process.returncode, said.decode()


async def test_a_wrong_token_is_a_sentence_and_an_exit_code(telegram: Telegram, tmp_path: Path) -> None:
    code, said = await _run(tmp_path, TELEGRAM_BOT_TOKEN="42:wrong-secret", TELEGRAM_API_URL=telegram.url)
    assert code == 2
    assert "TELEGRAM_BOT_TOKEN" in said
    assert "wrong-secret" not in said
    assert "Traceback" not in said


async def test_a_server_that_is_not_there_is_a_sentence_and_an_exit_code(tmp_path: Path) -> None:
    code, said = await _run(tmp_path, TELEGRAM_BOT_TOKEN="42:secret", TELEGRAM_API_URL="http://127.0.0.1:9")
    assert code == 2
    assert "TELEGRAM_API_URL" in said
    assert "Traceback" not in said


async def test_a_second_bot_on_the_same_file_is_refused(
    settings: Settings, bot: ShynBa, telegram: Telegram, tmp_path: Path
) -> None:
    code, said = await _run(
        tmp_path, TELEGRAM_BOT_TOKEN=telegram.token, TELEGRAM_API_URL=telegram.url,
        DATABASE_URL=settings.database_url,
    )  # fmt: skip
    assert code == 2
    assert "shynba.db" in said
    assert "Traceback" not in said


async def test_an_update_that_cannot_be_handled_is_given_up_and_its_chat_goes_on(
    telegram: Telegram, settings: Settings, citizen: Person, owner: Person, caplog: pytest.LogCaptureFixture
) -> None:
    """And the owner learns of it, but not of what was said."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    chat = {"id": citizen.id, "type": "private", "first_name": "Citizen"}
    telegram.push({"message": {"message_id": "not a number", "date": "тайна", "chat": chat}})
    citizen.says(RUMOUR)
    owner.starts()
    async with open_bot(settings, clock=lambda: now) as bot:
        await _fetch(bot, telegram)
        for _ in range(ATTEMPTS):
            assert await bot.worker.batch() >= 1
            assert not citizen.unread(), "the chat waits for the update that comes first"
            now += RETRY_AFTER
        assert await bot.worker.batch() == 1
        while await bot.outbox.batch():
            await bot.outbox.finish()
            now += RETRY_AFTER
        await bot.outbox.finish()
        async with bot.store.begin() as transaction:
            assert [dead.attempts for dead in await transaction.inbox.dead(5)] == [ATTEMPTS]
    assert citizen.unread()[-1].text.startswith("❌")
    assert "shynba dead list" in owner.unread()[-1].text
    assert "тайна" not in caplog.text + owner.unread()[-1].text


async def test_an_update_that_kills_its_process_takes_no_other_with_it(
    telegram: Telegram, settings: Settings, citizen: Person
) -> None:
    """What a process held when it died is tried one by one: only one of them can have been the reason."""
    other = telegram.person(55, language_code="ru")
    citizen.says(RUMOUR)
    other.says(RUMOUR)
    async with open_bot(settings) as bot:
        await _fetch(bot, telegram)
        async with bot.store.begin() as transaction:
            works = await transaction.inbox.claim(
                bot.api.id, 20, "who died", now=datetime.now(UTC), lease=timedelta(hours=1)
            )
        assert len(works) == 2
    async with open_bot(settings) as bot:
        assert [await bot.worker.batch() for _ in range(3)] == [1, 1, 0]


async def test_what_citizens_wrote_is_not_logged_and_kept_as_an_open_question_only(
    bot: ShynBa, citizen: Person, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    citizen.says("Тайное слово: абракадабра сегодня вечером")
    await citizen.reads()
    async with bot.store.begin() as transaction:
        assert await transaction.inbox.counts(bot.api.id) == {"open": 0, "dead": 0}
    assert "абракадабра" not in caplog.text
    with sqlite3.connect(tmp_path / "shynba.db") as database:
        kept = [line for line in database.iterdump() if "абракадабра" in line]
        assert all(line.startswith('INSERT INTO "inquiries"') for line in kept)
    database.close()
