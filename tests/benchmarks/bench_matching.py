"""How fast and how well posts find their claims in stores of any size, beside five libraries in the same run.

    python -m venv bench && bench/bin/pip install -e . -r tests/benchmarks/requirements.txt
    bench/bin/python -m tests.benchmarks.bench_matching --corpora FOLDER > report.md

FOLDER holds *.txt.gz, one realistic sentence a line. Claims are these sentences and variants of them; a post
retells one (words dropped, replaced, inflected, misspelt) amid sentences that are in no store. A million
claims take most of the time and of the memory: `--claims 10000 100000` leaves them out, `--alone` the other
libraries, and `--claims 2000 --posts 20 --patience 1` shows in a minute that everything runs.

Every engine is asked in turn for each post, in rotating order, so that each meets the caches as the others
left them. Times are the thread's own processor time: waiting for other programs is not counted.
A slow engine is asked about fewer posts; the table says how many, and how our index did on just those.
"""

import argparse
import asyncio
import gc
import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from statistics import mean

import numpy as np

from bot import garbage
from knowledge.matching import Matcher
from knowledge.matching.index import Index
from knowledge.models import Post
from tests.benchmarks.matching_peers import (
    Engine,
    OurCheck,
    OurIndex,
    Rapidfuzz,
    Tantivy,
    Trigram,
    peers,
    rebuttal,
)
from tests.benchmarks.matching_texts import PlantedPost, Sentences, Text

# Median lengths in characters, None for the longest; the first is what growth is measured with.
_LENGTHS = {"about 400 characters": 400, "4,096 characters": None, "one sentence": 1}
_CHECK_IN = {"about 400 characters": 3, "4,096 characters": 20}  # milliseconds
_FEWEST = 3  # posts that even the slowest engine is asked about
_PROMISED_AT = 100_000


@dataclass(slots=True)
class Tally:
    """What an engine did: for each post it was asked about, the seconds and whether the claim was found."""

    engine: Engine
    seconds: list[float] = field(default_factory=list)
    found: list[bool] = field(default_factory=list)

    def ask(self, post: PlantedPost) -> None:
        started = time.thread_time()
        numbers = self.engine.find(post)
        self.seconds.append(time.thread_time() - started)
        self.found.append(post.claim in numbers)

    def milliseconds(self, percentile: float) -> float:
        return float(np.percentile(self.seconds, percentile)) * 1000


@dataclass(frozen=True, slots=True)
class Floor:
    """A figure with the bound that it must keep: from below if `least`, else from above."""

    what: str
    figure: float
    bound: float
    least: bool = False

    def row(self) -> str:
        kept = self.figure >= self.bound if self.least else self.figure <= self.bound
        sign = "≥" if self.least else "≤"
        return f"| {self.what} | {self.figure:.3g} | {sign} {self.bound:g} | {'yes' if kept else 'NO'} |"


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--corpora", type=Path, required=True, metavar="FOLDER")
    arguments.add_argument(
        "--claims", type=int, nargs="+", default=[10_000, _PROMISED_AT, 1_000_000], metavar="N"
    )
    arguments.add_argument("--posts", type=int, default=300, metavar="N", help="of each length (default 300)")
    arguments.add_argument(
        "--patience", type=float, default=20, metavar="S", help="seconds per engine (default 20)"
    )
    arguments.add_argument("--alone", action="store_true", help="ask our index and check, no other library")
    given = arguments.parse_args()
    sentences = Sentences(given.corpora)
    others: Callable[[], list[Engine]] = list if given.alone else peers
    floors: list[Floor] = []
    medians: dict[int, float] = {}
    for count in given.claims:
        engines: list[Engine] = [OurIndex(), OurCheck(), *others()]
        floors += measure(engines, sentences, (count, given.posts, given.patience), medians)
    if {_PROMISED_AT, 10 * _PROMISED_AT} <= medians.keys():
        growth = medians[10 * _PROMISED_AT] / medians[_PROMISED_AT]
        floors.append(Floor("index, 1,000,000 against 100,000 claims: times as long", growth, 4))
    say("\n## Floors\n\n| what | measured | floor | kept |\n|---|--:|--:|---|")
    for floor in floors:
        say(floor.row())


def measure(
    engines: Sequence[Engine], sentences: Sentences, size: tuple[int, int, float], medians: dict[int, float]
) -> list[Floor]:
    """Print the tables of one size of store; return its floors; note our index's median time in `medians`.

    The first two engines are ours; `size` is how many claims, posts of each length, and seconds an engine.
    """
    count, posts, patience = size
    claims = sentences.claims(count)
    filled(engines, claims, sentences.posts(claims, 1, 400)[0])
    garbage.look_seldom()
    floors = []
    for length, median in _LENGTHS.items():
        tallies = [Tally(engine) for engine in engines]
        ask_all(tallies, sentences.posts(claims, posts, median), patience)
        say(f"\nPosts of {length}:\n\n{table(tallies)}")
        medians.setdefault(count, tallies[0].milliseconds(50))
        if count == _PROMISED_AT and length in _CHECK_IN:
            floors += beside_peers(length, {tally.engine.name: tally for tally in tallies})
    ours, check = engines[:2]
    assert isinstance(ours, OurIndex)
    assert isinstance(check, OurCheck)
    nothing = Tally(check)
    ask_all([nothing], sentences.strangers(posts), patience)
    say(f"\nOur check of posts that no claim is retold in: p50 {nothing.milliseconds(50):.3f} ms")
    if count == _PROMISED_AT:
        floors += alone(ours.index, check.matcher, claims, sentences)
    return floors


def filled(engines: Sequence[Engine], claims: Sequence[Text], sample: PlantedPost) -> None:
    """Let every engine hold the claims and answer once uncounted (numba compiles on it)."""
    say(f"\n## {len(claims):,} claims\n\nProcessor seconds to load:")
    for engine in engines:
        started = time.thread_time()
        engine.hold(claims)
        say(f"- {engine.name}: {time.thread_time() - started:.1f}")
        engine.find(sample)


def ask_all(tallies: Sequence[Tally], posts: Sequence[PlantedPost], patience: float) -> None:
    """Ask about every post, each engine until it has used `patience` seconds."""
    for number, post in enumerate(posts):
        first = number % len(tallies)
        for tally in [*tallies[first:], *tallies[:first]]:
            if len(tally.seconds) < _FEWEST or sum(tally.seconds) < patience:
                tally.ask(post)


def table(tallies: Sequence[Tally]) -> str:
    """Return a Markdown table in which the first tally is what the others are compared with."""
    ours = tallies[0]
    rows = [
        "| engine | posts | recall@20 | our index on these | p50, ms | p99, ms | p50 / our index |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for tally in tallies:
        asked, p50 = len(tally.seconds), tally.milliseconds(50)
        rows.append(
            f"| {tally.engine.name} | {asked} | {mean(tally.found):.3f} | {mean(ours.found[:asked]):.3f} "
            f"| {p50:.3f} | {tally.milliseconds(99):.3f} | {p50 / ours.milliseconds(50):.2f} |"
        )
    return "\n".join(rows)


def beside_peers(length: str, tallies: Mapping[str, Tally]) -> list[Floor]:
    """Return what is promised beside peers, for posts of one length."""
    index, check = tallies[OurIndex.name], tallies[OurCheck.name]
    floors = [Floor(f"{OurCheck.name}, {length}: p50 in ms", check.milliseconds(50), _CHECK_IN[length])]
    for peer, faster in ((Rapidfuzz.name, 50), (Trigram.name, 10), (Tantivy.name, 1)):
        if peer not in tallies:
            continue
        theirs = tallies[peer]
        for ours in (index, check):
            times = theirs.milliseconds(50) / ours.milliseconds(50)
            what = f"{ours.engine.name}, {length}: times as fast as {peer}"
            floors.append(Floor(what, times, faster, least=True))
        gain = mean(index.found[: len(theirs.found)]) - mean(theirs.found)
        floors.append(Floor(f"{OurIndex.name}, {length}: recall@20 above {peer}", gain, 0, least=True))
    return floors


def alone(index: Index, matcher: Matcher, claims: Sequence[Text], sentences: Sentences) -> list[Floor]:
    """Return what is promised without a peer."""
    new = [Text(post.text, post.key) for post in sentences.posts(claims, 1_000, 100)]
    added, put = additions(index, new), puts(matcher, new)
    gaps = asyncio.run(loop_gaps(matcher, sentences.posts(claims, 200, None)))
    return [
        Floor("ms to add a claim to the index, p50", float(np.median(added)), 1),
        Floor("ms to add a claim to the index, longest of 1,000", max(added), 1),
        Floor("ms to put a rebuttal into the matcher, p50", float(np.median(put)), 1),
        Floor("ms to put a rebuttal into the matcher, longest of 1,000", max(put), 1),
        Floor("ms that a post of 4,096 characters holds the event loop, p50", float(np.median(gaps)), 20),
        Floor("ms that a post of 4,096 characters holds the event loop, longest of 200", max(gaps), 20),
        Floor("bytes of the index for a claim", bytes_per_claim(_index_growth, claims), 600),
        Floor(
            "bytes of the matcher for a claim, with all tables", bytes_per_claim(_matcher_growth, claims), 600
        ),
    ]


def additions(index: Index, texts: Sequence[Text]) -> list[float]:
    """Return the milliseconds of each addition; the very next query must find it."""
    milliseconds = []
    first = len(index)
    for number, text in enumerate(texts, first):
        started = time.thread_time()
        index.add(number, text.key)
        milliseconds.append((time.thread_time() - started) * 1000)
        if number not in dict(index.candidates(text.key)):
            raise SystemExit(f"an added claim was not found at once: {text.key}")
    for number, _ in enumerate(texts, first):
        index.remove(number)
    return milliseconds


def puts(matcher: Matcher, texts: Sequence[Text]) -> list[float]:
    """Return the milliseconds that each new rebuttal takes."""
    milliseconds = []
    for number, text in enumerate(texts, start=1 << 40):
        new = rebuttal(number, text)
        started = time.thread_time()
        matcher.put(new)
        milliseconds.append((time.thread_time() - started) * 1000)
    for number, _ in enumerate(texts, start=1 << 40):
        matcher.remove(str(number))
    return milliseconds


async def loop_gaps(matcher: Matcher, posts: Sequence[PlantedPost]) -> list[float]:
    """Return for how many milliseconds each post kept another task of the event loop waiting."""
    gaps = []
    for post in posts:
        other = asyncio.create_task(_turn())
        started = time.perf_counter()
        matcher.check(Post(post.text))
        gaps.append((await other - started) * 1000)
    return gaps


async def _turn() -> float:
    return time.perf_counter()


def bytes_per_claim(growth: Callable[[Sequence[Text]], int], claims: Sequence[Text]) -> float:
    """Return by how much a claim enlarges a fresh process (resident memory), beyond its text."""
    with get_context("spawn").Pool(1) as fresh:
        return fresh.apply(growth, (claims,)) / len(claims)


def _index_growth(claims: Sequence[Text]) -> int:
    before = _resident()
    index = Index()
    index.load((number, claim.key, ()) for number, claim in enumerate(claims))
    return _resident() - before


def _matcher_growth(claims: Sequence[Text]) -> int:
    rebuttals = [rebuttal(number, claim) for number, claim in enumerate(claims)]
    before = _resident()
    matcher = Matcher()
    matcher.load(rebuttals)
    return _resident() - before - sum(len(claim.text.encode()) for claim in claims)


def _resident() -> int:
    gc.collect()
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * resource.getpagesize()


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
