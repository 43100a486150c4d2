"""Quantities in three languages: the same amount has the same value and unit however it is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import facts, fold
from knowledge.text.quantities import conflicts


def stated(text: str) -> list[tuple[float, str, str]]:
    return [
        (quantity.value, quantity.unit, text[quantity.start : quantity.end])
        for quantity in facts(fold(text)).quantities
    ]


@pytest.mark.parametrize(
    ("text", "value", "unit", "quoted"),
    [
        ("дадут 100 000 тенге", 100_000, "kzt", "100 000 тенге"),
        ("дадут 100\u00a0000 тг", 100_000, "kzt", "100\u00a0000 тг"),
        ("дадут по 100 тыс. тенге", 100_000, "kzt", "100 тыс. тенге"),
        ("100 мың теңге береді", 100_000, "kzt", "100 мың теңге"),
        ("100 мын тенге береди", 100_000, "kzt", "100 мын тенге"),
        ("500мың теңгеге дейін", 500_000, "kzt", "500мың теңгеге"),
        ("жүз мың теңге", 100_000, "kzt", "жүз мың теңге"),
        ("сто тысяч тенге", 100_000, "kzt", "сто тысяч тенге"),
        ("a hundred thousand tenge", 100_000, "kzt", "hundred thousand tenge"),
        ("100 000 ₸ каждому", 100_000, "kzt", "100 000 ₸"),
        ("екі жарым мың теңге", 2_500, "kzt", "екі жарым мың теңге"),
        ("бес жүз адам", 500, "person", "бес жүз адам"),
        ("полтора миллиона человек", 1_500_000, "person", "полтора миллиона человек"),
        ("1,5 млн человек", 1_500_000, "person", "1,5 млн человек"),
        ("полмиллиона людей", 500_000, "person", "полмиллиона людей"),
        ("half a million people", 500_000, "person", "half a million people"),
        ("двадцать пять процентов", 25, "percent", "двадцать пять процентов"),
        ("жиырма бес пайызға", 25, "percent", "жиырма бес пайызға"),
        ("twenty-five percent", 25, "percent", "twenty-five percent"),
        ("рост на 25%", 25, "percent", "25%"),
        ("рост на 5,5 %", 5.5, "percent", "5,5 %"),
        ("за $500 в месяц", 500, "usd", "$500"),
        ("2 млрд $", 2e9, "usd", "2 млрд $"),
        ("15 тонн риса", 15_000, "kilogram", "15 тонн"),
        ("30 км дороги", 30_000, "metre", "30 км"),
        ("18 лет тюрьмы", 18, "year", "18 лет"),
        ("18 жасқа дейін", 18, "year", "18 жасқа"),
        ("5 мин ішінде", 5, "minute", "5 мин"),
        ("тарифы вырастут вдвое", 2, "times", "вдвое"),
        ("баға екі есе өседі", 2, "times", "екі есе"),
        ("закроют 300 новых школ", 300, "~школ", "300 новых школ"),
        ("он бес адам", 15, "person", "он бес адам"),
    ],
)
def test_an_amount_is_read_in_whatever_words(text: str, value: float, unit: str, quoted: str) -> None:
    assert stated(text) == [(value, unit, quoted)]


@pytest.mark.parametrize(
    "text",
    [
        "COVID-19 и Ил-76 летят",
        "сообщили в 10:30",
        "по статье 282 осудили",
        "школа №5 закрыта",
        "+7 701 123 45 67 или 8 (701) 123-45-67 звоните",
        "на 5-м этаже",
        "2-ші сынып оқушылары",
        "он человек умный",
        "тысячи людей вышли",
        "канал user2012 пишет",
    ],
)
def test_a_number_that_only_names_is_no_quantity(text: str) -> None:
    assert stated(text) == []


def test_a_number_whose_unit_is_left_out_is_bare() -> None:
    assert stated("картаға салады 50 мың") == [(50_000, "", "50 мың")]


def test_a_sign_belongs_to_the_number_before_it() -> None:
    assert stated("вырос на 100% 5 человек") == [(100, "percent", "100%"), (5, "person", "5 человек")]


def test_the_lower_bound_of_a_range_has_its_scale_and_unit() -> None:
    assert [(value, unit) for value, unit, _ in stated("по 10-15 тысяч тенге")] == [
        (10_000, "kzt"),
        (15_000, "kzt"),
    ]


def test_a_year_is_a_date_and_no_quantity() -> None:
    assert stated("в 2025 году и 2026 жылы дадут 5 тенге") == [(5, "kzt", "5 тенге")]


@pytest.mark.parametrize(
    ("claim", "post", "differ"),
    [
        ("дадут 100 000 тенге", "100 мың теңге береді", False),
        ("дадут 100 000 тенге", "дадут 99 300 тенге", False),
        ("дадут 100 000 тенге", "дадут 10 000 тенге", True),
        ("дадут 100 000 тенге", "дадут 100 000 долларов", False),
        ("дадут 100 000 тенге", "дадут деньги", False),
        ("от 10 до 15 процентов", "15 %", False),
        ("погибли 300 человек", "30 адам қаза тапты", True),
        ("закроют 300 школ", "закроют 30 школ", True),
        ("15 тонн", "15000 кг", False),
        ("дадут 100 000 тенге", "дадут по 50 тысяч", False),
    ],
)
def test_amounts_conflict_when_none_agrees_in_the_same_unit(claim: str, post: str, differ: bool) -> None:
    pairs = list(conflicts(facts(fold(claim)).quantities, facts(fold(post)).quantities))
    assert bool(pairs) is differ


@given(st.integers(2, 10**9), st.sampled_from(["тенге", "теңге", "человек", "адам", "tenge", "people"]))
def test_any_amount_in_digits_is_read_with_or_without_groups(amount: int, unit: str) -> None:
    grouped = f"{amount:,}".replace(",", " ")
    assert [value for value, *_ in stated(f"дадут {amount} {unit}")] == [amount]
    assert [value for value, *_ in stated(f"дадут {grouped} {unit}")] == [amount]


@given(st.text(st.characters(exclude_categories=())) | st.text("0123456789 ,.-мыңтенгек%$₸"))
def test_any_text_has_facts_inside_it(text: str) -> None:
    found = facts(fold(text))
    spans = [
        (fact.start, fact.end) for kind in (found.quantities, found.dates, found.places) for fact in kind
    ]
    assert all(0 <= start < end <= len(text) for start, end in spans)
