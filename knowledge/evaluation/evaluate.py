"""How good the matcher is on a benchmark: ranking, decisions, stance, calibration and time."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from knowledge.evaluation.benchmark import Benchmark, Labelled, read
from knowledge.evaluation.report import Figures, Report
from knowledge.matching import Matcher
from knowledge.models import Claim, Kind, Language, Origin, Rebuttal

_RANKED = 20
_PRECISION = 0.99
_BINS = 10
_NAMED = frozenset({Kind.VERDICT, Kind.AGREES})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the matcher made of one labelled post; `probability` is its best candidate's (0 without one)."""

    labelled: Labelled
    kind: Kind
    told: tuple[str, ...]
    ranked: tuple[str, ...]
    probability: float
    milliseconds: float

    @property
    def first_is_right(self) -> bool:
        return bool(self.ranked) and self.ranked[0] in self.labelled.rebuttals

    @property
    def told_right(self) -> bool:
        return any(rebuttal in self.labelled.rebuttals for rebuttal in self.told)


def evaluate(
    folder: Path,
    *,
    foreign: Iterable[Path] = (),
    split: str | None = None,
    learned: int = 0,
    trap: bool = False,
    matcher: Matcher | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> Report:
    """Measure `matcher` (a new one unless given) on a benchmark folder.

    `learned` posts of each claim become its learned phrasings and are not asked about, nor is a claim with no
    further post; `trap` takes the time to measure `recall_at_99_trapped`.
    """
    benchmark = read(folder, foreign, split)
    if learned:
        benchmark = taught(benchmark, learned)
    matcher = matcher or Matcher()
    matcher.load(benchmark.rebuttals)
    outcomes = ask(matcher, benchmark, clock)
    trapped = list(_trapped(matcher, benchmark, clock)) if trap else []
    return Report(
        name=benchmark.name,
        claims=sum(len(rebuttal.claims) for rebuttal in benchmark.rebuttals),
        figures=figures_of(outcomes, trapped),
        precision_recall=tuple(_precision_recall(outcomes)),
        reliability=tuple(_reliability(outcomes)),
    )


def ask(
    matcher: Matcher, benchmark: Benchmark, clock: Callable[[], float] = time.perf_counter
) -> list[Outcome]:
    """What a matcher that holds the benchmark's rebuttals makes of its posts."""
    return [_asked(matcher, labelled, clock) for labelled in benchmark.posts]


def _asked(matcher: Matcher, labelled: Labelled, clock: Callable[[], float]) -> Outcome:
    start = clock()
    answer = matcher.check(labelled.post)
    milliseconds = (clock() - start) * 1000
    ranked = [rebuttal.id for rebuttal, _ in matcher.similar(labelled.post.text, _RANKED)]
    best = [match.rebuttal.id for match in answer.candidates]
    return Outcome(
        labelled=labelled,
        kind=answer.kind,
        told=tuple(match.rebuttal.id for match in answer.matches),
        ranked=(*best, *(found for found in ranked if found not in best)),
        probability=answer.candidates[0].probability if answer.candidates else 0.0,
        milliseconds=milliseconds,
    )


def _trapped(matcher: Matcher, benchmark: Benchmark, clock: Callable[[], float]) -> Iterator[Outcome]:
    own = {rebuttal.id: rebuttal for rebuttal in benchmark.rebuttals}
    for labelled in benchmark.posts:
        for rebuttal in labelled.rebuttals:
            matcher.remove(rebuttal)
        if labelled.rebuttals:
            yield _asked(matcher, labelled, clock)
        for rebuttal in labelled.rebuttals:
            matcher.put(own[rebuttal])


def taught(benchmark: Benchmark, each: int) -> Benchmark:
    """The benchmark with the first `each` posts of a claim among its phrasings, asked about the others."""
    lessons: dict[str, list[Labelled]] = {rebuttal.id: [] for rebuttal in benchmark.rebuttals}
    for labelled in benchmark.posts:
        for rebuttal in labelled.rebuttals:
            lessons[rebuttal].append(labelled)
    used = {labelled.id for posts in lessons.values() for labelled in posts[:each]}
    asked = (
        labelled
        for labelled in benchmark.posts
        if labelled.id not in used and all(len(lessons[own]) > each for own in labelled.rebuttals)
    )
    taught = tuple(_with_lessons(each_one, lessons[each_one.id][:each]) for each_one in benchmark.rebuttals)
    return Benchmark(benchmark.name, taught, tuple(asked))


def _with_lessons(rebuttal: Rebuttal, posts: Sequence[Labelled]) -> Rebuttal:
    language = rebuttal.claims[0].language if rebuttal.claims else Language.RU
    learned = tuple(Claim(labelled.post.text, language, Origin.LEARNED) for labelled in posts)
    return Rebuttal(
        rebuttal.id, rebuttal.verdict, rebuttal.claims + learned, rebuttal.summary, rebuttal.source
    )


def figures_of(outcomes: Sequence[Outcome], trapped: Sequence[Outcome] = ()) -> Figures:
    """Sum outcomes up; `trapped` are those of posts asked about without their own claim in the store."""
    own = [outcome for outcome in outcomes if outcome.labelled.rebuttals]
    foreign = [outcome for outcome in outcomes if not outcome.labelled.rebuttals]
    judged = [outcome for outcome in own if outcome.labelled.expected]
    times = [outcome.milliseconds for outcome in outcomes] or [0.0]
    return Figures(
        posts=len(own),
        foreign=len(foreign),
        precision_at_1=_share(own, lambda outcome: outcome.first_is_right),
        map_at_5=_mean([_average_precision(outcome) for outcome in own]),
        recall_at_20=_share(own, lambda outcome: bool(set(outcome.ranked) & outcome.labelled.rebuttals)),
        recall_at_99=_recall_at_precision(outcomes, len(own)),
        recall_at_99_trapped=_recall_at_precision([*outcomes, *trapped], len(own)) if trapped else None,
        answered=_share(own, lambda outcome: outcome.kind in _NAMED and outcome.told_right),
        answered_or_suggested=_share(own, lambda outcome: outcome.told_right),
        wrong=_share(own, _is_wrong),
        false_alarms=_share(foreign, lambda outcome: outcome.kind in _NAMED),
        false_suggestions=_share(foreign, lambda outcome: outcome.kind is Kind.SUGGESTION),
        stance_errors=_share(judged, _is_stance_error),
        milliseconds_median=float(np.median(times)),
        milliseconds_p95=float(np.quantile(times, 0.95)),
        milliseconds_most=max(times),
    )


def _share(outcomes: Sequence[Outcome], holds: Callable[[Outcome], bool]) -> float | None:
    return _mean([float(holds(outcome)) for outcome in outcomes])


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _is_wrong(outcome: Outcome) -> bool:
    """A rebuttal named with confidence whose claim the post does not make."""
    return outcome.kind in _NAMED and not set(outcome.told) <= outcome.labelled.rebuttals


def _is_stance_error(outcome: Outcome) -> bool:
    """Called false where the post denies the claim, or the other way round."""
    expected = outcome.labelled.expected
    return outcome.kind in _NAMED and bool(expected & _NAMED) and outcome.kind not in expected


def _average_precision(outcome: Outcome, depth: int = 5) -> float:
    relevant = outcome.labelled.rebuttals
    right = [rank for rank, found in enumerate(islice(outcome.ranked, depth), 1) if found in relevant]
    precisions = [number / rank for number, rank in enumerate(right, 1)]
    return sum(precisions) / min(depth, len(relevant))


def _cumulated(outcomes: Sequence[Outcome]) -> tuple[list[int], list[int]]:
    """How many are found, and how many rightly, from the most probable on; equal probabilities together."""
    ordered = sorted(
        (outcome for outcome in outcomes if outcome.ranked), key=lambda found: -found.probability
    )
    found, right, count = [], [], 0
    for number, outcome in enumerate(ordered, 1):
        count += outcome.first_is_right
        if number == len(ordered) or ordered[number].probability < outcome.probability:
            found.append(number)
            right.append(count)
    return found, right


def _recall_at_precision(outcomes: Sequence[Outcome], own: int) -> float | None:
    steps = zip(*_cumulated(outcomes), strict=True)
    return (
        max((right / own for found, right in steps if right / found >= _PRECISION), default=0.0)
        if own
        else None
    )


def _precision_recall(outcomes: Sequence[Outcome]) -> Iterator[tuple[float, float]]:
    own = sum(bool(outcome.labelled.rebuttals) for outcome in outcomes)
    for found, right in zip(*_cumulated(outcomes), strict=True):
        yield right / max(own, 1), right / found


def _reliability(outcomes: Sequence[Outcome]) -> Iterator[tuple[float, float]]:
    """Mean probability and share of right ones, per tenth of the probability."""
    bins: list[list[Outcome]] = [[] for _ in range(_BINS)]
    for outcome in outcomes:
        bins[min(_BINS - 1, int(outcome.probability * _BINS))].append(outcome)
    for held in filter(None, bins):
        mean = sum(outcome.probability for outcome in held) / len(held)
        yield mean, sum(outcome.first_is_right for outcome in held) / len(held)
