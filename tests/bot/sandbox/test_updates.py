"""getUpdates as Telegram means it: an update stays until a higher offset confirms it."""

import asyncio

import pytest
from telegram import Bot
from telegram.error import Conflict

from bot.sandbox import Person, Telegram
from bot.sandbox.changes import Changes
from bot.sandbox.updates import Updates
from tests.bot.sandbox.conftest import bot_of

# Where nothing listens: what is delivered there stays pending.
NOBODY = "http://127.0.0.1:9/hook"


async def test_an_update_comes_again_until_the_offset_confirms_it(
    telegram: Telegram, bot: Bot, aida: Person
) -> None:
    aida.says("бір")

    seen = [update.update_id for update in await bot.get_updates()]
    again = [update.update_id for update in await bot.get_updates()]
    rest = [update.update_id for update in await bot.get_updates(offset=seen[0] + 1)]

    assert again == seen
    assert rest == seen[1:]
    assert [update["update_id"] for update in telegram.pending] == rest


async def test_a_negative_offset_forgets_all_but_the_last(bot: Bot, aida: Person) -> None:
    for text in ("бір", "екі", "үш"):
        aida.says(text)

    last = await bot.get_updates(offset=-2)

    assert [update.message and update.message.text for update in last] == ["екі", "үш"]
    assert len(await bot.get_updates()) == 2


async def test_a_batch_holds_a_hundred_at_most(bot: Bot, aida: Person) -> None:
    for number in range(120):
        aida.says(f"{number}")

    assert len(await bot.get_updates(limit=7)) == 7
    assert len(await bot.get_updates()) == 100


async def test_a_long_poll_ends_when_something_arrives(telegram: Telegram, bot: Bot, aida: Person) -> None:
    polling = asyncio.create_task(bot.get_updates(offset=5000, timeout=50))
    await telegram.wait_for(lambda: telegram.calls.of("getUpdates"))

    telegram.next_update_id = 5000
    aida.says("Рас па?")

    assert [update.update_id for update in await polling] == [5000]


async def test_a_long_poll_with_nothing_to_tell_ends_empty() -> None:
    assert await Updates(Changes()).take(offset=0, limit=100, wait=0.01, allowed=None) == []


async def test_the_earlier_of_two_pollers_is_sent_away(telegram: Telegram, bot: Bot, aida: Person) -> None:
    polling = asyncio.create_task(bot.get_updates(offset=5000, timeout=50))
    await telegram.wait_for(lambda: telegram.calls.of("getUpdates"))
    async with bot_of(telegram) as second:
        later = asyncio.create_task(second.get_updates(timeout=50))

        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await polling
        aida.says("Рас па?")
        assert len(await later) == 1


async def test_kinds_that_were_not_asked_for_are_not_kept(telegram: Telegram, bot: Bot, aida: Person) -> None:
    await bot.get_updates(offset=5000, allowed_updates=["edited_message", "message_reaction_count"])
    telegram.next_update_id = 5000

    aida.edits(aida.says("бір"), "екі")
    telegram.push({"poll": {"id": "1"}})

    [update] = await bot.get_updates()
    assert update.edited_message is not None
    assert update.edited_message.text == "екі"


async def test_reactions_and_members_come_only_when_they_are_named(telegram: Telegram, bot: Bot) -> None:
    telegram.push({"message_reaction_count": {}})
    assert telegram.pending == []


async def test_a_raw_update_arrives_as_it_was_pushed(telegram: Telegram, bot: Bot) -> None:
    pushed = telegram.push(
        {"update_id": 7, "purchased_paid_media": {"from": telegram.me, "paid_media_payload": "x"}}
    )

    assert pushed["update_id"] == 7
    [update] = await bot.get_updates()
    assert update.update_id == 7


async def test_a_webhook_and_a_poller_exclude_each_other(telegram: Telegram, bot: Bot, aida: Person) -> None:
    await bot.set_webhook(NOBODY, allowed_updates=["message"], max_connections=3)
    info = await bot.get_webhook_info()

    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()

    assert (info.url, info.pending_update_count, info.max_connections) == (NOBODY, 1, 3)
    assert (await bot.get_webhook_info()).url == ""
    assert len(await bot.get_updates()) == 1


async def test_a_webhook_may_drop_what_is_pending(telegram: Telegram, bot: Bot, aida: Person) -> None:
    await bot.delete_webhook(drop_pending_updates=True)

    assert await bot.get_updates() == ()
