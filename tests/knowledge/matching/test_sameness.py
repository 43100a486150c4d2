"""Tests of knowledge/matching/sameness.py: what makes two posts one claim, and what keeps them apart."""

import pytest

from knowledge.matching.alignment import read_closely
from knowledge.matching.sameness import say_the_same
from knowledge.text import Lexicon

LEXICON = Lexicon.load()
WATER = "В Алматы отравили воду, не пейте из-под крана"
BANK = "У Кереге Банка отозвали лицензию, срочно снимайте деньги"
PAYOUT = "Нацбанк выплатит каждому казахстанцу по 150 000 тенге"
QUAKE = "Сегодня ночью в Алматы ожидается землетрясение 7 баллов, сейсмологи предупредили"


def same(one: str, other: str) -> bool:
    first, second = read_closely(one, LEXICON), read_closely(other, LEXICON)
    answer = say_the_same(first, second, LEXICON)
    assert answer == say_the_same(second, first, LEXICON), "the question is symmetric"
    return answer


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (WATER, WATER),
        (WATER, "СРОЧНО!!! В Алматы oтрaвили вoду, не пейте из под крана 😱 перешлите всем"),
        (WATER, "Не пейте воду из крана! В Алматы водопровод отравлен"),
        (BANK, "Срочно снимайте деньги! У Кереге Банка лицензию отозвали!!"),
        (PAYOUT, "Ұлттық банк әр қазақстандыққа 150 мың теңге береді"),
        (PAYOUT, "The National Bank will pay every Kazakhstani 150,000 tenge"),
        (QUAKE, "Бүгін түнде Алматыда 7 балдық жер сілкінісі болады дейді, сейсмологтар ескертіпті"),
    ],
)
def test_the_same_claim_in_other_words_or_another_language(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (WATER, WATER.replace("Алматы", "Астане")),
        (WATER, WATER.replace("В Алматы ", "")),
        (WATER, WATER.replace("отравили", "не отравили")),
        (BANK, BANK.replace("Кереге", "Сарыжал")),
        (PAYOUT, PAYOUT.replace("150", "300")),
        (PAYOUT, PAYOUT.replace("по 150 000 тенге", "пособие")),
        (QUAKE, QUAKE.replace("7 баллов", "5 баллов")),
        ("15 марта по всему Казахстану отключат интернет", "15 апреля по всему Казахстану отключат интернет"),
        ("Границу с Кыргызстаном открыли", "Границу с Кыргызстаном закрыли"),
        ("Женщинам поднимут пенсионный возраст", "Женщинам снизят пенсионный возраст"),
        (WATER, WATER + ". Это фейк, не верьте"),
        (WATER, BANK),
        (WATER, ""),
    ],
)
def test_another_place_sum_date_name_direction_or_stance_is_another_claim(one: str, other: str) -> None:
    assert not same(one, other)
