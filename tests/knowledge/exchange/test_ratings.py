"""Tests of knowledge/exchange/ratings.py: words of three languages become verdicts, or are not known."""

import math

import pytest

from knowledge.exchange.ratings import WORDS, verdict_of, verdict_on_scale
from knowledge.models import Verdict


@pytest.mark.parametrize(
    ("rating", "verdict"),
    [
        ("False", Verdict.FALSE),
        ("FALSE!", Verdict.FALSE),
        ("«Ложь»", Verdict.FALSE),
        ("❌ Жалған", Verdict.FALSE),
        ("Pants on Fire!", Verdict.FALSE),
        ("False. The photo is from 2015", Verdict.FALSE),
        ("Жалған — сурет ескі", Verdict.FALSE),
        ("Фейк: снимок старый", Verdict.FALSE),
        ("Mostly false", Verdict.MISLEADING),
        ("half-true", Verdict.MISLEADING),
        ("Missing context", Verdict.MISLEADING),
        ("Вводит  в заблуждение", Verdict.MISLEADING),
        ("Манипуляция", Verdict.MISLEADING),
        ("Жартылай шындық", Verdict.MISLEADING),
        ("Не подтверждено", Verdict.UNPROVEN),
        ("Дәлел жоқ", Verdict.UNPROVEN),
        ("Unproven", Verdict.UNPROVEN),
        ("Mostly True", Verdict.TRUE),
        ("Расталған", Verdict.TRUE),
        ("Мошенничество", Verdict.SCAM),
        ("Алаяқтық", Verdict.SCAM),
    ],
)
def test_a_rating_is_known_by_its_words(rating: str, verdict: Verdict) -> None:
    assert verdict_of(rating) is verdict


@pytest.mark.parametrize(
    "rating", ["", "!", "Not false", "7/10", "не ложь", "Жалған емес", "Trueish", "x" * 10**6]
)
def test_what_is_not_known_is_not_guessed(rating: str) -> None:
    assert verdict_of(rating) is None


@pytest.mark.parametrize("verdict", Verdict)
def test_our_own_words_are_among_those_that_are_known(verdict: Verdict) -> None:
    assert {verdict_of(word) for word in WORDS[verdict].values()} == {verdict}


@pytest.mark.parametrize(
    ("value", "best", "worst", "verdict"),
    [
        (1, 5, 1, Verdict.FALSE),
        (5, 5, 1, Verdict.TRUE),
        (2, 5, 1, Verdict.MISLEADING),
        (10, 1, 10, Verdict.FALSE),
        (7, 5, 1, None),
        (-1, 5, 1, None),
        (1, 1, 1, None),
        (math.nan, 5, 1, None),
        (1, math.inf, 1, None),
    ],
)
def test_a_number_alone_is_read_on_its_scale(
    value: float, best: float, worst: float, verdict: Verdict | None
) -> None:
    assert verdict_on_scale(value, best, worst) is verdict
