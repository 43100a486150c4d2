"""Posts that a moderator has said are not a rebuttal's claim: that rebuttal is never given for them again."""

from collections.abc import Callable, Iterable, Iterator, Sequence

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


def are_copies(one: str, other: str, read: Reader, lexicon: Lexicon) -> bool:
    """Whether two masked posts are copies of one, give or take a greeting, a call to forward or a typo.

    Copies of a template that name another sum, place or date, or deny it, are none.
    """
    return _are_copies(one, key(one), other, key(other), read, lexicon)


def _are_copies(one: str, ours: str, other: str, theirs: str, read: Reader, lexicon: Lexicon) -> bool:
    if one == other:
        return True
    alike = fuzz.ratio(ours, theirs, score_cutoff=_COPY) > 0
    return alike and say_the_same(read(one), read(other), lexicon)


class Negatives:
    """The negatives of all rebuttals that have any: {id: (masked post, its key), …}."""

    def __init__(self) -> None:
        self._posts: dict[str, tuple[tuple[str, str], ...]] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._posts)

    def put(self, rebuttal: str, posts: Sequence[str]) -> None:
        """Hold the posts in place of what was there; without posts only forget."""
        self._posts.pop(rebuttal, None)
        if posts:
            self._posts[rebuttal] = tuple((post, key(post)) for post in posts)

    def clear(self) -> None:
        self._posts.clear()

    def of(self, text: str, among: Iterable[str], read: Reader, lexicon: Lexicon) -> frozenset[str]:
        """Those of these rebuttals that a post is held not to be about."""
        rebuttals = [rebuttal for rebuttal in among if rebuttal in self._posts]
        if not rebuttals:
            return frozenset()
        post = masked(text)
        ours = key(post)
        return frozenset(
            rebuttal
            for rebuttal in rebuttals
            if any(
                _are_copies(post, ours, other, theirs, read, lexicon)
                for other, theirs in self._posts[rebuttal]
            )
        )
