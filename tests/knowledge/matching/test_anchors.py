"""Anchors: what makes a claim this claim, derived or written by a moderator."""

from dataclasses import replace

import pytest

from knowledge.matching import anchors
from knowledge.text.lexicon import Lexicon
from tests.knowledge.matching.samples import BANK, PETROL, WATER, rebuttal


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (WATER, {"Алматы", "отравили", "три дня"}),
        (PETROL, {"1 июня", "400 тенге", "бензин", "подорожает"}),
        (BANK, {"Кереге", "лицензию"}),
    ],
)
def test_facts_names_and_heavy_words_of_the_first_claim_are_its_anchors(
    claim: str, expected: set[str], lexicon: Lexicon
) -> None:
    assert expected <= set(anchors(rebuttal("any", claim), lexicon))


def test_small_words_and_the_country_are_no_anchors(lexicon: Lexicon) -> None:
    found = anchors(rebuttal("any", "В Казахстане все и сразу будут пить только воду"), lexicon)
    assert not {"В", "Казахстане", "все", "и", "будут", "только"} & set(found)


def test_a_moderators_anchors_win(lexicon: Lexicon) -> None:
    assert anchors(rebuttal("any", WATER, anchors=("вода|су",)), lexicon) == ("вода|су",)


def test_a_rebuttal_without_claims_has_no_anchors(lexicon: Lexicon) -> None:
    assert anchors(replace(rebuttal("any", WATER), claims=()), lexicon) == ()
