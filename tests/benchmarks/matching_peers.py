"""The engines of the matching benchmark behind one face: our index and check, and libraries beside them."""

import sqlite3
from collections.abc import Sequence
from typing import ClassVar, Protocol

import bm25s
import tantivy
from rapidfuzz import fuzz, process

from knowledge.matching import Matcher
from knowledge.matching.index import Index
from knowledge.models import Claim, Language, Post, Rebuttal, Source, Verdict
from tests.benchmarks.matching_texts import PlantedPost, Text

WANTED = 20
_BEGINNING = (
    6  # letters of a word: every engine that takes words gets these, the best of what was tried with each
)


class Engine(Protocol):
    """Holds texts and finds the numbers of at most `WANTED` that a post may retell, best first."""

    name: str

    def hold(self, texts: Sequence[Text]) -> None: ...

    def find(self, post: PlantedPost) -> list[int]: ...


class OurIndex:
    name = "our index"

    def __init__(self) -> None:
        self.index = Index()

    def hold(self, texts: Sequence[Text]) -> None:
        self.index.load((number, text.key, ()) for number, text in enumerate(texts))

    def find(self, post: PlantedPost) -> list[int]:
        return [candidate.document for candidate in self.index.candidates(post.key, limit=WANTED)]


class OurCheck:
    """The whole way from a post's text to the answer, which names the best 5 candidates."""

    name = "our whole check (best 5)"

    def __init__(self) -> None:
        self.matcher = Matcher()

    def hold(self, texts: Sequence[Text]) -> None:
        self.matcher.load(rebuttal(number, text) for number, text in enumerate(texts))

    def find(self, post: PlantedPost) -> list[int]:
        answer = self.matcher.check(Post(post.text))
        return [int(match.rebuttal.id) for match in answer.candidates]


class Rapidfuzz:
    name = "rapidfuzz extract(token_set_ratio)"

    def hold(self, texts: Sequence[Text]) -> None:
        self._keys = [text.key for text in texts]

    def find(self, post: PlantedPost) -> list[int]:
        found = process.extract(post.key, self._keys, scorer=fuzz.token_set_ratio, limit=WANTED)
        return [number for _, _, number in found]


class Fts5:
    """SQLite's full-text search in memory: any of the post's words, ranked by bm25."""

    name: str
    tokenizer: ClassVar[str]
    shortest: ClassVar[int]

    def __init__(self) -> None:
        self._tables = sqlite3.connect(":memory:")
        self._tables.execute(
            f"CREATE VIRTUAL TABLE claim USING fts5 (words, content='', tokenize='{self.tokenizer}')"
        )

    def hold(self, texts: Sequence[Text]) -> None:
        rows = ((number, " ".join(_beginnings(text))) for number, text in enumerate(texts))
        self._tables.executemany("INSERT INTO claim (rowid, words) VALUES (?, ?)", rows)
        self._tables.commit()

    def find(self, post: PlantedPost) -> list[int]:
        words = {word for word in _beginnings(post) if len(word) >= self.shortest}
        found = self._tables.execute(
            "SELECT rowid FROM claim WHERE claim MATCH ? ORDER BY rank LIMIT ?",
            (" OR ".join(f'"{word}"' for word in words), WANTED),
        )
        return [number for (number,) in found]


class Unicode61(Fts5):
    name = "SQLite FTS5 unicode61"
    tokenizer = "unicode61"
    shortest = 1


class Trigram(Fts5):
    """Words are looked up as substrings: any of a post's trigrams takes ten times as long and finds less."""

    name = "SQLite FTS5 trigram"
    tokenizer = "trigram"
    shortest = 3


class Tantivy:
    """In memory, one segment, single-threaded; numbers are read from a fast field, not from stored text."""

    name = "tantivy"

    def hold(self, texts: Sequence[Text]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("number", fast=True)
        builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        writer = index.writer(heap_size=500_000_000, num_threads=1)
        for number, text in enumerate(texts):
            writer.add_document(tantivy.Document(number=number, words=" ".join(_beginnings(text))))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def find(self, post: PlantedPost) -> list[int]:
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "words", word, "freq"))
            for word in set(_beginnings(post))
        ]
        hits = self._searcher.search(tantivy.Query.boolean_query(terms), WANTED, count=False).hits
        return list(self._searcher.fast_field_values("number", [address for _, address in hits]))


class Bm25s:
    def __init__(self, backend: str) -> None:
        self.name = f"bm25s ({backend})"
        self._index = bm25s.BM25(method="lucene", backend=backend)

    def hold(self, texts: Sequence[Text]) -> None:
        self._index.index([_beginnings(text) for text in texts], show_progress=False)

    def find(self, post: PlantedPost) -> list[int]:
        found, _ = self._index.retrieve([list(set(_beginnings(post)))], k=WANTED, show_progress=False)
        return [int(number) for number in found[0]]


def peers() -> list[Engine]:
    return [
        Tantivy(),
        Bm25s("numpy"),
        Bm25s("numba"),
        Unicode61(),
        Trigram(),
        Rapidfuzz(),
    ]


def rebuttal(number: int, text: Text) -> Rebuttal:
    claim = Claim(text.text, Language.RU)
    return Rebuttal(str(number), Verdict.FALSE, (claim,), {}, Source("benchmark", "https://example.org/"))


def _beginnings(text: Text) -> list[str]:
    return [word[:_BEGINNING] for word in text.key.split()]
