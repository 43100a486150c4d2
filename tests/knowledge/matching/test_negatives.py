"""Tests of knowledge/matching/negatives.py: what moderators said is another thing stays another."""

from dataclasses import replace

import pytest

from knowledge.matching import Matcher
from knowledge.models import Kind, Post
from tests.knowledge.matching.samples import BANK, PETROL, WATER, rebuttal

TAX = "С 1 июня бензин подорожает до 400 тенге за литр, потому что вводят новый акциз"


@pytest.fixture
def matcher() -> Matcher:
    matcher = Matcher()
    matcher.load([rebuttal("water", WATER), rebuttal("petrol", PETROL), rebuttal("bank", BANK)])
    return matcher


def near(matcher: Matcher, text: str) -> list[str]:
    return [match.rebuttal.id for match in matcher.check(Post(text)).candidates]


@pytest.mark.parametrize(
    "copy",
    [
        TAX,
        TAX.upper() + "!!!",
        "Срочно! " + TAX + ". Перешлите всем",
        TAX.replace("подорожает", "пoдopoжaeт"),
        TAX.replace("литр,", "литр"),
    ],
    ids=["the post itself", "shouted", "forwarded", "Latin look-alikes", "another sign"],
)
def test_a_rebuttal_is_not_given_for_a_copy_of_its_negative(matcher: Matcher, copy: str) -> None:
    assert near(matcher, copy)[0] == "petrol"
    matcher.put(replace(rebuttal("petrol", PETROL), negatives=(TAX,)))
    assert "petrol" not in near(matcher, copy)


@pytest.mark.parametrize(
    "other",
    [
        PETROL,
        TAX.replace("400", "500"),
        TAX.replace("1 июня", "1 августа"),
        "В Шымкенте " + TAX,
        TAX.replace("подорожает", "не подорожает"),
        TAX + ". " + WATER + ". Об этом написали сразу несколько каналов, и все ссылаются друг на друга",
    ],
    ids=["the claim", "another sum", "another date", "another place", "denied", "with much more"],
)
def test_what_is_no_copy_of_the_negative_is_answered_as_before(matcher: Matcher, other: str) -> None:
    before = near(matcher, other)
    assert "petrol" in before
    matcher.put(replace(rebuttal("petrol", PETROL), negatives=(TAX,)))
    assert "petrol" in near(matcher, other)


def test_another_rebuttal_may_be_given_in_its_place(matcher: Matcher) -> None:
    matcher.put(rebuttal("petrol-again", PETROL))
    matcher.put(replace(rebuttal("petrol", PETROL), negatives=(PETROL,)))
    answer = matcher.check(Post(PETROL))
    assert (answer.kind, [match.rebuttal.id for match in answer.matches]) == (Kind.VERDICT, ["petrol-again"])


def test_a_negative_that_was_taken_back_or_retired_holds_no_more(matcher: Matcher) -> None:
    held = replace(rebuttal("petrol", PETROL), negatives=(PETROL,))
    matcher.put(held)
    assert matcher.check(Post(PETROL)).kind is Kind.UNKNOWN
    matcher.put(replace(held, negatives=()))
    assert matcher.check(Post(PETROL)).kind is Kind.VERDICT
    matcher.put(held)
    matcher.remove("petrol")
    matcher.load([rebuttal("petrol", PETROL)])
    assert matcher.check(Post(PETROL)).kind is Kind.VERDICT


def test_masked_numbers_of_people_do_not_matter(matcher: Matcher) -> None:
    matcher.put(replace(rebuttal("bank", BANK), negatives=(f"{BANK}, звоните [📞]",)))
    assert "bank" not in near(matcher, f"{BANK}, звоните +7 701 234 56 78")


@pytest.mark.parametrize(
    ("one", "other", "copies"),
    [("😀", "😀", True), ("😀", "👍", False), ("дай 100 ₸", "дай 500 ₸", False), (BANK, BANK.upper(), True)],
)
def test_posts_of_few_words_are_copies_only_when_they_say_the_same(
    matcher: Matcher, one: str, other: str, copies: bool
) -> None:
    assert matcher.are_copies(one, other) is copies
