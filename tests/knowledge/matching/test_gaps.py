"""Gaps between common words, beside the standard library's own."""

from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching.gaps import gaps

_WORDS = st.lists(st.integers(0, 4), max_size=12)


@given(_WORDS, _WORDS)
def test_gaps_are_what_the_standard_library_would_replace(ours: list[int], theirs: list[int]) -> None:
    opcodes = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    replaced = [(slice(a, b), slice(c, d)) for what, a, b, c, d in opcodes if what == "replace"]
    places = {word: [at for at, other in enumerate(theirs) if other == word] for word in theirs}
    assert list(gaps(ours, len(theirs), places)) == replaced
