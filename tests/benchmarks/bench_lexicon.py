"""Times the concept lexicon beside one regular expression of its stems, and beside the folding of a text.

`python -m tests.benchmarks.bench_lexicon FILE.txt.gz…`, one short text a line.
"""

import gzip
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from time import process_time

from knowledge.text import key
from knowledge.text.lexicon import Lexicon

_TEXTS = 100_000
_ROUNDS = 5


def main(files: list[str]) -> None:
    texts = _texts(files)
    keys = [key(text) for text in texts]
    for line in chain(_of_posts(keys), _of_many(texts, keys)):
        sys.stdout.write(f"{line}\n")


def _of_posts(keys: Sequence[str]) -> Iterator[str]:
    lexicon = Lexicon.load()
    stems = sorted(map(re.escape, lexicon._stems), reverse=True)
    expression = re.compile(rf"\b(?:{'|'.join(stems)})")
    words = [word for each in keys for word in each.split(" ")]
    for length in (15, 700):
        posts = [" ".join(words[at : at + length]) for at in range(0, 100 * length, length)]
        ours = _seconds(lexicon.concepts, posts)
        times = _seconds(expression.findall, posts[:20]) / ours
        yield f"{length} words: {ours * 1e6:.1f} µs, one regular expression takes {times:.0f} times that"


def _of_many(texts: Sequence[str], keys: Sequence[str]) -> Iterator[str]:
    started = process_time()
    lexicon = Lexicon.load()
    yield f"load: {process_time() - started:.2f} s, {len(lexicon)} concepts"
    started = process_time()
    found = sum(len(lexicon.concepts(each)) for each in keys)
    cold = process_time() - started
    folding = _seconds(key, texts[:1000]) * len(keys)
    yield (
        f"{len(keys)} texts, no word seen before: {cold:.1f} s, {found / len(keys):.1f} concepts each; "
        f"{cold / folding:.2f} times the folding"
    )


def _texts(files: Sequence[str]) -> list[str]:
    each = _TEXTS // len(files)
    return list(chain.from_iterable(islice(gzip.open(file, "rt", encoding="utf-8"), each) for file in files))


def _seconds(function: Callable[[str], object], texts: Sequence[str]) -> float:
    """Return the best round's mean time for one text."""
    best = float("inf")
    for _ in range(_ROUNDS):
        started = process_time()
        for text in texts:
            function(text)
        best = min(best, process_time() - started)
    return best / len(texts)


if __name__ == "__main__":
    main(sys.argv[1:])
