"""Tests of knowledge/store/outbox.py: what is owed goes out once, in order, and is then forgotten."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from knowledge.store import Letter, Store
from knowledge.store.schema import outbox
from tests.knowledge.store.samples import BOT, NOW, rows

SECOND = timedelta(seconds=1)
TEXT: Mapping[str, Any] = {"text": "Тексерілді: жалған", "reply_markup": {"inline_keyboard": []}}


async def add(store: Store, key: str, *, chat: int = 1, priority: int = 0, edits: int | None = None) -> int:
    async with store.begin() as transaction:
        return await transaction.outbox.add(
            key, BOT, chat, "sendMessage", TEXT, priority=priority, now=NOW, edits=edits
        )


async def due(
    store: Store, *, limit: int = 10, now: datetime = NOW, exclude: frozenset[int] = frozenset()
) -> tuple[Letter, ...]:
    async with store.begin() as transaction:
        return await transaction.outbox.due(BOT, limit, now=now, exclude_chats=exclude)


async def send(store: Store, letter_id: int, message_id: int | None = None, *, now: datetime = NOW) -> None:
    async with store.begin() as transaction:
        await transaction.outbox.sent(letter_id, message_id, now=now)


async def give_up(store: Store, letter_id: int, *, now: datetime = NOW) -> None:
    async with store.begin() as transaction:
        await transaction.outbox.dead(letter_id, "BadRequest", now=now)


def ids(letters: tuple[Letter, ...]) -> list[int]:
    return [letter.id for letter in letters]


async def test_a_letter_is_due_as_it_was_written(store: Store) -> None:
    letter_id = await add(store, "1:0", chat=-100, priority=3)
    expected = Letter(letter_id, BOT, -100, "sendMessage", TEXT, 3, attempts=0, edits=None, error=None)
    assert await due(store) == (expected,)


async def test_the_same_key_is_the_same_letter(store: Store) -> None:
    first = await add(store, "1:0")
    assert await add(store, "1:0") == first
    await send(store, first)
    assert await add(store, "1:0") == first
    assert await due(store) == ()


async def test_two_bots_may_use_the_same_key_in_the_same_chat(store: Store) -> None:
    async with store.begin() as transaction:
        theirs = await transaction.outbox.add("1:0", BOT + 1, 1, "sendMessage", TEXT, priority=0, now=NOW)
    mine = await add(store, "1:0")
    assert theirs != mine
    assert ids(await due(store)) == [mine]


async def test_letters_to_a_chat_go_one_by_one_in_order(store: Store) -> None:
    first, second = await add(store, "1"), await add(store, "2", priority=-5)
    assert ids(await due(store)) == [first]
    await send(store, first)
    assert ids(await due(store)) == [second]


async def test_among_chats_priority_decides_and_then_age(store: Store) -> None:
    slow = await add(store, "broadcast", chat=1, priority=9)
    old = await add(store, "answer 1", chat=2, priority=0)
    new = await add(store, "answer 2", chat=3, priority=0)
    assert ids(await due(store)) == [old, new, slow]
    assert ids(await due(store, limit=2)) == [old, new]


async def test_chats_that_must_wait_are_left_out(store: Store) -> None:
    await add(store, "1", chat=1)
    other = await add(store, "2", chat=2)
    assert ids(await due(store, exclude=frozenset({1}))) == [other]


async def test_a_sent_letter_keeps_neither_its_words_nor_its_chat(store: Store) -> None:
    await send(store, await add(store, "1", chat=42), message_id=7)
    (row,) = await rows(store, outbox)
    assert (row["state"], row["params"], row["chat_id"], row["message_id"]) == ("sent", None, None, 7)


async def test_several_letters_are_sent_at_once(store: Store) -> None:
    first, second, third = [await add(store, str(chat), chat=chat) for chat in range(3)]
    async with store.begin() as transaction:
        await transaction.outbox.sent_all({first: 7, third: None}, now=NOW)
        await transaction.outbox.sent_all({}, now=NOW)
        assert await transaction.outbox.message_id(first) == 7
    assert ids(await due(store)) == [second]


async def test_a_postponed_letter_makes_its_chat_wait(store: Store) -> None:
    first = await add(store, "1")
    await add(store, "2")
    async with store.begin() as transaction:
        await transaction.outbox.postpone(first, NOW + SECOND, "RetryAfter")
    assert await due(store) == ()
    (letter,) = await due(store, now=NOW + SECOND)
    assert (letter.id, letter.attempts, letter.error) == (first, 1, "RetryAfter")


async def test_a_dead_letter_lets_its_chat_go_on_and_can_be_looked_at(store: Store) -> None:
    first, second = await add(store, "1"), await add(store, "2")
    await give_up(store, first)
    assert ids(await due(store)) == [second]
    async with store.begin() as transaction:
        assert await transaction.outbox.counts(BOT) == {"open": 1, "dead": 1}
    dead, _ = await rows(store, outbox)
    assert (dead["params"], dead["error"]) == (TEXT, "BadRequest")


async def test_what_is_finished_is_not_finished_again(store: Store) -> None:
    letter_id = await add(store, "1")
    await send(store, letter_id, message_id=7)
    await give_up(store, letter_id)
    await send(store, letter_id, message_id=8)
    (row,) = await rows(store, outbox)
    assert (row["state"], row["message_id"]) == ("sent", 7)


async def test_an_edit_learns_which_message_it_edits(store: Store) -> None:
    card = await add(store, "card")
    edit = await add(store, "edit", edits=card)
    await send(store, card, message_id=55)
    (letter,) = await due(store)
    assert (letter.id, letter.edits, letter.params) == (edit, card, {**TEXT, "message_id": 55})


async def test_an_edit_of_an_edit_edits_the_same_message(store: Store) -> None:
    card = await add(store, "card")
    edit = await add(store, "edit", edits=card)
    await send(store, card, message_id=55)
    await send(store, edit)
    await add(store, "another edit", edits=edit)
    (letter,) = await due(store)
    assert (letter.edits, letter.params["message_id"]) == (card, 55)


async def test_an_edit_of_what_was_never_sent_has_no_message(store: Store) -> None:
    card = await add(store, "card")
    edit = await add(store, "edit", edits=card)
    await give_up(store, card)
    (letter,) = await due(store)
    assert (letter.id, letter.params) == (edit, TEXT)


async def test_the_message_of_a_letter_is_known_once_it_is_sent(store: Store) -> None:
    card = await add(store, "card")
    async with store.begin() as transaction:
        assert await transaction.outbox.message_id(card) is None
        await transaction.outbox.sent(card, 55, now=NOW)
        assert await transaction.outbox.message_id(card) == 55


async def test_a_chat_that_is_gone_is_owed_nothing(store: Store) -> None:
    await add(store, "1", chat=1)
    await add(store, "2", chat=1)
    other = await add(store, "3", chat=2)
    async with store.begin() as transaction:
        assert await transaction.outbox.drop_chat(BOT, 1, now=NOW) == 2
        assert await transaction.outbox.counts(BOT) == {"open": 1, "dead": 0}
    assert ids(await due(store)) == [other]
    dropped, _, _ = await rows(store, outbox)
    assert (dropped["params"], dropped["chat_id"]) == (None, None)


async def test_the_next_letter_is_awaited_until_its_time(store: Store) -> None:
    first = await add(store, "1", chat=1)
    await add(store, "behind the first", chat=1)
    second = await add(store, "2", chat=2)
    async with store.begin() as transaction:
        await transaction.outbox.postpone(first, NOW + 3 * SECOND, "RetryAfter")
        await transaction.outbox.postpone(second, NOW + 9 * SECOND, "RetryAfter")
        assert await transaction.outbox.next_due(BOT) == NOW + 3 * SECOND
        assert await transaction.outbox.next_due(BOT, exclude_chats={1}) == NOW + 9 * SECOND
        assert await transaction.outbox.next_due(BOT, exclude_chats={1, 2}) is None


async def test_retention_deletes_finished_letters_only(store: Store) -> None:
    old, dead, fresh, open_ = [await add(store, str(chat), chat=chat) for chat in range(4)]
    await send(store, old, now=NOW - SECOND)
    await give_up(store, dead, now=NOW - SECOND)
    await send(store, fresh, now=NOW)
    async with store.begin() as transaction:
        assert await transaction.outbox.prune(NOW, dead_before=NOW - SECOND) == 1, "dead ones stay longer"
        assert await transaction.outbox.prune(NOW, dead_before=NOW) == 1
    assert [row["id"] for row in await rows(store, outbox)] == [fresh, open_]


async def test_a_number_is_not_given_again_when_its_letter_is_deleted(store: Store) -> None:
    card = await add(store, "card")
    await send(store, card)
    async with store.begin() as transaction:
        await transaction.outbox.prune(NOW + SECOND, dead_before=NOW)
    assert await add(store, "another") > card
