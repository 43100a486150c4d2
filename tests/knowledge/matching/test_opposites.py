"""Concepts that exclude each other: every name must be one of the lexicon, or a guard is silently off."""

import pytest

from knowledge.matching.opposites import opposite
from knowledge.text.lexicon import Lexicon


@pytest.mark.parametrize(("ours", "theirs"), [("allow", "ban"), ("pensioner", "student"), ("open", "close")])
def test_a_passage_with_the_contrary_is_told_from_the_claim(ours: str, theirs: str) -> None:
    lexicon = Lexicon.load()
    numbers = {lexicon.name(number): number for number in range(len(lexicon))}
    assert opposite([numbers[ours]], [numbers[theirs]], lexicon) == (numbers[ours], numbers[theirs])
    assert opposite([numbers[ours]], [numbers[ours], numbers[theirs]], lexicon) is None
