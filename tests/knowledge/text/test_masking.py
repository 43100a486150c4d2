"""Tests of knowledge/text/masking.py: what leads to a person is masked, sums and dates stay readable."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import masked

DIGITS = [
    str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"),
    str.maketrans("0123456789", "０１２３４５６７８９"),
    str.maketrans("0123456789", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"),
    str.maketrans("013", "OlЗ"),
    str.maketrans("013", "оІз"),
    str.maketrans("", ""),
]
INVISIBLE = ["", "\u200b", "\u2060", "\u00ad", "\u200e"]
SEPARATORS = ["", " ", "-", "\u00a0", "\u2009", "–"]
AROUND = st.sampled_from(
    ["{}", "Звоните {}!", "нөмірім {} жазыңыз", "call {}, please", "тел:{}", "({})", "№{}."]
)

disguises = st.tuples(
    st.sampled_from(DIGITS), st.sampled_from(INVISIBLE), st.sampled_from(SEPARATORS), st.integers(1, 6)
)


def disguised(digits: str, disguise: tuple[dict[int, int], str, str, int]) -> str:
    table, invisible, separator, size = disguise
    groups = [digits[at : at + size] for at in range(0, len(digits), size)]
    return separator.join(invisible.join(group) for group in groups).translate(table)


@st.composite
def iins(draw: st.DrawFn) -> str:
    born = draw(st.dates(date(1930, 1, 1), date(2025, 12, 31)))
    century = draw(st.sampled_from("34" if born.year < 2000 else "56"))
    digits = f"{born:%y%m%d}{century}{draw(st.integers(0, 9999)):04}"
    for weights in (range(1, 12), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)):
        check = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11
        if check < 10:
            return f"{digits}{check}"
    return draw(iins())  # no number is given for such a serial


def with_luhn(digits: str) -> str:
    return next(
        digits + last
        for last in "0123456789"
        if sum(
            sum(divmod(int(digit) * (1 + place % 2), 10))
            for place, digit in enumerate(reversed(digits + last))
        )
        % 10
        == 0
    )


@pytest.mark.parametrize(
    "phone",
    [
        "+7 701 234 56 78", "8 (727) 272-12-34", "87012345678", "+77772345678", "8-705-234-56-78",
        "7012345678", "701 234 56 78", "8.701.234.56.78", "+7 916 123-45-67", "+44 20 7946 0958",
        "+996 555 123 456", "272-12-34", "8 7O1 Z34 56 78", "8\u200b701\u200b2345678",
        "8 7 0 1 2 3 4 5 6 7 8", "8*701*234*56*78", "8•701•234•56•78",
        "8  701    234 56 78", "+7\n701\n2345678",
    ],
)  # fmt: skip
def test_a_phone_number_is_masked_however_it_is_written(phone: str) -> None:
    assert masked(f"Срочно звоните {phone}, спросить Асель") == "Срочно звоните [📞], спросить Асель"


@given(
    st.sampled_from(["8701", "7777", "8727", "7747", "8705"]), st.integers(0, 9_999_999), AROUND, disguises
)
def test_no_disguise_saves_a_phone_number(
    code: str, rest: int, around: str, disguise: tuple[dict[int, int], str, str, int]
) -> None:
    number = disguised(f"{code}{rest:07}", (*disguise[:3], 1))
    assert masked(around.format(number)) == around.format("[📞]")


@given(iins(), AROUND, disguises.filter(lambda disguise: disguise[3] in {1, 2, 3, 4, 6}))
def test_an_iin_is_masked(iin: str, around: str, disguise: tuple[dict[int, int], str, str, int]) -> None:
    assert masked(around.format(disguised(iin, disguise))) == around.format("[🪪]")


def test_twelve_digits_that_are_no_iin_stay() -> None:
    for number in ("900101300120", "991301300129", "123456789012"):
        assert masked(f"Код операции {number}.") == f"Код операции {number}."


@given(
    st.integers(2 * 10**14, 7 * 10**14 - 1), AROUND, disguises.filter(lambda disguise: disguise[3] in {1, 4})
)
def test_a_card_number_is_masked(
    first: int, around: str, disguise: tuple[dict[int, int], str, str, int]
) -> None:
    assert masked(around.format(disguised(with_luhn(str(first)), disguise))) == around.format("[💳]")


def test_the_date_behind_a_card_number_stays() -> None:
    assert masked("4111 1111 1111 1111 12/27") == "[💳] 12/27"


# How people here write numbers: country, code and rest of a mobile, a city or a village, and a Russian one.
SHAPES = (
    "+7 {a} {b} {c} {d}", "8 ({a}) {b}-{c}-{d}", "8{a}{b}{c}{d}", "+7({a}){b}{c}{d}", "7-{a}-{b}-{c}{d}",
    "8.{a}.{b}.{c}.{d}", "8/{a}/{b}/{c}/{d}", "8–{a}–{b}—{c}—{d}", "+7{a} {b}{c}{d}", "8*{a}*{b}*{c}*{d}",
)  # fmt: skip
CODES = (
    "700",
    "701",
    "705",
    "707",
    "708",
    "727",
    "747",
    "771",
    "775",
    "776",
    "778",
    "717",
    "495",
    "916",
    "999",
)


@given(
    st.sampled_from(SHAPES),
    st.sampled_from(CODES),
    st.tuples(st.integers(0, 999), st.integers(0, 99), st.integers(0, 99)),
    AROUND,
)
def test_a_phone_number_is_masked_in_every_shape(
    shape: str, code: str, rest: tuple[int, int, int], around: str
) -> None:
    b, c, d = rest
    number = shape.format(a=code, b=f"{b:03}", c=f"{c:02}", d=f"{d:02}")
    assert masked(around.format(number)) == around.format("[📞]")


LATIN_TO_CYRILLIC = str.maketrans("aceopxykmt", "асеорхукмт")


@given(
    st.text("abcegikmnoprstuxyz0123456789", min_size=1, max_size=12),
    st.sampled_from(["mail.kz", "gmail.com", "yandex.ru", "inbox.kz", "post.example.org"]),
    st.sets(st.integers(0, 40)),
)
def test_no_look_alike_letter_saves_an_e_mail_address(name: str, host: str, swapped: set[int]) -> None:
    address = f"{name}@{host}"
    disguised_address = "".join(
        sign.translate(LATIN_TO_CYRILLIC) if place in swapped else sign for place, sign in enumerate(address)
    )
    assert masked(f"Пишите на {disguised_address} срочно") == "Пишите на [✉️] срочно"


@pytest.mark.parametrize(
    "account", ["KZ86125KZT5004100100", "KZ86 125K ZT50 0410 0100", "КZ86 125K ZT50 0410 0100"]
)
def test_a_kazakh_account_is_masked(account: str) -> None:
    assert masked(f"на счёт {account} до вечера") == "на счёт [🏦] до вечера"


@pytest.mark.parametrize(
    "address",
    [
        "aigerim.s@mail.kz", "a-b+c@post.example.com", "aigerim@пошта.рф", "aigerim (at) mail.kz",
        "aigerim[собака]mail[точка]kz", "aigerim @ mail . kz", "aigerim\u200b@\u200bmail.kz",
        "aigerim＠mail．kz", "aigerim at mail dot kz", "айгерим собака мейл точка ру",
    ],
)  # fmt: skip
def test_an_e_mail_address_is_masked(address: str) -> None:
    assert masked(f"Пишите на {address} срочно") == "Пишите на [✉️] срочно"


@pytest.mark.parametrize(
    "text",
    [
        "Звоните 112, 102 или 1414; горячая линия 8 800 080 7777",
        "с 10.05.2025 по 12.06.2026, в 14:30",
        "2025-11-12 14:30 до 2026 года",
        "Банк выплатит 150 000 тенге, всего 300 000 000 000 тенге",
        "бюджет 1 250 000 000 000 ₸ и 87 011 234 567 тенге",
        "$1 000 000 000 000 и 4 000 000 000 000 000 рублей",
        "қазір 18 500 000 адам, +20 градус, 5G, COVID-19, 2024-2025",
        "пишите @channel. Спасибо, https://t.me/channel/12345",
        "статья 388 п. 2, школа 159, дом 12 кв. 45",
        "ТОО ООО о 3 з 8",
        "собака у магазина, точка. Встреча at noon, dot com bubble",
    ],
)
def test_sums_dates_and_services_stay_readable(text: str) -> None:
    assert masked(text) == text


@given(st.integers(1, 10**15), st.sampled_from(["тенге", "тг", "₸", "рублей", "теңге", "млн"]))
def test_a_sum_in_thousands_stays_readable(value: int, currency: str) -> None:
    text = f"Каждому дадут {value:,} {currency}".replace(",", " ")
    assert masked(text) == text


@given(
    st.dates(date(1990, 1, 1), date(2035, 1, 1)),
    st.sampled_from(["%d.%m.%Y", "%d/%m/%y", "%Y-%m-%d"]),
)
def test_a_date_stays_readable(day: date, form: str) -> None:
    text = f"закроют {day.strftime(form)} в 18:00"
    assert masked(text) == text


@given(st.text())
def test_any_text_can_be_masked_and_masking_again_changes_nothing(text: str) -> None:
    once = masked(text)
    assert masked(once) == once


@given(st.text(alphabet="0123456789 -+().OоlЗ@.kz\u200b[]", max_size=60))
def test_what_is_full_of_numbers_is_masked_once_and_for_all(text: str) -> None:
    once = masked(text)
    assert masked(once) == once
