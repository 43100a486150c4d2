"""Dates in three languages, as much of each as is said."""

import pytest

from knowledge.text import facts, fold
from knowledge.text.dates import conflict


def stated(text: str) -> list[tuple[int | None, int | None, int | None, str]]:
    return [
        (date.year, date.month, date.day, text[date.start : date.end]) for date in facts(fold(text)).dates
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("с 12 марта 2025 года", (2025, 3, 12, "12 марта 2025")),
        ("2025 жылғы 12 наурыздан бастап", (2025, 3, 12, "2025 жылғы 12 наурыздан")),
        ("2025 jylgy 12 nauryzdan bastap", (2025, 3, 12, "2025 jylgy 12 nauryzdan")),
        ("on March 12, 2025", (2025, 3, 12, "March 12, 2025")),
        ("on 12th of March", (None, 3, None, "March")),
        ("до 12.03.2025 включительно", (2025, 3, 12, "12.03.2025")),
        ("2025-03-12", (2025, 3, 12, "2025-03-12")),
        ("12.03.25", (2025, 3, 12, "12.03.25")),
        ("с 1 мая", (None, 5, 1, "1 мая")),
        ("1 мамырдан бастап", (None, 5, 1, "1 мамырдан")),
        ("в январе", (None, 1, None, "январе")),
        ("қаңтардан бастап", (None, 1, None, "қаңтардан")),
        ("в 2024 году", (2024, None, None, "2024 году")),
        ("2024 жылы", (2024, None, None, "2024 жылы")),
        ("since 2024", (2024, None, None, "2024")),
        ("қазан айында", (None, 10, None, "қазан")),
        ("12 қазан", (None, 10, 12, "12 қазан")),
    ],
)
def test_a_date_is_read_in_whatever_order(text: str, expected: tuple[int, int, int, str]) -> None:
    assert stated(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "май мен сүт қымбаттады",
        "қазанда ет пісірді",
        "в Казани прошёл митинг",
        "she may go on a long march",
        "U.S. Sen. Sanders said",
        "2024 тенге за литр",
        "дом 45.12.99 по улице",
        "код 1941 верный",
        "канал user2012 пишет",
        "99.99.99",
    ],
)
def test_words_and_numbers_that_only_look_like_dates_are_none(text: str) -> None:
    assert stated(text) == []


@pytest.mark.parametrize(
    ("claim", "post", "differ"),
    [
        ("с 1 января 2025 года", "2025 жылғы 1 қаңтардан", False),
        ("с 1 января 2025 года", "с 1 января", False),
        ("с 1 января 2025 года", "в 2025 году", False),
        ("с 1 января 2025 года", "с 1 января 2024 года", True),
        ("с 1 января", "с 1 марта", True),
        ("с 1 января", "с 15 января", True),
        ("с 1 января", "завтра", False),
    ],
)
def test_dates_conflict_in_what_both_say(claim: str, post: str, differ: bool) -> None:
    pair = conflict(facts(fold(claim)).dates, facts(fold(post)).dates)
    assert (pair is not None) is differ
