"""Tests of bot/dead.py: what was given up is found, tried again and erased while the bot runs."""

import json

import pytest

from bot.application import ShynBa
from bot.clock import utc_now
from bot.dead import NotDeadError, dropped, listed, retried
from bot.sandbox import Person, Telegram
from bot.settings import Settings
from knowledge.store import Priority, RawUpdate

RUMOUR = "Казахстан готовится к войне с Россией"


async def park(bot: ShynBa, update_id: int, payload: str) -> None:
    """Give up an update in a chat of its own, as the worker does."""
    now = utc_now()
    async with bot.store.begin() as transaction:
        update = RawUpdate(update_id, "message", f"chat:{update_id}", payload)
        await transaction.inbox.receive(bot.api.id, [update], now=now)
        (work,) = await transaction.inbox.claim(bot.api.id, 1, "test", now=now, lease=now - now)
        await transaction.inbox.failed(work, "KeyError", now=now, retry_at=now, limit=1)


async def give_up(bot: ShynBa, chat: int, said: str) -> int:
    now = utc_now()
    async with bot.store.begin() as transaction:
        letter = await transaction.outbox.add(
            "lost", bot.api.id, chat, "sendMessage", {"chat_id": chat, "text": said},
            priority=Priority.ANSWER, now=now,
        )  # fmt: skip
        await transaction.outbox.dead(letter, "BadRequest: no", now=now)
    return letter


async def test_both_kinds_are_listed_and_words_only_when_asked_for(bot: ShynBa, settings: Settings) -> None:
    await park(bot, 7, '{"message": "тайна"}')
    letter = await give_up(bot, 5, "құпия")
    update, answer = await listed(settings, words=False)
    assert (update.split()[:2], answer.split()[:2]) == (
        ["update:7", "message"],
        [f"letter:{letter}", "sendMessage"],
    )
    assert "KeyError" in update
    assert "BadRequest: no" in answer
    told = "\n".join(await listed(settings, words=True))
    assert "тайна" in told
    assert "құпия" in told


async def test_a_parked_update_is_handled_once_it_can_be(
    telegram: Telegram, bot: ShynBa, settings: Settings, citizen: Person
) -> None:
    citizen.starts()
    await citizen.reads()
    chat = {"id": citizen.id, "type": "private", "first_name": "Citizen"}
    message = {"message_id": 99, "date": 0, "chat": chat, "from": citizen.user, "text": RUMOUR}
    await park(bot, 7, json.dumps({"update_id": 7, "message": message}))
    await retried(settings, "update:7", utc_now())
    assert (await citizen.reads()).text.startswith("❌")
    assert await listed(settings, words=False) == []


async def test_a_dead_letter_is_sent_once_it_can_be(bot: ShynBa, settings: Settings, citizen: Person) -> None:
    citizen.starts()
    await citizen.reads()
    letter = await give_up(bot, citizen.id, "ответ")
    await retried(settings, f"letter:{letter}", utc_now())
    assert (await citizen.reads()).text == "ответ"


async def test_what_is_dropped_is_gone_and_the_audit_tells_so(bot: ShynBa, settings: Settings) -> None:
    await park(bot, 7, "{}")
    letter = await give_up(bot, 5, "x")
    for name in ("update:7", f"letter:{letter}"):
        await dropped(settings, name, utc_now())
        with pytest.raises(NotDeadError, match=name):
            await dropped(settings, name, utc_now())
    assert await listed(settings, words=True) == []
    async with bot.store.begin() as transaction:
        deeds = await transaction.audit.latest(2)
    assert [(deed.deed, deed.subject) for deed in deeds] == [
        ("dead.dropped", f"letter:{letter}"),
        ("dead.dropped", "update:7"),
    ]


@pytest.mark.parametrize("name", ["7", "update:", "update:x", "citizen:7", "letter:7"])
async def test_a_name_that_is_none_is_told(bot: ShynBa, settings: Settings, name: str) -> None:
    with pytest.raises(NotDeadError, match=name):
        await retried(settings, name, utc_now())
