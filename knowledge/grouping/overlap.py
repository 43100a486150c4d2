"""Which of many texts share words and meanings with one: exact, so that no order of arrival matters."""

from array import array
from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from knowledge.matching.alignment import Detail

# The mean share of weight that two posts which say the same have in common by stem or concept alone, before
# typos and facts are looked at. From .1 to .25 the groups of tests/suite/rumours and dev are the same; .3
# loses .03 of the pairs that belong together.
_LEAST = 0.25
_CONCEPT = 1 << 32  # features: slots of stems, and above them concepts


class Overlap:
    """Texts by what they speak of: each that shares enough with a query is found, whatever else is there.

    Weights are those of `alignment`, which come from ordinary language and not from what is held.
    """

    def __init__(self) -> None:
        self._numbers: dict[int, array[int]] = defaultdict(lambda: array("i"))
        self._weights: dict[int, array[float]] = defaultdict(lambda: array("f"))
        self._masses = array("f")

    def __len__(self) -> int:
        return len(self._masses)

    def add(self, features: Mapping[int, float]) -> int:
        """Hold one more text; its number, counted from 0."""
        number = len(self)
        mass = sum(features.values())
        for feature, weight in features.items():
            self._numbers[feature].append(number)
            self._weights[feature].append(weight)
        self._masses.append(max(mass, 1e-6))
        return number

    def find(self, features: Mapping[int, float]) -> list[int]:
        """The texts that share at least a quarter of weight, on the mean of both sides, most first."""
        known = [(feature, weight) for feature, weight in features.items() if feature in self._numbers]
        if not known:
            return []
        numbers = [np.frombuffer(self._numbers[feature], np.int32) for feature, _ in known]
        theirs = np.concatenate([np.frombuffer(self._weights[feature], np.float32) for feature, _ in known])
        ours = np.repeat([weight for _, weight in known], [each.size for each in numbers])
        at = np.concatenate(numbers)
        held = np.bincount(at, ours, len(self)) / max(sum(features.values()), 1e-6)
        known_there = np.bincount(at, theirs, len(self)) / np.frombuffer(self._masses, np.float32)
        shares = (held + known_there) / 2
        found = np.flatnonzero(shares >= _LEAST)
        order = np.argsort(-shares[found], kind="stable")
        return list(map(int, found[order]))


def features(detail: Detail) -> dict[int, float]:
    """The stems and concepts of a text, each with the weight of its heaviest word."""
    weights: dict[int, float] = {}
    for stem, unit in zip(detail.stems, detail.units, strict=True):
        for feature in (stem, *(_CONCEPT | concept for concept in unit.concepts)):
            weights[feature] = max(unit.weight, weights.get(feature, 0.0))
    return weights
