"""The posts that are known, and which of them a new one says the same as."""

from collections.abc import Iterable
from functools import lru_cache, partial

from knowledge.grouping.overlap import Overlap, features
from knowledge.matching.alignment import Detail, read_closely
from knowledge.matching.sameness import agree, say_the_same
from knowledge.text.facts import Facts
from knowledge.text.lexicon import Lexicon

# Texts read closely, 5 kB each: those that new posts are compared with again and again.
_REMEMBERED = 2048


class Grouping:
    """Posts by their fingerprints (`knowledge.text.fingerprint`), and the groups that they make.

    Two posts are linked if they say the same, and a group is what hangs together by links. A link hangs on
    its two posts only, and no link is overlooked, so any order of the same posts makes the same groups.
    Moderators' corrections are not known here: the store applies them (`Rumours.place`). Memory: some 6 kB a
    post, 60 MB for 10,000 different ones.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._read = lru_cache(_REMEMBERED)(partial(read_closely, lexicon=lexicon))
        self._overlap = Overlap()
        self._numbers: dict[str, int] = {}
        self._posts: list[tuple[str, str]] = []
        self._facts: list[Facts] = []
        self._first: dict[int, int] = {}  # of each rumour that was loaded, one post
        self._above: list[int] = []  # of each post another one of its group; of one in each group, itself

    def __len__(self) -> int:
        return len(self._posts)

    def __contains__(self, fingerprint: str) -> bool:
        return fingerprint in self._numbers

    def load(self, posts: Iterable[tuple[str, str, int]]) -> None:
        """Hold posts that were grouped before, given as (fingerprint, text, rumour), beside what is held.

        Those of one rumour are a group. Some 0.5 ms a post; not for several threads at once.
        """
        for fingerprint, text, rumour in posts:
            if fingerprint not in self:
                number = self._hold(fingerprint, text)
                self._unite(self._first.setdefault(rumour, number), number)

    def add(self, fingerprint: str, text: str) -> tuple[str, ...]:
        """Hold one more post; of each group that it belongs to the fingerprint of one post, nearest first.

        They are one group from then on. Nothing for a post that is held already, or that resembles none.
        """
        if fingerprint in self:
            return ()
        linked = self._linked(text)
        number = self._hold(fingerprint, text)
        for other in linked:
            self._unite(other, number)
        return tuple(self._posts[other][0] for other in linked)

    def _linked(self, text: str) -> list[int]:
        """One post of each group that has a post which says the same: the first one met, nearest first."""
        post = self._read(text)
        linked: dict[int, int] = {}
        for number in self._overlap.find(features(post)):
            group = self._top(number)
            if group not in linked and self._is_link(post, number):
                linked[group] = number
        return list(linked.values())

    def _is_link(self, post: Detail, number: int) -> bool:
        if not agree(post.facts, self._facts[number]):
            return False  # which spares reading the text again
        return say_the_same(post, self._read(self._posts[number][1]), self._lexicon)

    def _hold(self, fingerprint: str, text: str) -> int:
        detail = self._read(text)
        number = self._overlap.add(features(detail))
        self._facts.append(detail.facts)
        self._numbers[fingerprint] = number
        self._posts.append((fingerprint, text))
        self._above.append(number)
        return number

    def _top(self, number: int) -> int:
        while self._above[number] != number:
            self._above[number] = self._above[self._above[number]]
            number = self._above[number]
        return number

    def _unite(self, one: int, other: int) -> None:
        self._above[self._top(other)] = self._top(one)
