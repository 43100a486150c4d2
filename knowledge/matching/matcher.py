"""Finds the rebuttals of a post's claims: in memory, nothing waits, the same post gets the same answer."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, lru_cache, partial
from itertools import islice
from math import inf

from knowledge.matching.alignment import Detail, read_closely
from knowledge.matching.anchors import anchors
from knowledge.matching.comparison import Comparison, compare
from knowledge.matching.decision import answer
from knowledge.matching.documents import Documents, Read, texts
from knowledge.matching.explanation import Explanation, explained
from knowledge.matching.index import Index
from knowledge.matching.judgement import Judged, Ranked, judge
from knowledge.matching.known_links import Known, KnownLinks
from knowledge.matching.linked import with_links
from knowledge.matching.negatives import Negatives, are_copies
from knowledge.matching.reading import claim_words, read_post
from knowledge.matching.search import Sought
from knowledge.matching.terms import Places
from knowledge.models import Answer, Post, Rebuttal, Status
from knowledge.text import language_of
from knowledge.text.lexicon import Lexicon

# The right claim is among the first 20 of the ranking in .99 of real Telegram posts; each further candidate
# costs some 10 microseconds.
_CANDIDATES = 48
# Texts read closely, claims above all: 5 kB each.
_REMEMBERED = 2048
_AT_ONCE = 512  # rebuttals: numpy's calls cost as much for one as for a hundred


@cache
def shipped_lexicon() -> Lexicon:
    """The lexicon that comes with the package, read once."""
    return Lexicon.load()


def lexicon_with(synonyms: Iterable[tuple[str, str]]) -> Lexicon:
    """The shipped lexicon and what moderators taught it, as (word, meaning).

    Of a pair, what the meaning means wins: the word takes it over, never the other way.
    """
    pairs = [(meaning, word) for word, meaning in synonyms]
    return shipped_lexicon().with_synonyms(pairs) if pairs else shipped_lexicon()


class Matcher:
    """All published rebuttals, and which of them a post is about.

    Changes are seen by the next post. One thread at a time calls it, since it has scratch arrays; another
    matcher may be loaded in another thread meanwhile.
    """

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._lexicon = shipped_lexicon() if lexicon is None else lexicon
        self._read = lru_cache(_REMEMBERED)(partial(read_closely, lexicon=self._lexicon))
        self._documents = Documents()
        self._index = Index()
        self._places = Places()
        self._negatives = Negatives()
        self._links = KnownLinks()

    def __len__(self) -> int:
        return len(self._documents)

    def load(self, rebuttals: Iterable[Rebuttal]) -> None:
        """Hold the published ones of `rebuttals`, and nothing else; many times faster than putting each."""
        self._documents = Documents()
        self._negatives.clear()
        self._links.clear()
        published = [rebuttal for rebuttal in rebuttals if rebuttal.status is Status.PUBLISHED]
        self._index.clear(expecting=sum(len(texts(rebuttal)) for rebuttal in published))
        for start in range(0, len(published), _AT_ONCE):
            self._hold(published[start : start + _AT_ONCE])

    def put(self, rebuttal: Rebuttal) -> None:
        """Hold `rebuttal` in place of what was there under its id; one that is not published only goes."""
        self.remove(rebuttal.id)
        if rebuttal.status is Status.PUBLISHED:
            self._hold([rebuttal])

    def remove(self, rebuttal: str) -> None:
        """Forget the rebuttal with this id; nothing happens when there is none."""
        self._negatives.put(rebuttal, ())
        if held := self._documents.find(rebuttal):
            self._links.remove(held)
        for number in self._documents.remove(rebuttal):
            self._index.remove(number)

    def check(self, post: Post) -> Answer:
        """What the bot owes the citizen who sent `post`."""
        language = language_of(post.text)
        detail = self._read(post.text)
        judged, further = self._judge(detail, heeding_negatives=True)
        judged.sort(key=lambda each: -each.same)
        by_text = answer(judged, further, detail, language, self._lexicon)
        return with_links(by_text, self._known(post), post, detail, self._documents.find)

    def is_source(self, link: str) -> bool:
        """Whether this page is the official source of a published rebuttal."""
        return self._links.is_source(link)

    def explain(self, post: Post) -> Explanation:
        """The same answer, and why it is that; several times as slow."""
        detail = self._read(post.text)
        near, _ = self._judge(detail)
        negatives = self._negatives_of(post.text, [each.rebuttal.id for each in near])
        left_out = [each for each in near if each.rebuttal.id in negatives]
        judged, _ = self._judge(detail, heeding_negatives=True)
        return explained(self.check(post), [*judged, *left_out], negatives, detail, self._lexicon)

    @contextmanager
    def trying(self, rebuttal: Rebuttal) -> Iterator[None]:
        """Hold `rebuttal` in place of what is there under its id until the block ends; it must not wait."""
        held = self._documents.find(rebuttal.id)
        self.put(rebuttal)
        try:
            yield
        finally:
            self.remove(rebuttal.id)
            if held is not None:
                self.put(held)

    def are_copies(self, post: str, other: str) -> bool:
        """Whether two masked posts are copies of one: what was said of the one holds for the other."""
        return are_copies(post, other, self._read, self._lexicon)

    def anchors(self, rebuttal: Rebuttal) -> tuple[str, ...]:
        """What makes the rebuttal's claim this one, as words to edit: its own anchors, else derived."""
        return anchors(rebuttal, self._lexicon)

    def similar(self, text: str, limit: int = 10) -> list[tuple[Rebuttal, float]]:
        """The rebuttals nearest to `text`, best first, with scores that compare within one call."""
        compared = self.compare(text)
        if compared is None:
            return []
        return [(scored.rebuttal, scored.score) for scored in compared.best(limit)]

    def search(self, words: str, limit: int = 10) -> list[Rebuttal]:
        """The rebuttals that hold most of the words, in any of the languages, best first; [] for none."""
        compared = self.compare(words)
        if compared is None:
            return []
        sought = Sought(self._read_words(words), self._documents.stems)
        near = (scored.rebuttal for scored in compared.best(_CANDIDATES))
        return list(islice((known for known in near if sought.is_in(self._packed(known.id))), limit))

    def _packed(self, rebuttal: str) -> Iterable[tuple[bytes, bytes]]:
        """The texts of a rebuttal that is there."""
        numbers = self._documents.numbers(rebuttal)
        return zip(*self._documents.packed(numbers), strict=True)

    def compare(self, text: str) -> Comparison | None:
        """All candidates beside the post, None where there are none: what the ranking is fitted on."""
        return self._compare(self._read(text))

    def judge(self, text: str) -> list[Judged]:
        """The best candidates with their evidence, as they were ranked: what the model is fitted on."""
        post = self._read(text)
        compared = self._compare(post)
        return judge(compared, post, self._read, self._lexicon, reach=inf)[0] if compared else []

    def _judge(self, post: Detail, *, heeding_negatives: bool = False) -> tuple[list[Judged], list[Ranked]]:
        compared = self._compare(post, heeding_negatives=heeding_negatives)
        return judge(compared, post, self._read, self._lexicon) if compared else ([], [])

    def _compare(self, post: Detail, *, heeding_negatives: bool = False) -> Comparison | None:
        reading = read_post(post.folded, post.meant)
        if reading is None:
            return None
        found = self._index.candidates(reading.folded.key, reading.concepts, limit=_CANDIDATES)
        numbers = [candidate.document for candidate in found]
        if heeding_negatives:
            numbers = self._without_negatives(numbers, post.folded.text)
        return compare(reading, numbers, self._documents, self._places) if numbers else None

    def _without_negatives(self, numbers: Sequence[int], text: str) -> list[int]:
        """The documents but those of rebuttals that moderators have said the post is not about."""
        ids = {self._documents.first(rebuttal): rebuttal for rebuttal in self._negatives}
        owners = [self._documents.rebuttal(number) for number in numbers]
        left_out = self._negatives_of(text, [ids[owner] for owner in {*owners} & ids.keys()])
        return [
            number for number, owner in zip(numbers, owners, strict=True) if ids.get(owner) not in left_out
        ]

    def _known(self, post: Post) -> Iterator[Known]:
        """The post's links that are known, for rebuttals that moderators have not said it is not about."""
        for known in self._links.of(post.links):
            left_out = self._negatives_of(post.text, known.rebuttals)
            yield replace(known, rebuttals=tuple(each for each in known.rebuttals if each not in left_out))

    def _negatives_of(self, text: str, among: Sequence[str]) -> frozenset[str]:
        return self._negatives.of(text, among, self._read, self._lexicon)

    def _hold(self, rebuttals: Sequence[Rebuttal]) -> None:
        given = [
            (rebuttal, [self._read_words(text) for text, _, _ in texts(rebuttal)]) for rebuttal in rebuttals
        ]
        numbers = self._documents.add(given)
        for rebuttal in rebuttals:
            self._negatives.put(rebuttal.id, rebuttal.negatives)
            self._links.add(rebuttal)
        reads = [read for _, own in given for read in own]
        self._index.extend(
            [
                (number, " ".join(read.words), tuple({concept for _, concept in read.senses}))
                for number, read in zip(numbers, reads, strict=True)
            ]
        )

    def _read_words(self, text: str) -> Read:
        words = claim_words(text)
        spoken = self._lexicon.spoken(words)
        senses = [(number, concept) for number, concepts in enumerate(spoken) for concept in sorted(concepts)]
        return Read(words, senses)
