"""What differs between a claim and a post, in the words of each."""

from knowledge.models import Difference
from knowledge.text import differences, facts, fold


def test_what_differs_is_shown_in_the_words_of_both() -> None:
    claim = facts(fold("С 1 мая в Алматы каждому дадут по 100 000 тенге"))
    post = facts(fold("Шымкентте 2 маусымнан бастап әркімге 10 мың теңге береді"))
    assert differences(claim, post) == (
        Difference("number", "100 000 тенге", "10 мың теңге"),
        Difference("date", "1 мая", "2 маусымнан"),
        Difference("place", "Алматы", "Шымкентте"),
    )


def test_what_only_one_of_them_states_is_no_difference() -> None:
    claim = facts(fold("В Алматы с мая дадут по 100 000 тенге"))
    assert differences(claim, facts(fold("Всем дадут деньги"))) == ()
    assert differences(facts(fold("Всем дадут деньги")), claim) == ()


def test_the_facts_of_a_part_are_those_stated_in_it() -> None:
    text = "В Алматы 5 человек. В Шымкенте 7 адам."
    second = facts(fold(text)).within(20, len(text))
    assert [text[place.start : place.end] for place in second.places] == ["Шымкенте"]
    assert [quantity.value for quantity in second.quantities] == [7]
    assert facts(fold(text)).within(0, len("В Алматы 5 чел")).quantities == ()
