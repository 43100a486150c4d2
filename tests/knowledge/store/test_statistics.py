"""The figures of a period, against values that were counted by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from knowledge.models import Kind, Language, RumourState, Status
from knowledge.periods import Period
from knowledge.store import CORRECTED, TOLD, Check, Store, Transaction
from tests.knowledge.store.samples import REBUTTAL, ask

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))
# Midnight in Kazakhstan at which the week begins, and its last Sunday at noon.
BEGINS = datetime(2026, 11, 15, 19, tzinfo=UTC)
NOON = datetime(2026, 11, 22, 7, tzinfo=UTC)
MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)


def _check(at: datetime, person: str, kind: str, rebuttal: str | None = None, place: int = 1) -> Check:
    return Check(at, person, kind, place, rebuttal, None, None, Language.KK, None)


CHECKS = [
    _check(BEGINS - 8 * DAY, "early", Kind.UNKNOWN),  # before both weeks: the store goes so far back
    _check(BEGINS - DAY, "gulnar", Kind.VERDICT, "tap-water"),
    _check(BEGINS - DAY, "gulnar", Kind.UNKNOWN),
    _check(BEGINS - timedelta(microseconds=1), "serik", Kind.UNKNOWN),  # the last moment of the week before
    _check(NOON - 7 * DAY, "late", Kind.VERDICT, "tap-water"),  # Sunday before, from noon on
    _check(BEGINS, "serik", Kind.VERDICT, "tap-water"),
    _check(BEGINS, "serik", Kind.VERDICT, "bank", place=2),  # a second claim of the same post
    _check(BEGINS + HOUR, "serik", Kind.VERDICT, "tap-water"),
    _check(BEGINS + DAY - timedelta(microseconds=1), "aliya", Kind.AGREES, "tap-water"),
    _check(BEGINS + DAY, "aliya", Kind.SUGGESTION, "bank"),
    _check(BEGINS + DAY, "timur", Kind.UNKNOWN),
    _check(BEGINS + DAY + HOUR, "timur", TOLD, "bank"),
    _check(BEGINS + DAY + HOUR, "early", CORRECTED, "bank"),  # is told of it again, and asked nothing
    _check(NOON, "later", Kind.UNKNOWN),  # not over yet at noon
]


async def _publish(transaction: Transaction, rebuttal_id: str, *statuses: tuple[Status, datetime]) -> None:
    for version, (status, at) in enumerate(statuses, 1):
        kept = replace(REBUTTAL, id=rebuttal_id, status=status, version=version)
        await transaction.versions.add([kept], by="someone", deed="rebuttal.published", now=at)
        await transaction.rebuttals.save(kept, now=at)


async def _answered(
    transaction: Transaction, text: str, asked: list[datetime], told: datetime | None, rebuttal: str = "bank"
) -> int:
    """A rumour that somebody asks about at each of these moments, and what they are told at the end."""
    rumour = 0
    for number, at in enumerate(asked):
        inquiry = await ask(transaction, text, person=f"person {number}", now=at)
        rumour = await transaction.rumours.place(inquiry, [], now=at)
    await transaction.rumours.recount([rumour])
    if told is not None:
        await transaction.rumours.answer(rumour, "moderator", rebuttal, now=told)
        owed = await transaction.inquiries.owed(after=0, limit=100)
        await transaction.inquiries.settle([inquiry.id for inquiry in owed], now=told)
    return rumour


async def test_sums_are_of_the_period_and_persons_count_once(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.checks.add(CHECKS)
        figures = await transaction.statistics.figures(WEEK, now=NOON, top=5)
    now, before = figures.totals, figures.before
    assert now.kinds == {Kind.VERDICT: 2, Kind.AGREES: 1, Kind.SUGGESTION: 1, Kind.UNKNOWN: 1}
    assert (now.checks, now.persons, now.told, now.answered) == (5, 3, 1, 3)
    assert now.rate == 3 / 5
    assert before is not None
    assert before.kinds == {Kind.VERDICT: 1, Kind.UNKNOWN: 1}
    assert (before.checks, before.persons, before.told) == (2, 1, 0)


async def test_days_are_those_of_kazakhstan(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.checks.add(CHECKS)
        figures = await transaction.statistics.figures(WEEK, now=NOON, top=5)
    assert figures.days == {
        MONDAY: {Kind.VERDICT: 2, Kind.AGREES: 1},
        TUESDAY: {Kind.SUGGESTION: 1, Kind.UNKNOWN: 1},
    }


async def test_a_store_that_does_not_go_back_far_enough_compares_nothing(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.checks.add(CHECKS[1:])
        figures = await transaction.statistics.figures(WEEK, now=NOON, top=5)
    assert figures.before is None
    assert figures.totals.checks == 5


async def test_an_empty_store_has_figures_too(store: Store) -> None:
    async with store.begin() as transaction:
        figures = await transaction.statistics.figures(WEEK, now=NOON, top=5)
    now = figures.totals
    assert (now.checks, now.persons, now.rate, now.wait) == (0, 0, None, None)
    assert not figures.days
    assert not figures.rumours
    assert not figures.rebuttals


async def test_the_time_to_a_rebuttal_is_the_median_from_the_first_question_to_the_telling(
    store: Store,
) -> None:
    async with store.begin() as transaction:
        # Told in the week after 2, 3, 10 and 100 hours: the median is 6.5, the mean 28.75.
        for number, hours in enumerate((10, 2, 100, 3)):
            told = BEGINS + 3 * DAY + number * HOUR
            first = told - hours * HOUR
            await _answered(transaction, f"rumour {number}", [told - HOUR, first, told - HOUR / 2], told)
        await _answered(transaction, "told before the week", [BEGINS - 2 * HOUR], BEGINS - HOUR)
        await _answered(transaction, "told after noon", [BEGINS], NOON)
        await _answered(transaction, "not told", [BEGINS], None)
        totals = (await transaction.statistics.figures(WEEK, now=NOON, top=5)).totals
    assert totals.waits == [2 * HOUR, 3 * HOUR, 10 * HOUR, 100 * HOUR]
    assert totals.wait == 6.5 * HOUR


async def test_a_rumour_that_came_back_after_its_answer_is_not_counted_as_slow(store: Store) -> None:
    async with store.begin() as transaction:
        rumour = await _answered(transaction, "rumour", [BEGINS - 5 * DAY], BEGINS - 4 * DAY)
        again = await ask(transaction, "rumour", person="new", now=BEGINS)
        assert await transaction.rumours.place(again, [], now=BEGINS) == rumour
        await transaction.rumours.recount([rumour])
        assert await transaction.rumours.answer(rumour, "moderator", "bank", now=BEGINS + HOUR)
        await transaction.inquiries.settle([again.id], now=BEGINS + HOUR)
        totals = (await transaction.statistics.figures(WEEK, now=NOON, top=5)).totals
    assert totals.waits == []


async def test_rumours_are_ranked_by_persons_of_the_period_with_their_wording(store: Store) -> None:
    async with store.begin() as transaction:
        few = await _answered(transaction, "asked by many, but earlier", [BEGINS - DAY] * 5 + [BEGINS], None)
        many = await _answered(transaction, "asked by three", [BEGINS] * 3, BEGINS + HOUR)
        # One person who asks again and again is one asker.
        for _ in range(5):
            again = await ask(transaction, "asked by one again and again", person="one", now=BEGINS)
            await transaction.rumours.place(again, [], now=BEGINS)
        found = await transaction.statistics.asked(WEEK.span(NOON), limit=2)
        (first,) = await transaction.statistics.asked(WEEK.span(NOON), limit=1)
    assert [(each.id, each.askers, each.state) for each in found] == [
        (many, 3, RumourState.ANSWERED),
        (few, 1, RumourState.OPEN),
    ]
    assert first.text == "asked by three"


async def test_rebuttals_are_ranked_by_persons_who_were_told(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.checks.add(CHECKS)
        for rebuttal_id in ("tap-water", "bank"):
            await _publish(transaction, rebuttal_id, (Status.PUBLISHED, BEGINS))
        figures = await transaction.statistics.figures(WEEK, now=NOON, top=5)
        # "serik" and "timur"; the suggestion to "aliya" told her nothing.
        assert [(each.rebuttal.id, each.askers) for each in figures.rebuttals] == [
            ("bank", 2),
            ("tap-water", 2),
        ]
        await _publish(transaction, "bank", (Status.RETIRED, BEGINS))
        found = await transaction.statistics.told(WEEK.span(NOON), limit=5)
    assert [each.rebuttal.id for each in found] == ["tap-water"]


async def test_a_rebuttal_is_new_when_it_was_first_published(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.checks.add(CHECKS)
        await _publish(
            transaction, "old", (Status.PUBLISHED, BEGINS - DAY), (Status.PUBLISHED, BEGINS + HOUR)
        )
        await _publish(transaction, "tap-water", (Status.DRAFT, BEGINS - DAY), (Status.PUBLISHED, BEGINS))
        await _publish(transaction, "draft", (Status.DRAFT, BEGINS))
        await _publish(transaction, "gone", (Status.PUBLISHED, BEGINS), (Status.RETIRED, BEGINS + HOUR))
        await _publish(transaction, "later", (Status.PUBLISHED, NOON))
        totals = (await transaction.statistics.figures(WEEK, now=NOON, top=5)).totals
        public = await transaction.statistics.published(WEEK.span(NOON), limit=5)
    assert totals.published == 2
    assert [(each.rebuttal.id, each.askers) for each in public] == [("tap-water", 2)]
