"""How the lexicon writes words: what a star, a tilde and nothing let follow a stem, per language."""

import pytest

from knowledge.models import Language
from knowledge.text.normalise import key
from knowledge.text.wordforms import fits, inflected, patterns

KK, RU, EN = Language.KK, Language.RU, Language.EN


def met(form: str, language: Language, word: str) -> bool:
    (pattern,) = patterns(form, language)
    folded = key(word)
    return any(folded.startswith(stem) and fits(tail, stem, folded) for stem, tail in pattern)


@pytest.mark.parametrize(
    ("form", "language", "words"),
    [
        ("ел~", KK, ["ел", "елге", "елде", "елдің", "еліміздің", "елдеріне", "елімізде"]),
        ("заң~", KK, ["заң", "заңның", "заңдар", "заңында", "заңымен"]),
        ("отан~", KK, ["отаны", "отаннан", "отанның"]),  # the key writes "отанан"
        ("салық~", KK, ["салық", "салығы", "салықтар", "салығынан"]),
        ("кітап~", KK, ["кітап", "кітабын", "кітаптарға"]),
        (
            "сат+",
            KK,
            ["сат", "сатады", "сатпайды", "сатылмайды", "сатқандардың", "сататын", "сатпаңыз", "сатпақшы"],
        ),
        ("төле+", KK, ["төлеп", "төленеді", "төлемегеннің", "төлеуге", "төлейміз", "төлесеңіз"]),
        ("қой+", KK, ["қояды", "қойды", "қоймайды", "қойыпты"]),
        ("шық+", KK, ["шықты", "шығады", "шықпайды"]),
        ("суд~", RU, ["суд", "суда", "судом", "судами", "судах"]),
        ("комисси~", RU, ["комиссия", "комиссии", "комиссию", "комиссией"]),
        ("force~", EN, ["force", "forces", "forced", "forcing"]),
        ("city~", EN, ["city", "cities", "city's"]),
        ("ban~", EN, ["ban", "bans", "banned", "banning"]),
        ("вакцин*", RU, ["вакцина", "вакцинация", "вакцинированных"]),
    ],
)
def test_a_form_is_met_in_its_inflections(form: str, language: Language, words: list[str]) -> None:
    assert [word for word in words if not met(form, language, word)] == []


@pytest.mark.parametrize(
    ("form", "language", "word"),
    [
        ("ел~", KK, "елу"),
        ("ел~", KK, "елші"),
        ("көл~", KK, "көлік"),
        ("сат+", KK, "сатушы"),
        ("кел+", KK, "келін"),
        ("төле+", KK, "төлем"),
        ("суд~", RU, "судьба"),
        ("суд~", RU, "судно"),
        ("ban~", EN, "bank"),
        ("суд", RU, "суда"),
        ("war", EN, "wars"),
    ],
)
def test_another_word_with_the_same_beginning_is_not_met(form: str, language: Language, word: str) -> None:
    assert not met(form, language, word)


def test_a_phrase_is_its_words_and_a_hyphen_parts_them() -> None:
    assert len(patterns("премьер-министр*", RU)) == 2
    assert patterns("премьер-министр*", RU) == patterns("премьер министр*", RU)


def test_only_kazakh_has_the_mark_of_verbs() -> None:
    with pytest.raises(ValueError, match='"\\+" marks Kazakh verbs only, found in RU'):
        patterns("прода+", RU)


def test_a_form_without_letters_is_refused() -> None:
    with pytest.raises(ValueError, match=r"form '\*' must hold at least one letter"):
        patterns("*", KK)


@pytest.mark.parametrize("word", ["шабашку", "шабашками", "шабашек"])
def test_a_word_of_no_known_language_is_inflected_without_its_last_vowel(word: str) -> None:
    folded = key(word)
    found = any(
        folded.startswith(stem) and fits(tail, stem, folded) for stem, tail in inflected(key("шабашка"))
    )
    assert found is (word != "шабашек")  # a vowel that comes and goes is beyond a list of endings
