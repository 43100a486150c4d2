"""The sender against a Telegram that limits, refuses and breaks: everything arrives, in order."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from bot.application import ShynBa, open_bot
from bot.sandbox import Group, Meter, Person, Rate, Telegram
from bot.settings import Settings
from bot.telegram_api import IN_FLIGHT
from knowledge.store import Priority, StoreError
from knowledge.store.schema import outbox
from tests.clock import Time

SECOND = timedelta(seconds=1)
STEP = SECOND / 4
ALARM = "shynba dead list"


@pytest.fixture
def time() -> Time:
    return Time(datetime(2026, 3, 1, 12, 0, tzinfo=UTC))


@pytest.fixture
async def bot(settings: Settings, time: Time) -> AsyncIterator[ShynBa]:
    """The whole bot with nothing in it running: the test makes each step."""
    async with open_bot(settings, clock=time) as bot:
        yield bot


@pytest.fixture
def meter(telegram: Telegram, time: Time) -> Meter:
    return telegram.measure(Meter(clock=time.seconds))


def people(telegram: Telegram, number: int) -> list[Person]:
    citizens = [telegram.person(100 + each) for each in range(number)]
    for citizen in citizens:
        citizen.starts()
    return citizens


async def owe(
    bot: ShynBa,
    chat: Person | Group,
    *texts: str,
    priority: Priority = Priority.ANSWER,
    parse_mode: str | None = None,
) -> None:
    now = bot.outbox._clock()
    async with bot.store.begin() as transaction:
        for said in texts:
            params = {"chat_id": chat.id, "text": said} | ({"parse_mode": parse_mode} if parse_mode else {})
            key = f"{chat.id}:{said[:20]!a}"
            await transaction.outbox.add(
                key, bot.api.id, chat.id, "sendMessage", params, priority=priority, now=now
            )


async def count(bot: ShynBa, state: str) -> int:
    async with bot.store.begin() as transaction:
        return (await transaction.outbox.counts(bot.api.id))[state]


async def doubts(bot: ShynBa) -> int:
    """How many sendings may have been duplicates, as the rows tell."""
    async with bot.store.begin() as transaction:
        return int(await transaction._connection.scalar(select(func.sum(outbox.c.ambiguous))) or 0)


async def step(bot: ShynBa) -> int:
    started = await bot.outbox.batch()
    await bot.outbox.finish()
    return started


async def deliver(bot: ShynBa, time: Time) -> None:
    """Send until nothing is owed; time passes only while nothing can be sent."""
    while await count(bot, "open"):
        if not await step(bot):
            time.now += STEP


def texts(person: Person, chat: Group | None = None) -> list[str]:
    return [message.text for message in person.unread(chat)]


STORMS: dict[str, Callable[[Telegram], None]] = {
    "too many requests": lambda telegram: telegram.fail(
        "sendMessage", 429, "Too Many Requests: retry after 2", retry_after=2, times=30
    ),
    "errors before": lambda telegram: telegram.fail("sendMessage", 500, "Internal Server Error", times=30),
    "errors after": lambda telegram: telegram.fail(
        "sendMessage", 502, "Bad Gateway", executed=True, times=30
    ),
    "drops before": lambda telegram: telegram.drop("sendMessage", executed=False, times=30),
    "drops after": lambda telegram: telegram.drop("sendMessage", executed=True, times=30),
}


@pytest.mark.parametrize("storm", STORMS)
async def test_every_answer_arrives_in_order_after_a_storm(
    telegram: Telegram, bot: ShynBa, time: Time, meter: Meter, storm: str
) -> None:
    citizens = people(telegram, 12)
    said = ["1", "2", "3", "4"]
    for citizen in citizens:
        await owe(bot, citizen, *said)
    STORMS[storm](telegram)

    await deliver(bot, time)

    assert [list(dict.fromkeys(texts(citizen))) for citizen in citizens] == [said] * 12
    duplicates = sum(len(texts(citizen)) for citizen in citizens) - 12 * len(said)
    assert duplicates == (30 if storm.endswith("after") else 0)
    assert duplicates <= await doubts(bot)
    assert meter.refused == []
    assert await count(bot, "dead") == 0


async def test_telegram_is_asked_again_only_after_the_time_it_named(
    telegram: Telegram, bot: ShynBa, time: Time
) -> None:
    citizen, other = people(telegram, 2)
    await owe(bot, citizen, "1")
    telegram.fail("sendMessage", 429, "Too Many Requests: retry after 17", retry_after=17)
    await step(bot)
    await owe(bot, other, "2")
    time.now += 17 * SECOND - STEP
    await step(bot)
    assert (texts(citizen), texts(other)) == ([], ["2"])
    time.now += STEP
    await step(bot)
    assert texts(citizen) == ["1"]


async def test_a_limit_over_all_chats_is_obeyed_by_all(telegram: Telegram, bot: ShynBa, time: Time) -> None:
    """After the first refusals nobody asks until the time is over."""
    meter = telegram.measure(Meter(overall=(Rate(5, 1),), clock=time.seconds))
    citizens = people(telegram, 40)
    for citizen in citizens:
        await owe(bot, citizen, "1")
    await deliver(bot, time)
    assert all(texts(citizen) == ["1"] for citizen in citizens)
    assert len(meter.refused) <= 40 / 5 * IN_FLIGHT


async def test_a_chat_gets_its_answers_at_its_pace(
    telegram: Telegram, bot: ShynBa, time: Time, meter: Meter
) -> None:
    (citizen,) = people(telegram, 1)
    await owe(bot, citizen, *map(str, range(10)))
    begin = time.now
    await deliver(bot, time)
    assert texts(citizen) == list(map(str, range(10)))
    assert meter.refused == []
    assert 6 * SECOND <= time.now - begin <= 9 * SECOND


async def test_a_group_gets_its_share_of_a_minute(
    telegram: Telegram, bot: ShynBa, time: Time, meter: Meter
) -> None:
    group = telegram.group("Көршілер")
    await owe(bot, group, *map(str, range(45)))
    begin = time.now
    await deliver(bot, time)
    assert meter.refused == []
    assert len(telegram.calls.of("sendMessage", group.id)) == 45
    assert time.now - begin >= timedelta(minutes=2)


async def test_broadcasts_keep_to_their_rate_and_let_answers_go_first(
    telegram: Telegram, bot: ShynBa, time: Time
) -> None:
    meter = telegram.measure(Meter(overall=(Rate(31, 1),), clock=time.seconds))
    citizens = people(telegram, 70)
    for citizen in citizens:
        await owe(bot, citizen, "news", priority=Priority.BROADCAST)
    await step(bot)
    await owe(bot, citizens[-1], "answer")
    await step(bot)
    assert texts(citizens[-1]) == ["answer"]
    begin = time.now
    await deliver(bot, time)
    assert meter.refused == []
    assert all("news" in texts(citizen) for citizen in citizens)
    assert time.now - begin >= 2 * SECOND


async def test_one_slow_chat_holds_up_no_other(telegram: Telegram, bot: ShynBa) -> None:
    slow, quick = people(telegram, 2)
    await owe(bot, slow, "1", "2")
    hold = telegram.hold("sendMessage", chat=slow.id)
    running = asyncio.create_task(bot.outbox.run())
    await hold.arrived()
    await owe(bot, quick, "1", "2", "3")
    bot.outbox.wake()
    await quick.reads_several(3)
    assert texts(slow) == []
    hold.release()
    assert [message.text for message in await slow.reads_several(2)] == ["1", "2"]
    running.cancel()
    await asyncio.wait([running])
    assert await count(bot, "open") == 0


async def test_no_more_requests_are_under_way_than_the_client_can_bear(
    telegram: Telegram, bot: ShynBa
) -> None:
    citizens = people(telegram, 3 * IN_FLIGHT)
    for citizen in citizens:
        await owe(bot, citizen, "1")
    hold = telegram.hold("sendMessage", times=3 * IN_FLIGHT)
    for _ in range(3):
        await bot.outbox.batch()
    await telegram.wait_for(lambda: len(telegram.calls.of("sendMessage")) >= IN_FLIGHT)
    assert await bot.outbox.batch() == 0
    assert len(telegram.calls.of("sendMessage")) == IN_FLIGHT
    hold.release()


async def test_a_sender_that_is_stopped_writes_down_what_it_sent(telegram: Telegram, bot: ShynBa) -> None:
    (citizen,) = people(telegram, 1)
    await owe(bot, citizen, "1")
    hold = telegram.hold("sendMessage", executed=True)
    running = asyncio.create_task(bot.outbox.run())
    await hold.arrived()
    running.cancel()
    hold.release()
    await asyncio.wait([running])
    assert await count(bot, "open") == 0
    assert texts(citizen) == ["1"]


async def test_a_sender_that_cannot_wait_any_longer_marks_what_it_may_have_sent(
    telegram: Telegram, bot: ShynBa
) -> None:
    (citizen,) = people(telegram, 1)
    await owe(bot, citizen, "1")
    hold = telegram.hold("sendMessage", executed=True)
    await bot.outbox.batch()
    await hold.arrived()
    await bot.outbox.finish(within=0)
    assert (await count(bot, "open"), await doubts(bot)) == (1, 1)
    hold.release()
    await step(bot)
    assert texts(citizen) == ["1", "1"]
    assert await doubts(bot) == 1, "the row still tells of it"


async def test_what_was_sent_while_the_store_was_away_is_not_sent_again(
    telegram: Telegram, bot: ShynBa
) -> None:
    (citizen,) = people(telegram, 1)
    await owe(bot, citizen, "1", "2")
    await bot.outbox.batch()
    await telegram.wait_for(lambda: texts(citizen) == ["1"])
    await execute(bot, "CREATE TRIGGER away BEFORE UPDATE ON outbox BEGIN SELECT RAISE(ABORT, 'away'); END")
    with pytest.raises(StoreError):
        await bot.outbox.finish()
    with pytest.raises(StoreError):
        await bot.outbox.batch()
    await execute(bot, "DROP TRIGGER away")
    await step(bot)
    assert texts(citizen) == ["1", "2"]
    assert await count(bot, "open") == 0


async def execute(bot: ShynBa, statement: str) -> None:
    async with bot.store.begin() as transaction:
        await transaction._connection.execute(text(statement))


async def test_a_citizen_who_blocked_the_bot_is_owed_nothing_more(telegram: Telegram, bot: ShynBa) -> None:
    (citizen,) = people(telegram, 1)
    await owe(bot, citizen, "1", "2")
    telegram.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
    assert await step(bot) == 1
    assert (await count(bot, "open"), await count(bot, "dead")) == (0, 0)


async def test_a_group_that_became_a_supergroup_gets_its_answers_there(
    telegram: Telegram, bot: ShynBa, time: Time, citizen: Person
) -> None:
    old, new = telegram.group("Көршілер"), telegram.group("Көршілер")
    await owe(bot, old, "1", "2")
    upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
    telegram.fail("sendMessage", 400, upgraded, migrate_to_chat_id=new.id, chat=old.id)
    await deliver(bot, time)
    assert texts(citizen, new) == ["1", "2"]


@pytest.mark.parametrize("told", ["in the old group", "in the new group"])
async def test_a_move_that_telegram_tells_of_is_followed_before_anything_is_sent(
    telegram: Telegram, bot: ShynBa, time: Time, citizen: Person, told: str
) -> None:
    old, new = telegram.group("Көршілер"), telegram.group("Көршілер")
    await owe(bot, old, "1")
    here, word, other = (old, "to", new) if told == "in the old group" else (new, "from", old)
    chat = {"id": here.id, "type": "supergroup", "title": "Көршілер"}
    telegram.push(
        {"message": {"message_id": 9, "date": 0, "chat": chat, f"migrate_{word}_chat_id": other.id}}
    )
    await fetch(bot, telegram)
    await bot.worker.batch()
    await deliver(bot, time)
    assert texts(citizen, new) == ["1"]
    assert telegram.calls.of("sendMessage", old.id) == []


async def fetch(bot: ShynBa, telegram: Telegram) -> None:
    """Take all updates in and handle none."""
    fetching = asyncio.create_task(bot.intake.run())
    await telegram.wait_for(lambda: not telegram.pending)
    fetching.cancel()
    await asyncio.wait([fetching])


async def test_html_that_telegram_does_not_understand_is_sent_plain(
    telegram: Telegram, bot: ShynBa, time: Time
) -> None:
    (citizen,) = people(telegram, 1)
    await owe(bot, citizen, "<b>Жалған</i> &amp; <made-up>x", parse_mode="HTML")
    await deliver(bot, time)
    assert texts(citizen) == ["Жалған & x"]
    assert len(telegram.calls.of("sendMessage")) == 2


async def test_what_telegram_never_takes_is_given_up_and_the_owner_is_told_once_an_hour(
    telegram: Telegram, bot: ShynBa, time: Time, owner: Person
) -> None:
    owner.starts()
    (citizen,) = people(telegram, 1)
    await owe(bot, citizen, "тайна " * 1000, "секрет " * 1000, "ұзақ " * 1000, "short")
    await step_until(bot, time, dead=3)
    assert texts(citizen) == ["short"]
    assert await count(bot, "dead") == 3
    (alarm,) = texts(owner)
    assert ALARM in alarm
    assert "тайна" not in alarm
    time.now += timedelta(hours=1)
    await deliver(bot, time)
    assert len(texts(owner)) == 2, "one more stands for all that came after the first"


async def step_until(bot: ShynBa, time: Time, *, dead: int) -> None:
    for _ in range(40):
        await step(bot)
        time.now += STEP
    assert await count(bot, "dead") == dead


async def test_an_alarm_that_cannot_be_sent_raises_no_other(
    telegram: Telegram, bot: ShynBa, time: Time, owner: Person
) -> None:
    owner.starts()
    (citizen,) = people(telegram, 1)
    telegram.fail("sendMessage", 400, "Bad Request: chat not found", chat=owner.id)
    await owe(bot, citizen, "long " * 1000)
    await deliver(bot, time)
    assert await count(bot, "dead") == 2


async def test_a_request_that_cannot_be_written_is_given_up_and_stops_nobody(
    telegram: Telegram, bot: ShynBa, time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    citizen, other = people(telegram, 2)
    await owe(bot, citizen, "half of a sign: \ud83d", "whole")
    await owe(bot, other, "hello")
    await deliver(bot, time)
    assert (texts(citizen), texts(other)) == (["whole"], ["hello"])
    async with bot.store.begin() as transaction:
        dead = await transaction.outbox.dead_letters(9)
    assert "UnicodeEncodeError" in dead[-1].error
    assert "half of a sign" not in caplog.text + dead[-1].error
