"""Tests of knowledge/matching/explanation.py: what is explained is what was decided."""

from dataclasses import replace

import pytest

from knowledge.matching import Explanation, Matcher
from knowledge.models import Kind, Post
from tests.knowledge.matching.samples import BANK, PETROL, WATER, rebuttal
from tests.suite import DEV, SuitePost, load

SUITE = load(DEV)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    matcher = Matcher()
    matcher.load(SUITE.rebuttals)
    return matcher


def is_clear(explanation: Explanation) -> bool:
    best = explanation.candidates[0]
    return not best.hurdles and not best.match.differences


@pytest.mark.parametrize("post", SUITE.posts[::4], ids=lambda post: post.id)
def test_the_best_candidate_is_told_exactly_if_no_rule_holds_it_back(
    matcher: Matcher, post: SuitePost
) -> None:
    explanation = matcher.explain(Post(post.text))
    answer = explanation.answer
    assert answer == matcher.check(Post(post.text))
    if not explanation.candidates:
        assert answer.kind is Kind.UNKNOWN
        return
    best = explanation.candidates[0].match.rebuttal.id
    is_told = answer.kind in {Kind.VERDICT, Kind.AGREES} and answer.matches[0].rebuttal.id == best
    assert is_clear(explanation) == is_told


@pytest.fixture
def own() -> Matcher:
    matcher = Matcher()
    matcher.load([rebuttal("water", WATER), rebuttal("petrol", PETROL), rebuttal("bank", BANK)])
    return matcher


def test_a_negative_is_shown_beside_the_candidates_and_not_among_the_answers(own: Matcher) -> None:
    own.put(replace(rebuttal("petrol", PETROL), negatives=(PETROL,)))
    explanation = own.explain(Post(PETROL))
    assert explanation.answer.kind is Kind.UNKNOWN
    [held_back] = [each for each in explanation.candidates if each.is_negative]
    assert held_back.match.rebuttal.id == "petrol"


def test_anchors_of_a_moderator_are_those_that_are_looked_for(own: Matcher) -> None:
    own.put(replace(rebuttal("bank", BANK), anchors=("лицензия", "Сатурн")))
    [bank] = [each for each in own.explain(Post(BANK)).candidates if each.match.rebuttal.id == "bank"]
    assert (bank.held, bank.missing) == (("лицензия",), ("Сатурн",))
    assert [found.what for found in bank.match.differences] == ["anchor"]


def test_a_rule_says_what_it_found_and_what_it_asks_for(own: Matcher) -> None:
    [short] = [
        hurdle
        for hurdle in own.explain(Post("бензин подорожает")).candidates[0].hurdles
        if hurdle.what == "words"
    ]
    assert (short.found, short.wanted) == (2, 4)
