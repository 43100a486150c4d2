"""The fitted part of ranking and decision: small trees and lines of weights, read from `model.json`.

`tests/benchmarks/fit_model.py` writes the file; docs/matching.md says on what data, and how well it does.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MODEL = Path(__file__).with_name("model.json")

Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Line:
    """A logistic line: the probability is the sigmoid of `level` plus the weighted features."""

    features: tuple[str, ...]
    weights: Rows
    level: float

    def probability(self, features: Mapping[str, float]) -> float:
        values = np.array([features[name] for name in self.features], np.float64)
        return _sigmoid(self.level + float(values @ self.weights))


@dataclass(frozen=True, slots=True)
class Trees:
    """Decision trees laid flat: a node asks if its feature is at most its threshold; a leaf leads to itself.

    `left` and `right` are node numbers, `roots` where each tree begins, `depth` the longest way down.
    """

    features: tuple[str, ...]
    asks: NDArray[np.int64]
    thresholds: Rows
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    values: Rows
    roots: NDArray[np.int64]
    depth: int

    def leaves(self, features: Sequence[Mapping[str, float]]) -> Rows:
        """The value of the leaf that each tree leads each of the candidates to (candidates x trees)."""
        named = itemgetter(*self.features)
        values = np.array([named(each) for each in features], np.float64).ravel()
        of_candidate = np.arange(0, values.size, len(self.features))[:, None]
        at = np.tile(self.roots, (len(features), 1))
        for _ in range(self.depth):
            low = values.take(self.asks.take(at) + of_candidate) <= self.thresholds.take(at)
            at = np.where(low, self.left.take(at), self.right.take(at))
        return self.values.take(at)


@dataclass(frozen=True, slots=True)
class Boosted:
    """Trees that correct each other: the probability is the sigmoid of `level` plus their sum."""

    trees: Trees
    level: float

    def probabilities(self, features: Sequence[Mapping[str, float]]) -> list[float]:
        """One for each candidate; many together take little longer than one."""
        return [_sigmoid(self.level + total) for total in self.trees.leaves(features).sum(axis=1).tolist()]


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees that were grown apart: the probability is the mean of what they say."""

    trees: Trees

    def probability(self, features: Mapping[str, float]) -> float:
        return float(self.trees.leaves([features]).mean())


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a document's features weigh in its score, and what a rebuttal's second-best document adds.

    Phrasings that agree are worth more than one alone.
    """

    weights: Mapping[str, float]
    second: float

    def weighing(self, features: Sequence[str]) -> NDArray[np.float32]:
        """The weights of these features, in their order."""
        return np.array([self.weights[name] for name in features], np.float32)


@dataclass(frozen=True, slots=True)
class Model:
    """`ranking` orders the candidates; of the best ones, `same`: the passage makes this claim.

    `strict`: and no near neighbour of it; `denies`: the post denies it.
    """

    ranking: Ranking
    same: Boosted
    strict: Forest
    denies: Line


@cache
def model() -> Model:
    """Read the model that comes with the package."""
    data = json.loads(MODEL.read_text(encoding="utf-8"))
    same, strict = data["same"], data["strict"]
    return Model(
        ranking=Ranking(**data["ranking"]),
        same=Boosted(_trees(same), same["level"]),
        strict=Forest(_trees(strict)),
        denies=_line(data["denies"]),
    )


def _line(data: Mapping[str, Any]) -> Line:
    names, weights = zip(*data["weights"].items(), strict=True)
    return Line(names, np.array(weights), data["level"])


def _trees(data: Mapping[str, Any]) -> Trees:
    """Trees as nested lists, [feature, threshold, low, high] or a leaf's value, laid flat."""
    nodes: list[tuple[int, float, int, int, float]] = []
    roots, depths = zip(*(_laid(tree, nodes) for tree in data["trees"]), strict=True)
    asks, thresholds, left, right, values = (np.array(column) for column in zip(*nodes, strict=True))
    return Trees(
        tuple(data["features"]),
        asks,
        thresholds,
        left,
        right,
        values,
        np.array(roots),
        max(depths),
    )


def _laid(tree: float | Sequence[Any], nodes: list[tuple[int, float, int, int, float]]) -> tuple[int, int]:
    """The number of the tree's first node, and its depth."""
    at = len(nodes)
    if isinstance(tree, int | float):
        nodes.append((0, 0.0, at, at, float(tree)))
        return at, 0
    nodes.append((0, 0.0, at, at, 0.0))
    feature, threshold, low, high = tree
    left, one = _laid(low, nodes)
    right, other = _laid(high, nodes)
    nodes[at] = (feature, threshold, left, right, 0.0)
    return at, 1 + max(one, other)


def _sigmoid(value: float) -> float:
    return float(1 / (1 + np.exp(-value)))
