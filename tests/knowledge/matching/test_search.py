"""Looking for words: any language, any inflection, and nothing where nothing holds them."""

import pytest

from knowledge.exchange import jsonl
from knowledge.matching import Matcher
from knowledge.starter import lines
from tests.knowledge.matching.samples import BANK, PETROL, WATER, rebuttal


@pytest.fixture
def matcher() -> Matcher:
    matcher = Matcher()
    known = [rebuttal("water", WATER), rebuttal("petrol", PETROL), rebuttal("bank", BANK)]
    matcher.load([*jsonl.parse(lines()), *known])
    return matcher


def _found(matcher: Matcher, words: str) -> list[str]:
    return [found.id for found in matcher.search(words, 5)]


@pytest.mark.parametrize("words", ["вода", "воду", "су", "water", "отравленная вода", "правда ли, что вода"])
def test_a_word_finds_its_claim_in_every_language(matcher: Matcher, words: str) -> None:
    assert _found(matcher, words) == ["water"]


@pytest.mark.parametrize("words", ["соғыс", "война", "war", "война с Россией", "Ресеймен соғыс бола ма"])
def test_the_nearest_comes_first(matcher: Matcher, words: str) -> None:
    assert _found(matcher, words)[0] == "tdl-war"


@pytest.mark.parametrize("words", ["чай", "рецепт борща", "погода завтра", "asdfgh", "Казань", "🙂", ""])
def test_words_that_no_claim_holds_find_nothing(matcher: Matcher, words: str) -> None:
    assert not matcher.search(words, 5)


def test_one_word_of_several_is_not_enough(matcher: Matcher) -> None:
    assert _found(matcher, "лицензия") == ["bank"]
    assert not matcher.search("лицензия на охоту на уток", 5)


def test_no_more_come_than_were_asked_for(matcher: Matcher) -> None:
    assert len(matcher.search("территориальная оборона", 2)) == 2


def test_what_is_retired_is_not_found(matcher: Matcher) -> None:
    matcher.remove("petrol")
    assert not matcher.search("бензин подорожает", 5)
