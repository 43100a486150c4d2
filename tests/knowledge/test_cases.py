"""Tests of knowledge/cases.py: what moderators decided can be asked again, before and after a change."""

from dataclasses import replace

import pytest

from knowledge.cases import Case, cases, changes, outcomes
from knowledge.matching import Matcher
from knowledge.models import Claim, Kind, Language, Origin, Status
from tests.knowledge.matching.samples import BANK, PETROL, WATER, rebuttal

POST = "Соседка из Кереге сказала, завтра банк схлопнется, забирайте вклады"
OTHER = "У «Кереге Банка» новая лицензия на вклады"
KEPT = replace(
    rebuttal("bank", BANK),
    claims=(Claim(BANK, Language.RU), Claim(POST, Language.RU, Origin.LEARNED)),
    negatives=(OTHER,),
)


@pytest.fixture
def matcher() -> Matcher:
    matcher = Matcher()
    matcher.load([rebuttal("water", WATER), rebuttal("petrol", PETROL), KEPT])
    return matcher


def test_learned_posts_and_negatives_in_service_are_cases() -> None:
    retired = replace(KEPT, id="old", status=Status.RETIRED)
    assert list(cases([KEPT, retired])) == [
        Case("bank", POST, holds=True),
        Case("bank", OTHER, holds=False),
    ]


def test_what_moderators_decided_is_kept(matcher: Matcher) -> None:
    learned, negative = outcomes(matcher, cases([KEPT]))
    assert (learned.kind, learned.told, learned.is_kept) == (Kind.VERDICT, ("bank",), True)
    assert (negative.told, negative.is_kept) == ((), True)


def test_a_case_that_comes_out_otherwise_is_a_change(matcher: Matcher) -> None:
    asked = list(cases([KEPT]))
    before = outcomes(matcher, asked)
    stricter = replace(KEPT, anchors=("лицензия",))
    with matcher.trying(stricter):
        after = outcomes(matcher, asked)
    [change] = changes(before, after)
    assert (change.before.kind, change.after.kind) == (Kind.VERDICT, Kind.SUGGESTION)
    assert outcomes(matcher, asked) == before, "it was only tried"
    assert changes(before, before) == []


def test_what_is_only_tried_is_gone_afterwards_even_when_something_fails(matcher: Matcher) -> None:
    def fail() -> None:
        with matcher.trying(rebuttal("new", "Мэрия Алматы продаёт озеро Сайран")):
            assert len(matcher) == 4
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert len(matcher) == 3


def test_a_rebuttal_that_is_no_longer_met_breaks_its_case(matcher: Matcher) -> None:
    matcher.put(replace(KEPT, claims=(Claim("Тарифы на газ вырастут вдвое", Language.RU),)))
    learned, _ = outcomes(matcher, cases([KEPT]))
    assert not learned.is_kept
