"""Terms: a word's slots, and the scratch they are looked up in, which two threads must not share."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from knowledge.matching.terms import SLOTS, Ints, Letters, Places, pack, word_slots


def looks_up_rightly(slots: Ints) -> bool:
    places = Places()
    half = slots[::2]
    expected = np.full(SLOTS, -1, np.int64)
    expected[half] = np.arange(half.size)
    return all(np.array_equal(places.find(slots, among=half), expected[slots]) for _ in range(200))


def test_places_of_two_threads_do_not_disturb_each_other() -> None:
    """The bot answers while a matcher with other synonyms is loaded in another thread."""
    one, other = np.arange(0, SLOTS, 30), np.arange(0, SLOTS, 50)
    with ThreadPoolExecutor(2) as threads:
        assert all(threads.map(looks_up_rightly, (one, other)))


def test_a_word_has_the_same_slots_alone_and_among_others() -> None:
    words = ("су", "вода", "водопровод", "5г", "q", "қазақша")
    letters = Letters.of([pack(" ".join(words))])
    starts = letters.word_starts()
    together = zip(letters.stem_slots(starts).tolist(), letters.root_slots(starts).tolist(), strict=True)
    assert [word_slots(word) for word in words] == list(together)
