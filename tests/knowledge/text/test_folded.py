"""The way from the key back to the original words, which is how an answer quotes what it judged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import fold
from tests.knowledge.text.obfuscations import OBFUSCATIONS
from tests.knowledge.text.posts import POSTS

UNICODE = st.text(st.characters(exclude_categories=()))
HIDDEN = st.builds(
    lambda post, obfuscation, chance: obfuscation(post, chance),
    st.sampled_from(POSTS),
    st.sampled_from(OBFUSCATIONS),
    st.randoms(use_true_random=False),
)


@pytest.mark.parametrize(
    ("text", "part", "quoted"),
    [
        ("🔥 СРОЧНО! В Алматы отравили воду!", "отравили воду", "отравили воду"),
        (
            "Сегодня вo\u200bйнa на\u0336ч\u0336а\u0336лась, говорят",
            "воина началас",
            "вo\u200bйнa на\u0336ч\u0336а\u0336лась",
        ),
        ("Ertең soǵys bastalady deıdi", "согис басталади", "soǵys bastalady"),
        ("вчера в о й н а началась", "воина началас", "в о й н а началась"),
        ("болезнь COVID-19 и COVID19", "ковид 19", "COVID-19"),
        ("нас ждёт #НетВойне завтра", "нет воине", "НетВойне"),
        ("дадут 100 000 тенге всем", "100000 тенге", "100 000 тенге"),
        ("e\u0301clat и\u0306од\u0336!", "иод", "и\u0306од\u0336"),
    ],
)
def test_a_part_of_the_key_leads_to_the_very_words(text: str, part: str, quoted: str) -> None:
    folded = fold(text)
    start = folded.key.index(part)
    assert text[slice(*folded.span(start, start + len(part)))] == quoted


def test_a_part_of_a_word_quotes_the_whole_word() -> None:
    folded = fold("Вода отравлена")
    assert folded.text[slice(*folded.span(6, 8))] == "отравлена"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 3), (0, 99)])
def test_a_range_that_is_no_part_of_the_key_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=r"must be a non-empty part of the key's 0:14"):
        fold("Вода отравлена").span(start, end)


@given(UNICODE | HIDDEN)
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    folded = fold(text)
    assert len(folded.spans) == len(folded.words)
    bounds = [bound for span in dict.fromkeys(folded.spans) for bound in span]
    assert bounds == sorted(bounds)
    assert all(0 <= start < end <= len(text) for start, end in folded.spans)


@given(HIDDEN, st.data())
def test_a_wider_part_of_the_key_leads_to_a_wider_part_of_the_text(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    bounds = sorted(data.draw(st.sets(st.integers(0, len(folded.key)), min_size=4, max_size=4)))
    outer_start, outer_end = folded.span(bounds[0], bounds[3])
    start, end = folded.span(bounds[1], bounds[2])
    assert outer_start <= start < end <= outer_end


@given(HIDDEN)
def test_the_words_of_a_part_of_the_text_are_found_in_the_key(text: str) -> None:
    folded = fold(text)
    assert folded.within(0, len(text)) == (0, len(folded.key))
    for first, (start, end) in enumerate(folded.spans):
        key_start, key_end = folded.within(start, end)
        assert folded.words[first] in folded.key[key_start:key_end].split()
    assert folded.within(len(text), len(text)) == (0, 0)
