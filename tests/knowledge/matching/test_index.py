"""The candidate index against a naive model of it: the same documents and scores, after any changes."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from knowledge.matching.index import Index
from knowledge.matching.index_features import concept_slots, read_key

Document = tuple[int, str, Sequence[int]]

# Few letters and few words, so that words, grams and windows collide in every way.
words = st.text("абкс7", min_size=1, max_size=8)
keys = st.lists(words, max_size=40).map(" ".join)
concept_lists = st.lists(st.integers(0, 5), max_size=3)
documents = st.integers(0, 3_000) | st.integers(0, 12)


def features(key: str, concepts: Sequence[int]) -> set[int]:
    words = [slot for word in key.split() for slot in read_key(word, with_grams=True)[0].tolist()]
    return {*words, *concept_slots(np.array(concepts, np.int64)).tolist()}


@dataclass
class NaiveIndex:
    """The definition of the score, claim by claim, in plain Python."""

    held: dict[int, set[int]] = field(default_factory=dict)

    def weight(self, feature: int) -> float:
        holders = sum(feature in claim for claim in self.held.values())
        return math.log((len(self.held) + 1) / (holders + 0.5)) ** 2

    def mass(self, some: Iterable[int]) -> float:
        return sum(map(self.weight, some))

    def scores(self, key: str, concepts: Sequence[int]) -> dict[int, float]:
        post = key.split()
        starts = range(0, max(1, len(post) - 12), 12)
        near = [features(" ".join(post[start : start + 24]), concepts) for start in starts]
        whole = features(key, concepts)
        return {
            document: (0.6 * self.mass(claim & whole) + 0.4 * max(self.mass(claim & w) for w in near))
            / math.sqrt(self.mass(claim))
            for document, claim in self.held.items()
            if claim & whole
        }


def assert_same(index: Index, naive: NaiveIndex, key: str, concepts: Sequence[int]) -> None:
    found = index.candidates(key, concepts, limit=1000)
    assert dict(found) == pytest.approx(naive.scores(key, concepts), rel=1e-4)
    assert [candidate.score for candidate in found] == sorted((score for _, score in found), reverse=True)


class ChangingIndex(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.index = Index()
        self.naive = NaiveIndex()

    @initialize(
        first=st.lists(st.tuples(documents, keys, concept_lists), max_size=8, unique_by=lambda d: d[0])
    )
    def load(self, first: list[Document]) -> None:
        self.index.load(first)
        self.naive.held = {document: features(key, concepts) for document, key, concepts in first}

    @rule(document=documents, key=keys, concepts=concept_lists)
    def add(self, document: int, key: str, concepts: list[int]) -> None:
        if document in self.naive.held:
            with pytest.raises(ValueError, match=str(document)):
                self.index.add(document, key, concepts)
        else:
            self.index.add(document, key, concepts)
            self.naive.held[document] = features(key, concepts)

    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        if self.naive.held:
            document = data.draw(st.sampled_from(sorted(self.naive.held)))
            self.index.remove(document)
            del self.naive.held[document]

    @rule(key=keys, concepts=concept_lists)
    def ask(self, key: str, concepts: list[int]) -> None:
        assert_same(self.index, self.naive, key, concepts)

    @invariant()
    def is_as_long(self) -> None:
        assert len(self.index) == len(self.naive.held)


TestChangingIndex = ChangingIndex.TestCase
TestChangingIndex.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)


def found(index: Index, key: str, concepts: Sequence[int] = ()) -> list[int]:
    return [candidate.document for candidate in index.candidates(key, concepts)]


def test_a_claim_is_found_by_the_very_next_post() -> None:
    index = Index()
    index.add(7, "пенсии отменят")
    assert found(index, "говорят пенсии скоро отменят") == [7]


def test_a_word_is_met_in_another_form_and_misspelt() -> None:
    index = Index()
    index.add(1, "мобилизация начнется завтра")
    assert found(index, "мобилизацию") == [1]
    assert found(index, "мабилизация") == [1]


def test_a_claim_is_met_by_a_concept_alone() -> None:
    index = Index()
    index.load([(1, "жинакталган зейнетакы", [12]), (2, "вода отравлена", [13])])
    assert found(index, "pension savings", [12]) == [1]


def test_a_removed_claim_is_never_found_again() -> None:
    index = Index()
    index.load([(1, "вода отравлена", [5]), (2, "вода подорожает", [6])])
    index.remove(1)
    assert found(index, "вода отравлена", [5]) == [2]
    index.remove(2)
    assert found(index, "вода отравлена подорожает", [5, 6]) == []
    assert len(index) == 0


def test_scores_after_removals_are_those_of_an_index_that_never_held_the_claims() -> None:
    kept: list[Document] = [(n, f"вода {n % 7} отравлена {n}", [n % 3]) for n in range(40)]
    removed: list[Document] = [(n, f"вода подорожает {n % 5}", [n % 2]) for n in range(40, 90)]
    index, fresh = Index(), Index()
    index.load([*removed, *kept])
    for document, _, _ in removed:
        index.remove(document)
    fresh.load(kept)
    post = "вода 3 отравлена"
    assert dict(index.candidates(post, [1])) == pytest.approx(dict(fresh.candidates(post, [1])))


def test_a_number_can_be_given_to_another_claim_after_removal() -> None:
    index = Index()
    index.add(1, "вода отравлена")
    index.remove(1)
    index.add(1, "банки закроют")
    assert found(index, "вода отравлена") == []
    assert found(index, "банки закроют") == [1]


def test_loading_finds_what_adding_one_by_one_finds_and_forgets_the_rest() -> None:
    claims: list[Document] = [(n * 3, f"слух {n} про город {n % 9} и воду", [n % 4]) for n in range(200)]
    loaded, added = Index(), Index()
    loaded.add(5, "слух про город")
    loaded.load(claims)
    for document, key, concepts in claims:
        added.add(document, key, concepts)
    post = "город 4 опять слух 31 про воду"
    assert loaded.candidates(post, [2], limit=200) == added.candidates(post, [2], limit=200)
    assert len(loaded) == 200


def test_a_document_is_held_once() -> None:
    index = Index()
    index.add(1, "вода отравлена")
    with pytest.raises(ValueError, match="document 1 is in the index already"):
        index.add(1, "банки закроют")
    with pytest.raises(KeyError):
        index.remove(2)
    assert found(index, "вода банки") == [1]


@pytest.mark.parametrize("document", [-1, 1 << 23])
def test_a_number_that_is_no_row_is_refused(document: int) -> None:
    with pytest.raises(ValueError, match=f"document {document} must be from 0 to 8388607"):
        Index().add(document, "вода отравлена")


def test_nothing_is_found_by_nothing() -> None:
    index = Index()
    assert index.candidates("вода") == []
    index.add(1, "")
    assert len(index) == 1
    assert index.candidates("") == []
    assert index.candidates("вода", [4]) == []
    index.remove(1)
    assert len(index) == 0


def test_the_best_come_first_and_no_more_than_asked_for() -> None:
    index = Index()
    index.load([(1, "вода подорожает", []), (2, "вода отравлена", []), (3, "воду отравили вчера", [])])
    assert found(index, "вода отравлена")[0] == 2
    assert index.candidates("вода отравлена", limit=2) == index.candidates("вода отравлена")[:2]


def test_words_that_stand_together_count_more_than_words_strewn_over_a_long_post() -> None:
    index = Index()
    index.load([(1, "альфа бета гамма", []), (2, "дельта эпсилон тета", [])])
    filler = " ".join(["слово"] * 40)
    assert found(index, f"альфа {filler} бета {filler} гамма {filler} дельта эпсилон тета")[0] == 2


def test_every_claim_of_a_large_store_is_found_in_a_long_post() -> None:
    """Past the limits of the first estimate: 30,000 claims, of which most share a word with the post."""
    rng = np.random.default_rng(7)
    claims = [" ".join(f"{int(50_000 * share**3):x}" for share in rng.random(12)) for _ in range(30_000)]
    index = Index()
    index.load((document, claim, []) for document, claim in enumerate(claims))
    for document in range(0, 30_000, 1_000):
        post = " ".join(
            [*claims[document - 40 : document - 20], claims[document], *claims[document - 20 : document]]
        )
        assert document in found(index, post)


def test_three_common_words_find_the_claim_that_has_all_of_them() -> None:
    """Each is in 7,000 of 21,001 claims: more than is read of a long post."""
    common = ["вода", "газ", "свет"]
    index = Index()
    index.load(
        [*((n, f"{common[n % 3]} {n}", []) for n in range(21_000)), (21_000, "свет газ вода рядом", [])]
    )
    assert found(index, "вода газ свет")[0] == 21_000


def test_a_short_claim_comes_before_many_long_ones_that_share_more() -> None:
    long = " ".join(f"слово{n}" for n in range(30))
    claims: list[Document] = [(n, f"вода газ {long}", []) for n in range(400)]
    index = Index()
    index.load([*claims, (400, "вода", []), *((n, f"свет {n}", []) for n in range(401, 3_000))])
    assert found(index, "вода газ")[0] == 400


@pytest.mark.parametrize(
    "post",
    [
        " ".join(["а"] * 2048),
        " ".join(["вода"] * 800),
        "в" * 4096,
        " ".join(f"вода{n}" for n in range(500)),
        " ".join(["вода отравлена"] * 270),
    ],
    ids=["one-letter words", "one word", "one long word", "words alike", "the claim all over"],
)
def test_the_oddest_posts_of_full_length_get_an_exact_answer(post: str) -> None:
    index, naive = Index(), NaiveIndex()
    claims: list[Document] = [(1, "вода отравлена", []), (2, "а в с", []), (3, "вода17", []), (4, post, [])]
    index.load(claims)
    naive.held = {document: features(key, concepts) for document, key, concepts in claims}
    assert_same(index, naive, post, [])


def test_a_store_past_20_000_claims_is_read_by_words_only() -> None:
    claims: list[Document] = [(n, f"вода {n}", []) for n in range(20_001)]
    index = Index()
    index.load(claims[:-1])
    assert found(index, "заводазавод")
    index.load(claims)
    assert not found(index, "заводазавод")
    assert found(index, "вода 20000")[0] == 20_000
