"""Places in three languages, inflected, and told from words that only sound like them."""

from importlib.resources import files

import pytest

from knowledge.text import facts, fold
from knowledge.text.places import conflict, is_abroad, touch


def named(text: str) -> list[tuple[str, str]]:
    return [(place.id, text[place.start : place.end]) for place in facts(fold(text)).places]


@pytest.mark.parametrize(
    ("text", "place", "quoted"),
    [
        ("вода в Алматы", "almaty", "Алматы"),
        ("Алматыдағы су", "almaty", "Алматыдағы"),
        ("water in Almaty’s taps", "almaty", "Almaty’s"),
        ("в Алматинской области", "almaty-region", "Алматинской области"),
        ("Алматы облысында", "almaty-region", "Алматы облысында"),
        ("в Almaty region", "almaty-region", "Almaty region"),
        ("шымкентские больницы", "shymkent", "шымкентские"),
        ("Қызылордалықтар", "kyzylorda", "Қызылордалықтар"),
        ("Qyzylordada", "kyzylorda", "Qyzylordada"),
        ("Кызылордада", "kyzylorda", "Кызылордада"),
        ("в Усть-Каменогорске", "oskemen", "Усть-Каменогорске"),
        ("Өскеменде", "oskemen", "Өскеменде"),
        ("в Западно-Казахстанской области", "west-kazakhstan", "Западно-Казахстанской"),
        ("российские военные", "ru", "российские"),
        ("россияне едут", "ru", "россияне"),
        ("Ресейдің әскері", "ru", "Ресейдің"),
        ("Russian soldiers", "ru", "Russian"),
        ("Qytaidyn zhumysshylary", "cn", "Qytaidyn"),
        ("китайцы скупают", "cn", "китайцы"),
        ("АҚШ-та", "us", "АҚШ"),
        ("в Соединённых Штатах", "us", "Соединённых Штатах"),
        ("Оңтүстік Кореяда", "kr", "Оңтүстік Кореяда"),
        ("в Нью-Йорке", "newyork", "Нью-Йорке"),
        ("өзбекстандықтардың", "uz", "өзбекстандықтардың"),
        ("В городе Семей отключат", "semey", "Семей"),
        ("вoдa в Шымкeнтe", "shymkent", "Шымкeнтe"),
    ],
)
def test_a_place_is_known_in_any_form(text: str, place: str, quoted: str) -> None:
    assert named(text) == [(place, quoted)]


@pytest.mark.parametrize(
    "text",
    [
        "Семей погибших много",
        "бір қатар мәселелер",
        "бұған қарағанда",
        "ақша бөлінді",
        "оның мекені осында",
        "банка и баня",
        "статья УК",
        "crime in the city",
        "a kiwi and a scooter",
        "данный вопрос",
        "он орал на всех",
        "басына түсті",
        "let us go",
    ],
)
def test_a_word_that_only_sounds_like_a_place_is_none(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("claim", "post", "differ"),
    [
        ("в Алматы отравили воду", "Алматыда су уланды", False),
        ("в Алматы отравили воду", "в Шымкенте отравили воду", True),
        ("в Алматы отравили воду", "в Казахстане отравили воду", False),
        ("в Казахстане отравили воду", "в Шымкенте отравили воду", False),
        ("война с Россией", "Москва готовит войну", False),
        ("война с Россией", "война с Китаем", True),
        ("Сергей живёт в Караганде", "Қарағанды облысында тұрады", False),
        ("наводнение в Атырау", "наводнение", False),
    ],
)
def test_places_conflict_unless_one_holds_the_other(claim: str, post: str, differ: bool) -> None:
    pair = conflict(facts(fold(claim)).places, facts(fold(post)).places)
    assert (pair is not None) is differ


def rows() -> list[list[str]]:
    lines = files("knowledge.text").joinpath("places.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def test_the_gazetteer_is_sound() -> None:
    ids = [row[0] for row in rows()]
    assert len(ids) == len(set(ids))
    assert len(ids) >= 240
    assert {row[1] for row in rows()} - {"-"} <= set(ids)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_every_name_of_the_gazetteer_finds_its_own_place(row: list[str]) -> None:
    for cell in row[2:]:
        for form in cell.split("|"):
            name = form.lstrip("^!").replace("~", "")
            assert [place for place, _ in named(f"слово {name} слово")] == [row[0]], name


@pytest.mark.parametrize(
    ("place", "abroad"),
    [
        ("kg", True),
        ("bishkek", True),
        ("almaty", False),
        ("abai-region", False),
        ("kz", False),
        ("caspian", False),
    ],
)
def test_what_does_not_lie_in_kazakhstan_is_abroad(place: str, *, abroad: bool) -> None:
    assert is_abroad(place) is abroad


def test_a_town_touches_its_region_and_not_its_neighbour() -> None:
    assert touch("semey", "abai-region")
    assert touch("abai-region", "semey")
    assert not touch("semey", "almaty")


def test_adjectives_of_countries_name_them() -> None:
    assert named("машины с армянскими и кыргызскими номерами") == [
        ("am", "армянскими"),
        ("kg", "кыргызскими"),
    ]
