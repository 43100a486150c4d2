"""Tests of knowledge/grouping/overlap.py: what it finds is what comparing with every text finds."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from knowledge.grouping.overlap import Overlap

texts = st.dictionaries(st.integers(0, 30), st.floats(0.125, 8, width=32), min_size=1, max_size=12)


def share(one: dict[int, float], other: dict[int, float]) -> float:
    both = one.keys() & other.keys()
    ours = sum(one[each] for each in both) / sum(one.values())
    return (ours + sum(other[each] for each in both) / sum(other.values())) / 2


@given(st.lists(texts, max_size=30), texts)
def test_every_text_that_shares_a_quarter_is_found_and_no_other(
    held: list[dict[int, float]], asked: dict[int, float]
) -> None:
    overlap = Overlap()
    for each in held:
        overlap.add(each)
    shares = {number: share(asked, each) for number, each in enumerate(held)}
    found = overlap.find(asked)
    assert {number for number, each in shares.items() if each > 0.2501} <= set(found)
    assert set(found) <= {number for number, each in shares.items() if each > 0.2499}
    assert all(shares[one] >= shares[other] - 1e-4 for one, other in pairwise(found))


def test_nothing_is_found_among_nothing() -> None:
    assert Overlap().find({1: 1.0}) == []
