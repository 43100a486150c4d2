"""Posts that a moderator has said are not a rebuttal's claim: that rebuttal is never given for them again."""

from collections.abc import Callable, Sequence

from rapidfuzz import fuzz

from knowledge.matching.alignment import Detail
from knowledge.matching.sameness import say_the_same
from knowledge.text import key, masked
from knowledge.text.lexicon import Lexicon

# Likeness of folded keys, which falls with whatever one of the two has more than the other. On 2,940 posts of
# tests/suite, copies with a call to forward or a question around them reach .8 in .93 to .99 of cases; of
# pairs that mean different things 56 do, and 4 where they must say the same, too.
_COPY = 80.0

Reader = Callable[[str], Detail]


def is_copy(text: str, other: str, read: Reader, lexicon: Lexicon) -> bool:
    """Whether two masked posts are copies of one, give or take a greeting, a call to forward or a typo.

    Copies of a template that name another sum, place or date, or deny it, are none.
    """
    one, two = key(text), key(other)
    if one == two:
        return True
    return fuzz.ratio(one, two, score_cutoff=_COPY) > 0 and say_the_same(read(text), read(other), lexicon)


class Negatives:
    """The negatives of all rebuttals that have any, {id: masked posts}."""

    def __init__(self) -> None:
        self._posts: dict[str, tuple[str, ...]] = {}

    def put(self, rebuttal: str, posts: Sequence[str]) -> None:
        """Hold the posts in place of what was there; without posts only forget."""
        self._posts.pop(rebuttal, None)
        if posts:
            self._posts[rebuttal] = tuple(posts)

    def clear(self) -> None:
        self._posts.clear()

    def of(self, text: str, read: Reader, lexicon: Lexicon) -> frozenset[str]:
        """The rebuttals that a post is held not to be about."""
        if not self._posts:
            return frozenset()
        post = masked(text)
        return frozenset(
            rebuttal
            for rebuttal, posts in self._posts.items()
            if any(is_copy(post, each, read, lexicon) for each in posts)
        )
