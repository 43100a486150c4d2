"""Tests of knowledge/store/inquiries.py: a question waits, is owed an answer, is settled, is forgotten."""

from dataclasses import replace
from datetime import timedelta

from knowledge.models import Inquiry, Language, RumourState
from knowledge.store import Store
from knowledge.store.schema import inquiries, rumours
from tests.knowledge.store.samples import NOW, WITHIN, ask, rows

DAY = timedelta(days=1)


async def test_a_question_is_kept_as_it_was_asked(store: Store) -> None:
    async with store.begin() as transaction:
        asked = await transaction.inquiries.add(
            person="p",
            text="Су уланған ба?",
            fingerprint="f",
            language=Language.KK,
            channel="@news",
            now=NOW,
        )
        assert await transaction.inquiries.find(asked.id) == Inquiry(
            asked.id, None, "p", None, "Су уланған ба?", "f", Language.KK, "@news", NOW
        )
        assert await transaction.inquiries.find(asked.id + 1) is None


async def test_what_no_database_takes_is_left_out(store: Store) -> None:
    async with store.begin() as transaction:
        assert (await ask(transaction, "су\0 \ud800!", fingerprint="f")).text == "су ?!"


async def test_who_sends_the_same_text_again_has_asked_once(store: Store) -> None:
    async with store.begin() as transaction:
        first = await ask(transaction, "water")
        again = await ask(transaction, "water", now=NOW + DAY)
        assert (again.id, again.asked_at) == (first.id, NOW)
        assert (await ask(transaction, "water", person="another")).id != first.id


async def test_a_chat_is_known_only_while_its_person_follows(store: Store) -> None:
    async with store.begin() as transaction:
        asked, work = await ask(transaction, "water", chat_id=None), transaction.inquiries
        assert asked.chat_id is None
        assert await work.follow(asked.id, "someone", -(2**40), closes_at=NOW + DAY)
        assert await work.find(asked.id) == replace(asked, chat_id=-(2**40), closes_at=NOW + DAY)
        assert await work.unfollow(asked.id, "someone")
        assert await work.find(asked.id) == asked


async def test_nobody_follows_the_question_of_another_or_one_that_is_settled(store: Store) -> None:
    async with store.begin() as transaction:
        asked, work = await ask(transaction, "water", chat_id=None), transaction.inquiries
        assert not await work.follow(asked.id, "another", 5, closes_at=NOW)
        await work.settle([asked.id], now=NOW)
        assert not await work.follow(asked.id, "someone", 5, closes_at=NOW)
        assert not await work.unfollow(asked.id, "someone")
        assert not await work.follow(asked.id + 1, "someone", 5, closes_at=NOW)


async def test_a_question_is_closed_when_its_time_is_up_and_stays_in_demand(store: Store) -> None:
    async with store.begin() as transaction:
        early, late, quiet, answered = [
            await ask(transaction, text, now=now, chat_id=chat)
            for text, now, chat in (
                ("a", NOW, 1), ("b", NOW + DAY, 2), ("c", NOW, None), ("d", NOW, 4),
            )
        ]  # fmt: skip
        work, up = transaction.inquiries, NOW + WITHIN
        await work.promise([answered.id], "id", now=NOW)
        assert await work.closing(now=up - DAY, limit=9) == ()
        assert await work.closing(now=up, limit=9) == (early,)
        assert [each.id for each in await work.closing(now=up + DAY, limit=9)] == [early.id, late.id]
        await work.close([early.id])
        assert await work.find(early.id) == replace(early, chat_id=None, closes_at=None)
        assert {each.id for each in await work.waiting(after=0, limit=9)} == {early.id, late.id, quiet.id}


async def test_of_a_dismissed_rumour_only_the_chats_stay_that_are_owed_word_of_it(store: Store) -> None:
    async with store.begin() as transaction:
        asked = [
            await ask(transaction, "water", person=person, chat_id=chat)
            for person, chat in (("a", 1), ("b", None))
        ]
        (rumour,) = {await transaction.rumours.place(inquiry, [], now=NOW) for inquiry in asked}
        await transaction.rumours.dismiss(rumour, "m", "spam", now=NOW + DAY)
        (due,) = await transaction.inquiries.closing(now=NOW + DAY, limit=9)
        assert (due.person, due.chat_id, due.settled_at) == ("a", 1, NOW + DAY)
        swallowed = await ask(transaction, "water", person="c", chat_id=3)
        await transaction.rumours.place(swallowed, [], now=NOW + DAY)
        closing = await transaction.inquiries.closing(now=NOW + DAY, limit=9)
        assert [each.person for each in closing] == ["a", "c"]


async def test_followers_are_the_persons_who_wait_for_word(store: Store) -> None:
    async with store.begin() as transaction:
        asked = [await ask(transaction, "water", person=person) for person in "ab"]
        asked.append(await ask(transaction, "water!", person="a", fingerprint="again"))
        asked.append(await ask(transaction, "water", person="c", chat_id=None))
        rumours = {await transaction.rumours.place(inquiry, ["water"], now=NOW) for inquiry in asked}
        assert [await transaction.inquiries.followers(rumour) for rumour in rumours] == [2]


async def test_the_leading_wording_is_the_most_frequent_and_of_equals_the_newest(store: Store) -> None:
    async with store.begin() as transaction:
        rumours = []
        for text, persons in {"water": "abc", "war": "ab", "border": "a"}.items():
            for person in persons:
                inquiry = await ask(transaction, text, person=person)
                rumours.append(await transaction.rumours.place(inquiry, [], now=NOW))
        water, war, border = sorted(set(rumours))
        await transaction.rumours.merge(water, war, "m", now=NOW)
        newer = await ask(transaction, "frontier")
        await transaction.rumours.place(newer, ["border"], now=NOW)
        leading = await transaction.inquiries.leading([water, border, 10**6])
        assert {rumour: inquiry.text for rumour, inquiry in leading.items()} == {
            water: "water",
            border: "frontier",
        }


async def test_who_asks_again_after_it_was_settled_asks_anew(store: Store) -> None:
    async with store.begin() as transaction:
        first = await ask(transaction, "water")
        await transaction.inquiries.settle([first.id], now=NOW)
        assert (await ask(transaction, "water")).id != first.id


async def test_what_was_not_grouped_is_given_out_oldest_first(store: Store) -> None:
    async with store.begin() as transaction:
        asked = [await ask(transaction, text) for text in ("water", "war", "border")]
        rumour = await transaction.rumours.place(asked[1], [], now=NOW)
        assert await transaction.inquiries.ungrouped(10) == (asked[0], asked[2])
        assert await transaction.inquiries.ungrouped(1) == (asked[0],)
        assert await transaction.inquiries.wordings(after=0, limit=10) == (
            (asked[1].id, "war", "war", rumour),
        )
        assert await transaction.inquiries.wordings(after=asked[1].id, limit=10) == ()


async def test_the_wordings_of_a_rumour_are_counted(store: Store) -> None:
    async with store.begin() as transaction:
        first = await ask(transaction, "water", person="a", channel="@one")
        rumour = await transaction.rumours.place(first, [], now=NOW)
        for text, person, channel in (
            ("water!", "a", "@two"),
            ("water!", "b", "@two"),
            ("water?", "c", None),
        ):
            inquiry = await ask(transaction, text, person=person, channel=channel)
            await transaction.rumours.place(inquiry, ["water"], now=NOW)
        found = await transaction.inquiries.phrasings(rumour, limit=2)
        assert [(each.inquiry.text, each.inquiry.person, each.times) for each in found] == [
            ("water!", "b", 2),
            ("water?", "c", 1),
        ]
        assert await transaction.inquiries.channels(rumour, limit=9) == (("@two", 2), ("@one", 1))


async def test_inquiries_of_a_rumour_come_page_by_page_newest_first(store: Store) -> None:
    async with store.begin() as transaction:
        asked = [await ask(transaction, "water", person=person) for person in "abcde"]
        rumour, *_ = [await transaction.rumours.place(inquiry, [], now=NOW) for inquiry in asked]
        page = await transaction.inquiries.of_rumour(rumour, limit=3)
        assert [each.person for each in page] == ["e", "d", "c"]
        rest = await transaction.inquiries.of_rumour(rumour, limit=3, before=page[-1].id)
        assert [each.person for each in rest] == ["b", "a"]


async def test_a_promised_rebuttal_is_owed_until_it_is_settled(store: Store) -> None:
    async with store.begin() as transaction:
        one, other = [await ask(transaction, "water", person=person) for person in "ab"]
        await transaction.rumours.place(one, [], now=NOW)
        await transaction.inquiries.promise([one.id], "tap-water", now=NOW, broadcast=7)
        await transaction.inquiries.promise([one.id], "another", now=NOW)
        (owed,) = await transaction.inquiries.owed(after=0, limit=10)
        assert (owed.id, owed.chat_id, owed.rebuttal, owed.broadcast) == (one.id, 11, "tap-water", 7)
        assert await transaction.inquiries.waiting(after=0, limit=10) == (other,)

        assert await transaction.inquiries.settle([one.id, one.id], now=NOW + DAY) == 1
        assert await transaction.inquiries.settle([one.id], now=NOW) == 0
        assert await transaction.inquiries.owed(after=0, limit=10) == ()
        settled = await transaction.inquiries.find(one.id)
        assert settled is not None
        assert (settled.chat_id, settled.settled_at) == (None, NOW + DAY)


async def test_an_open_rumour_in_which_nobody_waits_any_more_is_answered(store: Store) -> None:
    async with store.begin() as transaction:
        asked = [await ask(transaction, "water", person=person) for person in "ab"]
        rumour, *_ = [await transaction.rumours.place(inquiry, [], now=NOW) for inquiry in asked]
        await transaction.rumours.recount([rumour])
        assert await transaction.inquiries.promise([asked[0].id], "tap-water", now=NOW) == ()
        found = await transaction.rumours.find(rumour)
        assert found is not None
        assert (found.state, found.waiting, found.rebuttal) == (RumourState.OPEN, 1, None)
        assert await transaction.inquiries.promise([asked[1].id], "tap-water", now=NOW) == (rumour,)
        found = await transaction.rumours.find(rumour)
        assert found is not None
        assert (found.state, found.rebuttal, found.closed_at) == (RumourState.ANSWERED, "tap-water", NOW)


async def test_a_forgotten_person_leaves_nothing_but_what_others_asked(store: Store) -> None:
    async with store.begin() as transaction:
        for text, person in (("water", "a"), ("water", "b"), ("war", "a")):
            inquiry = await ask(transaction, text, person=person)
            await transaction.rumours.recount([await transaction.rumours.place(inquiry, [], now=NOW)])
        await ask(transaction, "border", person="a")
        assert [each.text for each in await transaction.inquiries.of_person("a")] == [
            "water",
            "war",
            "border",
        ]
        assert await transaction.inquiries.forget("a") == 3
        assert await transaction.inquiries.of_person("a") == ()
    assert [row["person"] for row in await rows(store, inquiries)] == ["b"]
    assert [(row["posts"], row["askers"], row["waiting"]) for row in await rows(store, rumours)] == [
        (1, 1, 1)
    ]


async def test_old_inquiries_are_pruned_and_rumours_without_any_go(store: Store) -> None:
    async with store.begin() as transaction:
        for number, text in enumerate(("water", "war", "war", "border")):
            inquiry = await ask(transaction, text, person=str(number), now=NOW + number * DAY)
            await transaction.rumours.recount([await transaction.rumours.place(inquiry, [], now=NOW)])
        assert await transaction.inquiries.prune(NOW + 2 * DAY, limit=1) == 1
        assert await transaction.inquiries.prune(NOW + 2 * DAY) == 1
        assert await transaction.inquiries.prune(NOW + 2 * DAY) == 0
    assert [row["text"] for row in await rows(store, inquiries)] == ["war", "border"]
    found = await rows(store, rumours)
    assert [(row["posts"], row["first_at"]) for row in found] == [(1, NOW + 2 * DAY), (1, NOW + 3 * DAY)]
