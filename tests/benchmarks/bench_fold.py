"""Times what is read in a post (key, language, passages, facts) beside a naive key, `lower()` and `\\w+`.

`python -m tests.benchmarks.bench_fold [FILE.txt.gz…]`, one short text a line; without files,
the posts of the tests.
"""

import gzip
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from time import thread_time

from knowledge.text import facts, fold, language_of, passages
from tests.knowledge.text.obfuscations import OBFUSCATIONS
from tests.knowledge.text.posts import POSTS

_LENGTHS = (400, 4096)
_TEXTS = 100
_ROUNDS = 5
_NAIVE = re.compile(r"\w+")
# Texts that would be slow if any step took more than linear time; each is repeated up to 4,096 characters.
_HARD = (
    "а ", "аб", "в\u0336\u0336\u0336", "@__", "a.", "a@", "http://", "1 000 ", "1 2 ", "1.1.", "а\n", "a'",
    "да нет\n", "всем ", "пожалуйста и ", "🔥", "𝐖", "\ud800", "#АбВг", "мың ", "12.03.2025 ", "канал:\n",
    "Алматы облысы ",
)  # fmt: skip


def main(files: list[str]) -> None:
    lines = list(_lines(files)) if files else list(POSTS) * _TEXTS
    chance = random.Random(1)
    hidden = [chance.choice(OBFUSCATIONS)(line, chance) for line in lines]
    _print("microseconds a post, caches warm; in brackets: times the naive key")
    for name, source in (("as written", lines), ("obfuscated", hidden)):
        for length in _LENGTHS:
            _report(f"{name}, {length}", list(_posts(source, length)))
    texts = [(seed * max(_LENGTHS))[: max(_LENGTHS)] for seed in _HARD]
    slowest = max(texts, key=lambda text: _microseconds(_everything, [text], rounds=1))
    longest = _microseconds(_everything, [slowest], rounds=1)
    _print(f"slowest of {len(texts)} hard texts of {max(_LENGTHS)}: {slowest[:6]!r}…, {longest:.0f}")


def _lines(files: Sequence[str]) -> Iterator[str]:
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            yield from islice((line.strip() for line in lines), 60 * _TEXTS)


def _posts(lines: Sequence[str], length: int) -> Iterator[str]:
    """Texts of just `length` characters, from lines that follow each other."""
    text = "\n".join(lines)
    return (
        text[start : start + length] for start in range(0, min(len(text) - length, _TEXTS * length), length)
    )


def _report(name: str, posts: Sequence[str]) -> None:
    naive = _microseconds(lambda text: " ".join(_NAIVE.findall(text.lower())), posts)
    folded = {post: fold(post) for post in posts}
    steps: dict[str, Callable[[str], object]] = {
        "fold": fold,
        "language": language_of,
        "passages": passages,
        "facts": lambda post: facts(folded[post]),
    }
    times = {step: _microseconds(function, posts) for step, function in steps.items()}
    columns = (f"{step} {time:6.0f} ({time / naive:5.1f})" for step, time in times.items())
    _print(f"{name:17} naive {naive:6.0f}", *columns)


def _everything(text: str) -> None:
    facts(fold(text))
    language_of(text)
    passages(text)


def _microseconds(function: Callable[[str], object], posts: Sequence[str], rounds: int = _ROUNDS) -> float:
    """The best round's time for one post: what a busy machine adds is not ours."""
    best = float("inf")
    for _ in range(rounds):
        started = thread_time()
        for post in posts:
            function(post)
        best = min(best, (thread_time() - started) / len(posts))
    return best * 1e6


def _print(*parts: str) -> None:
    sys.stdout.write("  ".join(parts) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
