"""Tests of knowledge/store/outbox.py: what is owed goes out once, in order, and is then forgotten."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from knowledge.store import EarlierAnswer, Letter, Priority, Store
from knowledge.store.schema import outbox
from tests.knowledge.store.samples import BOT, NOW, rows

SECOND = timedelta(seconds=1)
TEXT: Mapping[str, Any] = {"text": "Тексерілді: жалған", "reply_markup": {"inline_keyboard": []}}


async def add(
    store: Store, key: str, *, chat: int = 1, priority: Priority = Priority.ANSWER, edits: int | None = None
) -> int:
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
        await transaction.outbox.sent({letter_id: message_id}, now=now)


async def give_up(store: Store, letter_id: int, *, now: datetime = NOW) -> None:
    async with store.begin() as transaction:
        await transaction.outbox.dead(letter_id, "BadRequest", now=now)


def ids(letters: tuple[Letter, ...]) -> list[int]:
    return [letter.id for letter in letters]


async def test_a_letter_is_due_as_it_was_written(store: Store) -> None:
    letter_id = await add(store, "1:0", chat=-100, priority=Priority.ALARM)
    expected = Letter(
        letter_id, BOT, -100, "sendMessage", TEXT, 1,
        attempts=0, ambiguous=0, edits=None, error=None, created_at=NOW,
    )  # fmt: skip
    assert await due(store) == (expected,)


async def test_letters_that_are_written_together_keep_their_place_among_others(store: Store) -> None:
    async with store.begin() as transaction:
        terms: Any = {"priority": Priority.ANSWER, "now": NOW}
        transaction.outbox.owe("1:0", BOT, 1, "sendMessage", TEXT, **terms)
        transaction.outbox.owe("2:0", BOT, 2, "sendMessage", TEXT, **terms)
        transaction.outbox.owe("1:0", BOT, 1, "sendMessage", TEXT, **terms)
        third = await transaction.outbox.add("3:0", BOT, 3, "sendMessage", TEXT, **terms)
        transaction.outbox.owe("4:0", BOT, 4, "sendMessage", TEXT, **terms)
        assert len(await transaction.outbox.due(BOT, 10, now=NOW)) == 4
    letters = await due(store)
    assert [letter.chat_id for letter in letters] == [1, 2, 3, 4]
    assert letters[2].id == third


async def test_what_is_undone_owes_nothing_and_what_was_before_it_stays_owed(store: Store) -> None:
    terms: Any = {"priority": Priority.ANSWER, "now": NOW}
    async with store.begin() as transaction:
        transaction.outbox.owe("1:0", BOT, 1, "sendMessage", TEXT, **terms)
        with suppress(ZeroDivisionError):
            async with transaction.savepoint():
                transaction.outbox.owe("2:0", BOT, 2, "sendMessage", TEXT, **terms)
                raise ZeroDivisionError
        async with transaction.savepoint():
            transaction.outbox.owe("3:0", BOT, 3, "sendMessage", TEXT, **terms)
    assert [letter.chat_id for letter in await due(store)] == [1, 3]


async def test_the_same_key_is_the_same_letter(store: Store) -> None:
    first = await add(store, "1:0")
    assert await add(store, "1:0") == first
    await send(store, first)
    assert await add(store, "1:0") == first
    assert await due(store) == ()


async def test_two_bots_may_use_the_same_key_in_the_same_chat(store: Store) -> None:
    async with store.begin() as transaction:
        theirs = await transaction.outbox.add(
            "1:0", BOT + 1, 1, "sendMessage", TEXT, priority=Priority.ANSWER, now=NOW
        )
    mine = await add(store, "1:0")
    assert theirs != mine
    assert ids(await due(store)) == [mine]


async def test_letters_to_a_chat_go_one_by_one_in_order(store: Store) -> None:
    first, second = await add(store, "1"), await add(store, "2")
    assert ids(await due(store)) == [first]
    await send(store, first)
    assert ids(await due(store)) == [second]


async def test_an_answer_does_not_wait_for_a_broadcast_in_its_own_chat(store: Store) -> None:
    broadcast = await add(store, "news", priority=Priority.BROADCAST)
    answer = await add(store, "answer", priority=Priority.ANSWER)
    assert ids(await due(store)) == [answer]
    await send(store, answer)
    assert ids(await due(store)) == [broadcast]


async def test_broadcasts_can_be_left_for_later(store: Store) -> None:
    await add(store, "news", chat=1, priority=Priority.BROADCAST)
    alarm = await add(store, "alarm", chat=2, priority=Priority.ALARM)
    async with store.begin() as transaction:
        assert ids(await transaction.outbox.due(BOT, 10, now=NOW, up_to=Priority.ALARM)) == [alarm]


async def test_a_letter_may_be_due_later(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.outbox.add(
            "1", BOT, 1, "sendMessage", TEXT, priority=Priority.ANSWER, now=NOW, due_at=NOW + SECOND
        )
    assert await due(store) == ()
    assert len(await due(store, now=NOW + SECOND)) == 1


async def test_it_is_known_whether_a_key_was_used(store: Store) -> None:
    await send(store, await add(store, "1"))
    async with store.begin() as transaction:
        assert await transaction.outbox.has(BOT, "1")
        assert not await transaction.outbox.has(BOT, "2")


async def test_sendings_of_unknown_outcome_are_counted_apart(store: Store) -> None:
    letter_id = await add(store, "1")
    async with store.begin() as transaction:
        await transaction.outbox.postpone(letter_id, NOW, "NetworkError")
        await transaction.outbox.postpone(letter_id, NOW, "TimedOut", ambiguous=True)
    (letter,) = await due(store)
    assert (letter.attempts, letter.ambiguous) == (2, 1)


async def test_a_letter_that_is_rewritten_asks_for_something_else(store: Store) -> None:
    letter_id = await add(store, "1")
    async with store.begin() as transaction:
        await transaction.outbox.rewrite(letter_id, {"text": "plain"}, "BadRequest")
    (letter,) = await due(store)
    assert (letter.params, letter.attempts, letter.error) == ({"text": "plain"}, 1, "BadRequest")


async def test_what_is_owed_to_a_group_goes_to_the_supergroup_that_it_became(store: Store) -> None:
    async with store.begin() as transaction:
        asked = {"chat_id": -5, "text": "x"}
        await transaction.outbox.add("1", BOT, -5, "sendMessage", asked, priority=Priority.ANSWER, now=NOW)
        assert await transaction.outbox.move_chat(BOT, -5, -1005) == 1
    (letter,) = await due(store)
    assert (letter.chat_id, letter.params) == (-1005, {"chat_id": -1005, "text": "x"})


async def test_dead_letters_are_listed_newest_first_and_without_their_words(store: Store) -> None:
    first, second = await add(store, "1", chat=1), await add(store, "2", chat=2)
    await give_up(store, first)
    await give_up(store, second, now=NOW + SECOND)
    async with store.begin() as transaction:
        newest, oldest = await transaction.outbox.dead_letters(5)
        assert await transaction.outbox.params(newest.id) == TEXT
    assert (newest.id, newest.error, oldest.id) == (second, "BadRequest", first)
    assert TEXT["text"] not in repr(newest)


async def test_a_dead_letter_can_be_sent_after_all(store: Store) -> None:
    letter_id = await add(store, "1")
    await give_up(store, letter_id)
    async with store.begin() as transaction:
        assert await transaction.outbox.retry(letter_id, now=NOW + SECOND)
        assert not await transaction.outbox.retry(letter_id, now=NOW + SECOND)
    (letter,) = await due(store, now=NOW + SECOND)
    assert (letter.id, letter.attempts) == (letter_id, 0)


async def test_a_dead_letter_can_be_erased(store: Store) -> None:
    letter_id = await add(store, "1")
    async with store.begin() as transaction:
        assert not await transaction.outbox.drop(letter_id), "it is not dead yet"
    await give_up(store, letter_id)
    async with store.begin() as transaction:
        assert await transaction.outbox.drop(letter_id)
    (row,) = await rows(store, outbox)
    assert (row["state"], row["params"], row["chat_id"]) == ("dropped", None, None)


async def test_among_chats_priority_decides_and_then_age(store: Store) -> None:
    slow = await add(store, "broadcast", chat=1, priority=Priority.BROADCAST)
    old = await add(store, "answer 1", chat=2)
    new = await add(store, "answer 2", chat=3)
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
        await transaction.outbox.sent({first: 7, third: None}, now=NOW)
        await transaction.outbox.sent({}, now=NOW)
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
        await transaction.outbox.sent({card: 55}, now=NOW)
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
        await transaction.outbox.drop_chat(BOT, 1, now=NOW)
        assert await transaction.outbox.next_due(BOT) == NOW + 9 * SECOND
        await transaction.outbox.drop_chat(BOT, 2, now=NOW)
        assert await transaction.outbox.next_due(BOT) is None


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


async def test_the_oldest_letter_that_is_owed_is_known_by_its_age(store: Store) -> None:
    async with store.begin() as transaction:
        assert await transaction.outbox.waiting_since() is None
    first = await add(store, "1")
    async with store.begin() as transaction:
        await transaction.outbox.add(
            "2", BOT, 2, "sendMessage", TEXT, priority=Priority.ANSWER, now=NOW + SECOND
        )
        assert await transaction.outbox.waiting_since() == NOW
    await send(store, first)
    async with store.begin() as transaction:
        assert await transaction.outbox.waiting_since() == NOW + SECOND


async def test_an_answer_is_found_by_its_key_with_what_it_says_now(store: Store) -> None:
    async with store.begin() as transaction:
        outbox_ = transaction.outbox
        outbox_.owe("answer:1", BOT, 1, "sendMessage", TEXT, priority=Priority.ANSWER, now=NOW, said="a")
        earlier = await outbox_.answer(BOT, "answer:1")
        assert earlier is not None
        await outbox_.says_now(earlier.letter, "b")
        assert await outbox_.answer(BOT, "answer:1") == EarlierAnswer(earlier.letter, "b")
        assert await outbox_.answer(BOT, "answer:2") is None


async def test_an_edit_of_what_is_gone_becomes_a_message(store: Store) -> None:
    first = await add(store, "1:0")
    await send(store, first, 55)
    edit = await add(store, "2:0", edits=first)
    async with store.begin() as transaction:
        await transaction.outbox.send_anew(edit, "gone")
    (letter,) = await due(store)
    assert (letter.method, letter.edits) == ("sendMessage", None)
    assert "message_id" not in letter.params
