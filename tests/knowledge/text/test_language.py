"""The language of a post, in whatever letters it is typed."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.models import Language
from knowledge.text import language_of
from knowledge.text.language import is_latin_kazakh
from tests.knowledge.text.obfuscations import look_alikes
from tests.knowledge.text.posts import ENGLISH, KAZAKH, RUSSIAN

RUSSIAN_KEYBOARD = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноуухиАГКНОУУХИ")
LATIN_2021 = {
    **dict(zip("абвгдеёжзийклмнопрстуфхыэ", "abvgdeejziiklmnoprstufhye", strict=True)),
    **dict(
        zip(
            "әғқңөұүһішщцчюяъь",
            ["ä", "ğ", "q", "ñ", "ö", "ū", "ü", "h", "ı", "ş", "ş", "ts", "ch", "iu", "ia", "", ""],
            strict=True,
        )
    ),
}


def in_latin(text: str) -> str:
    return "".join(LATIN_2021.get(sign, sign) for sign in text.lower())


@pytest.mark.parametrize("post", KAZAKH)
def test_kazakh_is_known_in_its_own_letters(post: str) -> None:
    assert language_of(post) is Language.KK


@pytest.mark.parametrize("post", KAZAKH)
def test_kazakh_is_known_typed_on_a_russian_keyboard(post: str) -> None:
    assert language_of(post.translate(RUSSIAN_KEYBOARD)) is Language.KK


@pytest.mark.parametrize("post", KAZAKH)
def test_kazakh_is_known_in_latin_letters(post: str) -> None:
    assert language_of(in_latin(post)) is Language.KK
    assert is_latin_kazakh(in_latin(post))


@pytest.mark.parametrize("post", RUSSIAN)
def test_russian_is_known_even_with_look_alikes(post: str) -> None:
    assert language_of(post) is Language.RU
    assert language_of(look_alikes(post, random.Random(3))) is Language.RU


@pytest.mark.parametrize("post", ENGLISH)
def test_english_is_known(post: str) -> None:
    assert language_of(post) is Language.EN
    assert not is_latin_kazakh(post)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Salem, qalaisyn?", Language.KK),
        ("bul ras pa?", Language.KK),
        ("ras pa osy", Language.KK),
        ("Shekara jabylady degen ras pa", Language.KK),
        ("қалайсыз", Language.KK),
        ("Калай жагдай, не жаналык?", Language.KK),
        ("правда ли это?", Language.RU),
        ("Привет, это правда", Language.RU),
        ("ЭТО НЕПРАВДА", Language.RU),
        ("Is it true?", Language.EN),
        ("hello", Language.EN),
        ("Умер вокалист группы The Troggs", Language.RU),
        ("Kaspi Bank карталарды бұғаттайды", Language.KK),
        ("Смотрите сами https://example.org/this-is-the-english-path", Language.RU),
        ("Әлихан Смайылов сказал, что тарифы не будут повышать", Language.RU),
        ("Україна та її сусіди", None),
        ("", None),
        ("🔥🔥", None),
        ("12.05.2025", None),
        ("https://t.me/name", None),
        ("你好 世界 你好 世界", None),
        ("مرحبا كيف حالك اليوم يا صديقي", None),
        ("გამარჯობა როგორ ხარ დღეს", None),
    ],
)
def test_short_and_mixed_texts(text: str, language: Language | None) -> None:
    assert language_of(text) is language


@given(st.text(st.characters(exclude_categories=())))
def test_any_string_has_a_language_or_none(text: str) -> None:
    assert language_of(text) in {None, *Language}
