"""Tests of knowledge/store/persons.py: nothing names a person that is not shown to them and erased."""

import re
from typing import Any

from sqlalchemy import JSON, Column, Float, insert

from knowledge.models import Kind, Language
from knowledge.store import Priority, Role, Store
from knowledge.store.persons import DEEDS, KEPT
from knowledge.store.schema import Timestamp, complainants, complaints, inbox, metadata, outbox, rumours
from tests.knowledge.store.samples import BOT, NOW, ask, rows

PERSON, CHAT = "0123456789abcdef0123456789abcdef", 4_000_000_123
OTHER = "f" * 32
# How a column is called that says who it is, or whose chat.
NAMES_SOMEBODY = re.compile(
    r"(^|_)(person|chat|chat_id|chat_key|user|user_id|actor|by|subject|owner_id|member|sender|asker|reader|author"
    r"|citizen|moderator|holder|who|whom)$"
)
# Columns of such names in which nobody can stand.
NOBODY: frozenset[Column[Any]] = frozenset()


def _naming() -> list[Column[Any]]:
    columns = [column for table in metadata.sorted_tables for column in table.c]
    return [column for column in columns if NAMES_SOMEBODY.search(column.name) and column not in NOBODY]


def _value(column: Column[Any], number: int) -> Any:
    if isinstance(column.type, Timestamp):
        return NOW
    if isinstance(column.type, JSON):
        return {}
    if column.type.python_type is str:
        return "dead" if column.name == "state" else f"of no importance {number}"
    if column.type.python_type is bool:
        return False
    return 0.5 if isinstance(column.type, Float) else number


def _row(about: Column[Any], number: int) -> dict[str, Any]:
    table = about.table
    needed = [column for column in table.c if not column.nullable or column.primary_key]
    whose = {"person": PERSON} if about.name == "chat_id" and "person" in table.c else {}
    return {column.name: _value(column, number) for column in needed} | {about.name: _name(about)} | whose


def _name(about: Column[Any]) -> Any:
    if about.name == "chat_key":
        return f"chat:{CHAT}"
    return PERSON if about.type.python_type is str else CHAT


async def test_whatever_names_a_person_is_shown_to_them_and_erased(store: Store) -> None:
    for number, about in enumerate(_naming(), 100):
        await _is_shown_and_erased(store, about, number)


async def _is_shown_and_erased(store: Store, about: Column[Any], number: int) -> None:
    table = about.table
    async with store.begin() as transaction:
        await transaction._connection.execute(insert(table), _row(about, number))
        shown = await transaction.persons.shown(PERSON, CHAT)
        assert _name(about) in [row.get(about.name) for row in shown[table.name]], f"{about} is not shown"
        assert table.name not in await transaction.persons.shown(OTHER, CHAT + 1)
        await transaction.persons.forget(PERSON, CHAT, now=NOW)
    left = [row for row in await rows(store, table) if row[about.name] == _name(about)]
    assert bool(left) == (about in DEEDS or table in KEPT), f"{about} is not erased, or not kept"


def test_the_walk_finds_what_is_known_to_name_people() -> None:
    found = {str(column) for column in _naming()}
    assert {
        "inquiries.person",
        "outbox.chat_id",
        "inbox.chat_key",
        "audit.actor",
        "rumours.taken_by",
    } <= found
    assert len(found) > 20


async def test_a_forgotten_question_leaves_its_rumour_with_the_right_counts(store: Store) -> None:
    async with store.begin() as transaction:
        mine = await ask(transaction, "water", person=PERSON, chat_id=CHAT, channel="@mine")
        await ask(transaction, "water", person=OTHER, channel="@news")
        asked = await transaction.inquiries.ungrouped(2)
        placed = [await transaction.rumours.place(inquiry, [], now=NOW) for inquiry in asked]
        await transaction.rumours.recount(placed)
        await transaction.persons.forget(PERSON, CHAT, now=NOW)
        assert await transaction.inquiries.find(mine.id) is None
    (left,) = await rows(store, rumours)
    assert (left["posts"], left["askers"], left["channels"], left["waiting"]) == (1, 1, 1, 1)


async def test_a_complaint_that_others_share_stays_for_them(store: Store) -> None:
    async with store.begin() as transaction:
        for text, persons in {"shared": (PERSON, OTHER), "own": (PERSON,)}.items():
            made = await transaction.complaints.file(
                "id", text, kind=Kind.VERDICT, probability=0.9, claim="claim", now=NOW
            )
            for person in persons:
                await transaction.complaints.join(made, person, chat_id=1, language=Language.KK, now=NOW)
        await transaction.persons.forget(PERSON, CHAT, now=NOW)
    assert [row["text"] for row in await rows(store, complaints)] == ["shared"]
    assert [row["person"] for row in await rows(store, complainants)] == [OTHER]


async def test_what_is_owed_is_dropped_and_what_was_sent_no_longer_says_to_whom(store: Store) -> None:
    async with store.begin() as transaction:
        box = transaction.outbox
        keys = {
            f"told:id:{PERSON}": CHAT,
            f"told:id:{OTHER}": CHAT + 1,
            f"surge:1:{CHAT}:99": CHAT,
            "5:1": CHAT,
        }
        letters = {
            key: await box.add(
                key, BOT, chat, "sendMessage", {"text": key}, priority=Priority.ANSWER, now=NOW
            )
            for key, chat in keys.items()
        }
        await box.sent({letters[f"told:id:{PERSON}"]: 7}, now=NOW)
        await transaction.persons.forget(PERSON, CHAT, now=NOW)
        later = await box.add("6:1", BOT, CHAT, "sendMessage", {}, priority=Priority.ANSWER, now=NOW)
        assert [letter.id for letter in await box.due(BOT, 9, now=NOW)] == [
            letters[f"told:id:{OTHER}"],
            later,
        ]
    kept = {row["id"]: row for row in await rows(store, outbox)}
    assert [kept[letter]["state"] for letter in letters.values()] == ["sent", "open", "dropped", "dropped"]
    assert [kept[letter]["key"] for letter in letters.values()] == [
        f"forgotten:{letters[f'told:id:{PERSON}']}",
        f"told:id:{OTHER}",
        f"forgotten:{letters[f'surge:1:{CHAT}:99']}",
        "5:1",
    ]
    assert kept[letters["5:1"]]["params"] is None


async def test_who_forgets_leaves_the_team_and_what_others_hold_stays(store: Store) -> None:
    async with store.begin() as transaction:
        for person in (PERSON, OTHER):
            await transaction.people.appoint(person, Role.MODERATOR, "label", by=PERSON, now=NOW)
        await transaction.people.meet([PERSON])
        await transaction.persons.forget(PERSON, CHAT, now=NOW)
        assert await transaction.people.role(PERSON) is None
        assert (await transaction.people.profile(PERSON)).role is None
        assert await transaction.people.role(OTHER) is Role.MODERATOR


async def test_what_was_given_up_of_the_chat_is_erased(store: Store) -> None:
    async with store.begin() as transaction:
        for number, chat in enumerate((CHAT, CHAT + 1)):
            await transaction._connection.execute(
                insert(inbox),
                _row(inbox.c.chat_key, number) | {"chat_key": f"chat:{chat}", "payload": "words"},
            )
        await transaction.persons.forget(PERSON, CHAT, now=NOW)
    assert [(row["state"], row["payload"]) for row in await rows(store, inbox)] == [
        ("done", None),
        ("dead", "words"),
    ]
