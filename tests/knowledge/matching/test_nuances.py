"""Small signs that a passage with a claim's words makes another claim, and negations that only look so."""

import numpy as np
import pytest

from knowledge.matching import shipped_lexicon, stance
from knowledge.matching.alignment import read_closely, strengths
from knowledge.matching.nuances import nuances

SAIGAS = "В этом году отстреляют половину всей сайги"
SICK_LEAVE = "Больничный лист дадут всем работникам с 1 июня"


def features(claim: str, passage: str) -> dict[str, float]:
    one, other = (read_closely(text, shipped_lexicon()) for text in (claim, passage))
    return nuances(one, other, *strengths(one, other), shipped_lexicon())


@pytest.mark.parametrize(
    ("claim", "passage", "feature"),
    [
        (SICK_LEAVE, SICK_LEAVE.replace("всем", "только"), "narrowed"),
        (SICK_LEAVE, SICK_LEAVE.replace("всем", "некоторым"), "widening lost"),
        (SICK_LEAVE, "Предложили обсудить: " + SICK_LEAVE, "undecided"),
        (SICK_LEAVE, SICK_LEAVE.replace("дадут", "отменят"), "reversed"),
        (SICK_LEAVE, "Говорят, " + SICK_LEAVE, "hearsay"),
        (SAIGAS, SAIGAS.replace("сайги", "популяции волков"), "sibling instead"),
        (SAIGAS, SAIGAS.replace("половину всей", "половину заражённой бешенством"), "heaviest added between"),
        ("Студентам не дадут стипендию", "Студентам дадут стипендию", "negation lost"),
    ],
)
def test_what_makes_another_claim_is_told_and_not_of_the_claim_itself(
    claim: str, passage: str, feature: str
) -> None:
    assert features(claim, passage)[feature]
    assert not features(claim, claim)[feature]


def test_a_translation_is_literal_in_nothing() -> None:
    assert features(SICK_LEAVE, SICK_LEAVE)["literal coverage"] == pytest.approx(1)
    assert features(SICK_LEAVE, "Everybody who works gets sick leave now")["literal coverage"] == 0


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Дүкенде ет сатады", "Дүкенде ет сатпайды"),
        ("Дәріханада дәріні сатады", "Дәріханада дәріні сатпаған"),
        ("They sell meat in this shop", "They won't sell meat in this shop"),
    ],
)
def test_a_negation_in_the_passage_is_found(claim: str, passage: str) -> None:
    one, other = (read_closely(text, shipped_lexicon()) for text in (claim, passage))
    assert stance.negation(one, other, np.ones(len(one.units), np.float32), shipped_lexicon())


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Грипп тарады", "Тұмауға қарсы екпе салады"),
        ("Базар жабылды", "Базарды жексенбіде жабады"),
        ("Сабақ басталды", "Оқушыларды сабаққа кіргізеді"),
        ("Тариф көтерілді", "Тарифті көтермекші"),
        ("Горит полигон под Семеем", "Семейдің полигоны өртенді"),
        ("Нефть подорожала", "Бензин из-за неё подорожал"),
    ],
)
def test_what_only_looks_like_a_negation_is_none(claim: str, passage: str) -> None:
    one, other = (read_closely(text, shipped_lexicon()) for text in (claim, passage))
    assert stance.negation(one, other, np.ones(len(one.units), np.float32), shipped_lexicon()) == []
