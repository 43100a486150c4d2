"""The worker: what one update changes is whole, alone, and done once; what Telegram may send is survived."""

import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.application import ShynBa, open_bot
from bot.intake import raw_update
from bot.sandbox import Person, Telegram
from bot.settings import Settings
from bot.worker import ATTEMPTS, BATCH, CRASHES, LEASE, RETRY_AFTER

RUMOUR = "Казахстан готовится к войне с Россией"
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def there(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    """The settings with a store of either kind."""
    if request.param == "sqlite":
        return settings
    return settings.model_copy(update={"database_url": request.getfixturevalue("postgresql_url")})


@pytest.fixture
async def bot(there: Settings) -> AsyncIterator[ShynBa]:
    """The whole bot with nothing in it running: the test makes each step."""
    async with open_bot(there, clock=lambda: NOW) as bot:
        yield bot


def says(update_id: int, user: int, text: str = RUMOUR, **more: object) -> dict[str, object]:
    """An update as Telegram sends it, with fields that nobody knows yet if given."""
    person = {"id": user, "is_bot": False, "first_name": "x", "language_code": "ru"}
    chat = {"id": user, "type": "private", "first_name": "x"}
    message = {"message_id": update_id, "date": 0, "chat": chat, "from": person, "text": text, **more}
    return {"update_id": update_id, "message": message}


async def receive(bot: ShynBa, *updates: dict[str, object]) -> None:
    async with bot.store.begin() as transaction:
        await transaction.inbox.receive(bot.api.id, [raw_update(update) for update in updates], now=NOW)


async def owed(bot: ShynBa) -> list[int]:
    """The chats that are owed an answer, without those behind the first of a chat."""
    async with bot.store.begin() as transaction:
        letters = await transaction.outbox.due(bot.api.id, 100, now=NOW + timedelta(days=1))
    return sorted(letter.chat_id for letter in letters)


async def counts(bot: ShynBa) -> dict[str, int]:
    async with bot.store.begin() as transaction:
        return dict(await transaction.inbox.counts(bot.api.id))


async def test_an_update_that_fails_takes_none_of_its_batch_with_it(bot: ShynBa) -> None:
    bad = says(2, 22)
    bad["message"]["date"] = "no date"  # type: ignore[index]
    await receive(bot, says(1, 21), bad, says(3, 23))
    assert await bot.worker.batch() == 3
    assert await owed(bot) == [21, 23]
    assert await counts(bot) == {"open": 1, "dead": 0}


async def test_posts_are_judged_once_though_one_of_their_batch_fails(bot: ShynBa) -> None:
    bad = says(2, 22)
    bad["message"]["date"] = "no date"  # type: ignore[index]
    await receive(bot, says(1, 21), bad, says(3, 23))
    await bot.worker.batch()
    page = await bot.metrics.page(bot.store, bot.api.id, leads=True, now=NOW)
    judged = re.findall(r"^shynba_answers_total.* (\S+)$", page.decode(), re.MULTILINE)
    assert sum(map(float, judged)) == 2


async def test_the_log_says_where_an_update_failed_and_not_what_the_error_says(
    bot: ShynBa, caplog: pytest.LogCaptureFixture
) -> None:
    bad = says(2, 22)
    bad["message"]["date"] = "no date"  # type: ignore[index]
    await receive(bot, bad)
    await bot.worker.batch()
    assert "TypeError" in caplog.text
    assert "from_timestamp" in caplog.text
    assert "integer" not in caplog.text  # as in "'str' object cannot be interpreted as an integer"
    assert not [record for record in caplog.records if record.exc_info]


async def test_an_update_that_took_its_workers_down_is_given_up_unseen(there: Settings) -> None:
    """As often as a worker may try, one claims it and is killed before it is done."""
    now = NOW
    async with open_bot(there, clock=lambda: now) as bot:
        await receive(bot, says(1, 21), says(2, 21))
        for _ in range(CRASHES):
            async with bot.store.begin() as transaction:
                assert await transaction.inbox.claim(bot.api.id, BATCH, "killed", now=now, lease=LEASE)
            now += LEASE
        await bot.worker.batch()
        assert await counts(bot) == {"open": 1, "dead": 1}
        now += RETRY_AFTER
        assert await bot.worker.batch() == 1
        assert await counts(bot) == {"open": 0, "dead": 1}


async def test_what_fails_together_is_tried_alone_at_last(there: Settings) -> None:
    """Two forwards make one burst, and the second of them cannot be read."""
    now = NOW
    origin = {"type": "hidden_user", "sender_user_name": "x", "date": 0}
    async with open_bot(there, clock=lambda: now) as bot:
        await receive(
            bot, says(1, 21, forward_origin=origin), says(2, 21, forward_origin={"type": "hidden_user"})
        )
        for _ in range(3 * ATTEMPTS):
            await bot.worker.batch()
            now += RETRY_AFTER
        assert await counts(bot) == {"open": 0, "dead": 1}
        async with bot.store.begin() as transaction:
            (dead,) = await transaction.inbox.dead(10)
            answer, *_ = await transaction.outbox.due(bot.api.id, 100, now=now)
    assert dead.update_id == 2
    assert answer.params["text"].startswith("<b>❌")


async def test_what_a_killed_process_held_is_not_waited_for_when_it_was_alone(settings: Settings) -> None:
    async with open_bot(settings, clock=lambda: NOW) as bot:
        await receive(bot, says(1, 21))
        async with bot.store.begin() as transaction:
            assert await transaction.inbox.claim(bot.api.id, BATCH, "killed", now=NOW, lease=LEASE)
    async with open_bot(settings, clock=lambda: NOW) as bot:
        assert await bot.worker.batch() == 1
        assert await owed(bot) == [21]


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1, "subscription": {"id": "new kind"}},
        {"update_id": 1},
        {"update_id": 1, "message": None},
        says(1, 21, unknown_field={"deeply": ["nested"]}, text_is="still there"),
        {"update_id": 1, "guest_message": says(1, 21)["message"]},
        {"update_id": 1, "edited_message": says(1, 21)["message"]},
    ],
    ids=["a new kind", "nothing", "null", "new fields", "a guest's message", "an edit"],
)
async def test_what_nobody_knows_yet_stops_nobody(bot: ShynBa, update: dict[str, object]) -> None:
    await receive(bot, update, says(2, 22))
    await bot.worker.batch()
    assert 22 in await owed(bot)
    assert await counts(bot) == {"open": 0, "dead": 0}


async def test_an_update_is_kept_as_it_came(bot: ShynBa) -> None:
    update = says(1, 21, unknown_field={"deeply": ["nested", "Ә", None]})
    await receive(bot, update)
    async with bot.store.begin() as transaction:
        (work,) = await transaction.inbox.claim(bot.api.id, 1, "test", now=NOW, lease=LEASE)
    assert json.loads(work.payload) == update


async def test_update_ids_that_start_again_lower_are_answered_all_the_same(
    telegram: Telegram, settings: Settings, citizen: Person
) -> None:
    """After a week without updates Telegram goes on at a random number."""
    telegram.next_update_id = 900_000_000
    citizen.says(RUMOUR)
    async with open_bot(settings) as bot, bot.serving():
        await citizen.reads()
    telegram.next_update_id = 4_000
    citizen.says("/help")
    async with open_bot(settings) as bot, bot.serving():
        assert "1." in (await citizen.reads()).text
