"""Reading keys for the index: the hashes against the pieces of words that they stand for."""

import numpy as np
import pytest

from knowledge.matching.index_features import concept_slots, read_key

KEY = "мобилизация в казахстане казахский не объявлена 2024 года мобил обил вода а 5g military ready қағаз"


def pieces(key: str) -> list[tuple[str, int]]:
    words = key.split()
    beginnings = [(word[:6], place) for place, word in enumerate(words)]
    grams = [
        (f" {word} "[i : i + 4], place) for place, word in enumerate(words) for i in range(len(word) - 1)
    ]
    return beginnings + grams


def test_equal_pieces_share_a_slot_and_others_do_not() -> None:
    names = [piece for piece, _ in pieces(KEY)]
    slots = read_key(KEY, with_grams=True)[0].tolist()
    slot_of = dict(zip(names, slots, strict=True))
    assert [slot_of[name] for name in names] == slots
    assert len(set(slots)) == len(slot_of)


def test_every_piece_knows_its_word() -> None:
    assert read_key(KEY, with_grams=True)[1].tolist() == [place for _, place in pieces(KEY)]


def test_without_grams_there_is_a_slot_for_each_word() -> None:
    slots, places = read_key(KEY, with_grams=False)
    assert places.tolist() == list(range(len(KEY.split())))
    assert slots.tolist() == read_key(KEY, with_grams=True)[0].tolist()[: places.size]


@pytest.mark.parametrize("before", [0, 1, 3, 4_000, 70_000])
def test_a_word_has_the_same_slot_wherever_it_stands(before: int) -> None:
    slots, places = read_key("слово " * before + "вода", with_grams=False)
    assert places.size == before + 1
    assert slots[-1] == read_key("вода", with_grams=False)[0][0]


def test_an_empty_key_has_no_slots() -> None:
    assert [array.size for array in read_key("", with_grams=True)] == [0, 0]


def test_concepts_have_slots_of_their_own() -> None:
    slots = set(concept_slots(np.arange(2_000)).tolist())
    letters = " ".join(map(chr, range(ord("а"), ord("я"))))
    assert len(slots) > 1_990
    assert not slots & set(read_key(letters, with_grams=False)[0].tolist())
