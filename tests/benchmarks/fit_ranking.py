"""Fits the weights by which candidates are ranked, for `fit_model`: the right rebuttal is to come first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize

from knowledge.evaluation.benchmark import Benchmark
from knowledge.matching import Matcher
from knowledge.matching.comparison import FEATURES
from tests.benchmarks.folds import FOLDS, fold

# The weight of a set's posts goes with the root of their number, so that no set drowns the others. English
# tweets get more: with 1 they lose .01 of P@1 and no other set gains.
_EMPHASIS = {"ct20": 2.5}
_PENALTY = 1e-3
_FIRST_GUESS = 0.3


@dataclass(frozen=True)
class Question:
    """One post: features of its candidates, whose document each is, which rebuttals are right; its fold."""

    features: np.ndarray
    owners: np.ndarray
    right: np.ndarray
    fold: int


def questions(benchmark: Benchmark) -> Iterator[Question]:
    """What is to be ranked: for each post with a claim of the store, all candidates."""
    matcher = Matcher()
    matcher.load(benchmark.rebuttals)
    for labelled in benchmark.posts:
        compared = matcher.compare(labelled.post.text) if labelled.rebuttals else None
        if compared is None:
            continue
        rebuttals = [compared.among.rebuttal(document) for document in compared.documents]
        numbers = {rebuttal: number for number, rebuttal in enumerate(dict.fromkeys(rebuttals))}
        ids = [next(iter(compared.among.of(rebuttal).values())).rebuttal.id for rebuttal in numbers]
        right = np.array([rebuttal in labelled.rebuttals for rebuttal in ids])
        owners = np.array([numbers[rebuttal] for rebuttal in rebuttals])
        yield Question(compared.features.astype(np.float64), owners, right, fold(labelled))


def fitted(sets: Mapping[str, Sequence[Question]]) -> dict[str, Any]:
    """The weights of the features and of the second-best document, as `model.json` holds them."""
    weights, second = _fit(sets)
    named = dict(zip(FEATURES, weights.round(4).tolist(), strict=True))
    return {"weights": named, "second": round(float(second), 4)}


def precision_at_1(sets: Mapping[str, Sequence[Question]]) -> Mapping[str, float]:
    """Of each set the share of posts whose right rebuttal comes first, by a fit that saw none of them."""
    first: dict[str, list[bool]] = {name: [] for name in sets}
    for each in range(FOLDS):
        weights, second = _fit({name: [one for one in own if one.fold != each] for name, own in sets.items()})
        for name, own in sets.items():
            for question in (one for one in own if one.fold == each):
                scores, *_ = _scores(question, weights, second)
                first[name].append(bool(question.right[scores.argmax()]))
    return {name: sum(right) / len(right) for name, right in first.items()}


def _fit(sets: Mapping[str, Sequence[Question]]) -> tuple[np.ndarray, float]:
    """The likeliest weights where a rebuttal comes first with the softmax of its score; lightly penalised."""
    answerable = {name: [one for one in own if one.right.any()] for name, own in sets.items()}
    spread = np.concatenate([one.features for own in answerable.values() for one in own]).std(axis=0) + 1e-6
    emphasis = {name: _EMPHASIS.get(name, 1) / len(own) ** 0.5 for name, own in answerable.items()}
    total = sum(emphasis[name] * len(own) for name, own in answerable.items())

    def loss(guess: np.ndarray) -> tuple[float, np.ndarray]:
        weights, second = guess[:-1] / spread, guess[-1]
        value, slope = 0.0, np.zeros_like(guess)
        for name, own in answerable.items():
            for question in own:
                one, change, of_second = _surprise(question, weights, second)
                value += emphasis[name] * one / total
                slope += emphasis[name] * np.append(change / spread, of_second) / total
        penalty = np.append(guess[:-1], 0)
        return value + _PENALTY * float(penalty @ penalty), slope + 2 * _PENALTY * penalty

    start = np.append(np.full(len(FEATURES), 0.1), _FIRST_GUESS)
    bounds = [(None, None)] * len(FEATURES) + [(0, 1)]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 150}).x
    return found[:-1] / spread, float(found[-1])


def _surprise(question: Question, weights: np.ndarray, second: float) -> tuple[float, np.ndarray, float]:
    """Minus the log probability that a right rebuttal comes first; its slopes by weights and by `second`."""
    scores, best, next_best = _scores(question, weights, second)
    chances = np.exp(scores - scores.max())
    wanted = np.where(question.right, chances, 0)
    slope = chances / chances.sum() - wanted / wanted.sum()
    features = question.features
    surprise = float(np.log(chances.sum() / wanted.sum()))
    return (
        surprise,
        slope @ (features[best] + second * features[next_best]),
        slope @ (features[next_best] @ weights),
    )


def _scores(question: Question, weights: np.ndarray, second: float) -> tuple[np.ndarray, ...]:
    """The score of each rebuttal as `Comparison.best` has it, its best document and the second-best one.

    Where a rebuttal has one document only, the worst of all stands in for the second.
    """
    own = question.features @ weights
    ordered = np.argsort(-own, kind="stable")
    ordered = ordered[np.argsort(question.owners[ordered], kind="stable")]
    owners = question.owners[ordered]
    first = np.searchsorted(owners, np.arange(question.right.size))
    best = ordered[first]
    following = np.minimum(first + 1, ordered.size - 1)
    has_more = (owners[following] == owners[first]) & (following > first)
    next_best = np.where(has_more, ordered[following], own.argmin())
    return own[best] + second * own[next_best], best, next_best
