"""Complaints in the store: joined once a person, decided once, and gone with their posts."""

from datetime import timedelta

from knowledge.models import Kind, Language
from knowledge.store import Complainant, ComplaintState, Store, Transaction
from tests.knowledge.store.samples import NOW

POST = "воду отключат на три часа"


async def file(transaction: Transaction, rebuttal: str = "tap-water", text: str = POST) -> int:
    return await transaction.complaints.file(
        rebuttal, text, kind=Kind.VERDICT, probability=0.83, claim="Воду отравили", now=NOW
    )


async def join(transaction: Transaction, complaint_id: int, person: str, chat_id: int = 11) -> bool:
    return await transaction.complaints.join(
        complaint_id, person, chat_id=chat_id, language=Language.KK, now=NOW
    )


async def test_a_person_joins_a_complaint_once(store: Store) -> None:
    async with store.begin() as transaction:
        complaint_id = await file(transaction)
        assert [await join(transaction, complaint_id, person) for person in ("a", "b", "a")] == [
            True,
            True,
            False,
        ]
        complaint = await transaction.complaints.find(complaint_id)
        assert complaint is not None
        assert (complaint.persons, complaint.text, complaint.kind) == (2, POST, Kind.VERDICT)
        assert await transaction.complaints.made_since("a", NOW) == 1
        assert await transaction.complaints.made_since("a", NOW + timedelta(seconds=1)) == 0


async def test_the_last_ones_about_a_rebuttal_come_first(store: Store) -> None:
    async with store.begin() as transaction:
        made = [await file(transaction, text=f"пост {number}") for number in range(3)]
        await file(transaction, "another")
        found = await transaction.complaints.about("tap-water", limit=2)
        assert [complaint.id for complaint in found] == [made[2], made[1]]


async def test_of_two_decisions_the_first_counts(store: Store) -> None:
    async with store.begin() as transaction:
        complaint_id = await file(transaction)
        assert await transaction.complaints.decide(complaint_id, ComplaintState.UPHELD, by="m")
        assert not await transaction.complaints.decide(complaint_id, ComplaintState.REFUTED, by="o")
        complaint = await transaction.complaints.find(complaint_id)
        assert complaint is not None
        assert (complaint.state, complaint.decided_by) == (ComplaintState.UPHELD, "m")


async def test_who_is_told_is_told_once_and_their_chat_is_forgotten(store: Store) -> None:
    async with store.begin() as transaction:
        complaint_id = await file(transaction)
        await join(transaction, complaint_id, "a", 11)
        await join(transaction, complaint_id, "b", 12)
        assert await transaction.complaints.release(complaint_id) == (
            Complainant("a", 11, Language.KK),
            Complainant("b", 12, Language.KK),
        )
        assert await transaction.complaints.release(complaint_id) == ()


async def test_cards_are_remembered_by_chat(store: Store) -> None:
    async with store.begin() as transaction:
        complaint_id = await file(transaction)
        await transaction.complaints.shown(complaint_id, {-100: 5, 7: 6})
        complaint = await transaction.complaints.find(complaint_id)
        assert complaint is not None
        assert complaint.cards == {-100: 5, 7: 6}


async def test_old_complaints_go_with_those_who_made_them(store: Store) -> None:
    async with store.begin() as transaction:
        complaint_id = await file(transaction)
        await join(transaction, complaint_id, "a")
        assert await transaction.complaints.prune(NOW) == 0
        assert await transaction.complaints.prune(NOW + timedelta(seconds=1)) == 1
        assert await transaction.complaints.find(complaint_id) is None
        assert await transaction.complaints.made_since("a", NOW) == 0


async def test_what_no_database_takes_is_left_out(store: Store) -> None:
    async with store.begin() as transaction:
        complaint_id = await file(transaction, text="вода\0 \ud83d")
        complaint = await transaction.complaints.find(complaint_id)
        assert complaint is not None
        assert complaint.text == "вода ?"
