"""A post cut into passages, each of which could hold one claim."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import passages
from tests.knowledge.text.posts import POSTS


def cut(text: str) -> list[str]:
    return [passage.text for passage in passages(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "В Алматы отравили воду. Власти молчат об этом! Что делать людям?",
            ["В Алматы отравили воду.", "Власти молчат об этом!", "Что делать людям?"],
        ),
        (
            "Алматыда су уланды. Билік үндемей отыр! Енді не істейміз?",
            ["Алматыда су уланды.", "Билік үндемей отыр!", "Енді не істейміз?"],
        ),
        (
            "The water was poisoned. The authorities say nothing. What now, people?",
            ["The water was poisoned.", "The authorities say nothing.", "What now, people?"],
        ),
        (
            "Банки закроют счета\nВоду отключат в понедельник",
            ["Банки закроют счета", "Воду отключат в понедельник"],
        ),
        (
            (
                "Что изменится с мая:\n• пенсии вырастут на треть\n— вклады заморозят до осени\n"
                "3) границу закроют совсем"
            ),
            [
                "Что изменится с мая:",
                "пенсии вырастут на треть",
                "вклады заморозят до осени",
                "границу закроют совсем",
            ],
        ),
        (
            "Вклады заморозят осенью ❗️ Границу закроют совсем ✅ Воду уже отключили",
            ["Вклады заморозят осенью", "Границу закроют совсем", "Воду уже отключили"],
        ),
        (
            "@kaspi_bot ворует деньги\nНе открывайте его ссылки",
            ["@kaspi_bot ворует деньги", "Не открывайте его ссылки"],
        ),
        (
            "Народ уже бежит в банки.Границу закрыли вчера вечером",
            ["Народ уже бежит в банки.", "Границу закрыли вчера вечером"],
        ),
        (
            "«Границу закрывают!» — кричали люди на вокзале. Поезда уже отменили.",
            ["«Границу закрывают!» — кричали люди на вокзале.", "Поезда уже отменили."],
        ),
    ],
    ids=["Russian", "Kazakh", "English", "lines", "bullets", "emoji", "names", "no space", "direct speech"],
)
def test_passages_are_sentences_and_lines(text: str, expected: list[str]) -> None:
    assert [passage.rstrip("❗️✅ ") for passage in cut(text)] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Дадут по 5 тыс. Тенге на каждого, сказал А. Б. Иванов",
        "С 2025 г. Пенсии отменят, т.е. ни у кого их не будет",
        "Заңды 2025 ж. Қабылдаған, т.б. мәселелер де бар",
        "Жол ақысы 500 тг. болады, деді к-сі Н. Ә. Серік",
        "Mr. Smith and Dr. Brown of the U.S. Embassy left the city",
        "Тариф вырос на 3.5 процента, а курс до 540.25 тенге",
        "Сайт egov.kz и приложение Kaspi.kz закроют",
        "Власти города заявили... что всё под контролем",
    ],
)
def test_a_dot_inside_a_sentence_does_not_cut_it(sentence: str) -> None:
    assert cut(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Правда ли, что вводят налог на воздух? Нет.", "Правда ли, что вводят налог на воздух? Нет."),
        (
            "Шекара жабылады деген рас па? Жоқ, бұл жалған ақпарат, деді министрлік.",
            "Шекара жабылады деген рас па? Жоқ, бұл жалған ақпарат, деді министрлік.",
        ),
        (
            "Is it true that the banks will close on Monday? No, the National Bank denies that.",
            "Is it true that the banks will close on Monday? No, the National Bank denies that.",
        ),
        ("ШОК!\nБанки закроют все счета в понедельник", "ШОК!\nБанки закроют все счета в понедельник"),
        ("Ответ: нет", "Ответ: нет"),
    ],
)
def test_fragments_and_answers_stay_with_what_they_belong_to(text: str, passage: str) -> None:
    assert cut(text) == [passage]


@pytest.mark.parametrize("text", ["", "   \n\n", "🔥🔥🔥", "!!! ... ???", "— — —"])
def test_a_text_without_words_has_no_passage(text: str) -> None:
    assert passages(text) == ()


def test_a_long_sentence_is_cut_after_a_clause() -> None:
    clause = "власти говорят, что счета закроют"
    found = cut(", ".join([clause] * 40))
    assert all(len(passage) <= 300 for passage in found)
    assert all(passage.endswith((",", "закроют")) for passage in found)


def test_letters_without_any_space_are_cut_too() -> None:
    assert [len(passage) for passage in cut("а" * 700)] == [300, 300, 100]


def test_the_longest_post_of_the_shortest_lines_has_a_bounded_number_of_passages() -> None:
    found = cut("слово и ещё\n" * 340)
    assert len(found) <= 48
    assert "".join(found).count("слово") == 340


@given(st.text(st.characters(exclude_categories=())) | st.lists(st.sampled_from(POSTS)).map(". ".join))
def test_passages_are_parts_of_the_text_in_order(text: str) -> None:
    found = passages(text)
    assert all(passage.text == text[passage.start : passage.end] for passage in found)
    bounds = [bound for passage in found for bound in (passage.start, passage.end)]
    assert bounds == sorted(bounds)


@given(st.lists(st.sampled_from(POSTS), min_size=1))
def test_no_word_is_lost(posts: list[str]) -> None:
    found = " ".join(cut("\n".join(posts)))
    assert found.split() == " ".join(posts).split()
