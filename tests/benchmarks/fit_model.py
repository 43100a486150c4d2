"""Fits the decision's model: writes knowledge/matching/model.json. Needs scikit-learn, as the bot does not.

`python -m tests.benchmarks.fit_model BENCHMARKS`, a folder with ru_provereno_tg, ru_truenews_neg and ct20_en;
beside it, `corpora` with the texts of `count_common_stems`. Prints how well each part does on posts whose
rebuttals it was not fitted on.
"""

import gzip
import json
import random
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from knowledge.evaluation.benchmark import Benchmark, Labelled, read
from knowledge.evaluation.evaluate import taught
from knowledge.matching import Matcher
from knowledge.matching.decision import stance
from knowledge.matching.guards import differences
from knowledge.matching.model import MODEL, model
from knowledge.models import Kind, Post, Stance
from tests.benchmarks import fit_ranking
from tests.benchmarks.folds import fold
from tests.suite import DEV, TRAIN

_PRECISION = 0.99
_ALIKE = ("provereno", "learned", "ct20", "suite", "chatter")
# What a false alarm on a near miss weighs against a right verdict: with 3, of verdicts at 2 % false alarms
# .38 instead of .34 with 1, and no more with 6 (each training suite judged by the others).
_NEAR_MISS = 3
_CHATTER = 300  # texts a language that belong to no claim
# What more of a feature may only raise (1) or only lower (-1): `same` keeps .74 of real posts at 99 %
# precision with it, .71 without.
_DIRECTIONS = {
    **dict.fromkeys(
        (
            "score",
            "margin",
            "margin for the same words",
            "mass",
            "cosine",
            "coverage",
            "weight-squared coverage",
        ),
        1,
    ),
    **dict.fromkeys(("names held", "quantities held", "dates held", "places held"), 1),
    **dict.fromkeys(("ratio", "token set ratio"), 1),
    **dict.fromkeys(("heaviest word missing", "second heaviest missing", "rare words missing"), -1),
    **dict.fromkeys(("names missing", "quantities missing", "dates missing", "places missing"), -1),
    **dict.fromkeys(("place added", "number differs", "date differs", "place differs"), -1),
}
_STANCE = (
    "summary nearer",
    "foreign summary nearer",
    "rebuttal cue",
    "rebuttal cue in post",
    "negation differs",
    "negated share",
    "question",
    "denial concepts",
)


@dataclass(frozen=True)
class Example:
    """One candidate of one post of a set.

    Is the post of the store (`own`), is this `right`, does the post deny it, does no guard object (`free`).
    """

    suite: str
    post: str
    features: dict[str, float]
    own: bool
    right: bool
    denies: bool
    free: bool
    fold: int

    @property
    def weight(self) -> float:
        """What the example weighs for `strict`."""
        return 1 if self.own or self.suite == "chatter" else _NEAR_MISS


def main(folder: Path) -> None:
    suite = read(DEV)
    provereno = read(folder / "ru_provereno_tg", [folder / "ru_truenews_neg/posts.jsonl"])
    sets = {
        "provereno": provereno,
        "learned": taught(provereno, 1),
        "ct20": read(folder / "ct20_en", split="train"),
        "suite": suite,
        **{f"suite, {part.name}": read(part) for part in TRAIN},
        "chatter": Benchmark("chatter", suite.rebuttals, tuple(_chatter(folder.parent / "corpora"))),
    }
    questions = {name: list(fit_ranking.questions(sets[name])) for name in sets if name != "chatter"}
    for name, share in fit_ranking.precision_at_1(questions).items():
        sys.stdout.write(f"ranking, {name}: P@1 {share:.3f}\n")
    _write({"ranking": fit_ranking.fitted(questions)})
    examples = {name: list(_examples(name, benchmark)) for name, benchmark in sets.items()}
    handwritten = [
        example for name, group in examples.items() if name.startswith("suite") for example in group
    ]
    hard = [*handwritten, *examples["chatter"]]
    own = [example for example in handwritten if example.right]
    # `same` learns what posts are like; of the near misses of the training suites only `strict` is to know,
    # as they are many more than life has (recall at 99 % precision on real posts .69 with them, .74 without).
    alike = [example for name in _ALIKE for example in examples[name]]
    names = tuple(alike[0].features)
    probability = report("same", names, alike, _fit_boosted(names), _is_right)
    for name in _ALIKE:
        ranking(name, examples[name], dict(zip(map(id, alike), probability.tolist(), strict=True)))
    verdicts(hard, out_of_fold(names, hard, _fit_forest, _is_right, lambda example: example.suite))
    report("denies", _STANCE, own, _fit_line, _denies)
    _write(
        {
            "same": _boosted(_fit_boosted(names)(*_arrays(alike, names, _is_right)), names),
            "strict": _forest(_fit_forest(*_arrays(hard, names, _is_right)), names),
            "denies": _line(_fit_line(*_arrays(own, _STANCE, _denies)), _STANCE),
        }
    )


def _write(parts: dict[str, Any]) -> None:
    """Put newly fitted parts into the model that the matcher reads."""
    fitted = {**json.loads(MODEL.read_text(encoding="utf-8")), **parts}
    MODEL.write_text(
        json.dumps(fitted, indent=None, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8"
    )
    model.cache_clear()


def _is_right(example: Example) -> bool:
    return example.right


def _denies(example: Example) -> bool:
    return example.denies


def report(
    title: str,
    names: Sequence[str],
    examples: Sequence[Example],
    fit: Callable[..., Any],
    label: Callable[[Example], bool],
) -> np.ndarray:
    """Print precision and recall at several thresholds of the out-of-fold probability, which is returned."""
    probability = out_of_fold(names, examples, fit, label)
    labels = np.array([label(example) for example in examples])
    for threshold in (0.2, 0.3, 0.4, 0.5, 0.8, 0.85, 0.9, 0.95):
        found = probability >= threshold
        right = (found & labels).sum()
        precision, recall = right / max(1, found.sum()), right / labels.sum()
        sys.stdout.write(f"{title} >= {threshold}: precision {precision:.3f} recall {recall:.3f}\n")
    return probability


def verdicts(examples: Sequence[Example], probability: np.ndarray) -> None:
    """Print what each hand-written suite would get from `strict` fitted on the others, guards included."""
    for suite in sorted({example.suite for example in examples}):
        best: dict[str, tuple[float, Example]] = {}
        for example, sure in zip(examples, probability.tolist(), strict=True):
            if example.suite == suite:
                found = sure * example.free
                best[example.post] = max(best.get(example.post, (-1, example)), (found, example), key=_first)
        own = [each for each in best.values() if each[1].own and not each[1].denies]
        foreign = [found for found, example in best.values() if not example.own]
        for threshold in (0.65, 0.7, 0.75, 0.8, 0.85):
            told = sum(found >= threshold and example.right for found, example in own) / max(1, len(own))
            alarms = sum(found >= threshold for found in foreign) / max(1, len(foreign))
            sys.stdout.write(f"{suite}, strict >= {threshold}: told {told:.3f}, false alarms {alarms:.3f}\n")


def _first(pair: tuple[float, Example]) -> float:
    return pair[0]


def out_of_fold(
    names: Sequence[str],
    examples: Sequence[Example],
    fit: Callable[..., Any],
    label: Callable[[Example], bool],
    group: Callable[[Example], object] = lambda example: example.fold,
) -> np.ndarray:
    """The probability of each example by a fit that saw none of its group: no post of its rebuttal."""
    probability = np.zeros(len(examples))
    keys = [group(example) for example in examples]
    rows, labels, weights = _arrays(examples, names, label)
    for key in dict.fromkeys(keys):
        held = np.array([each == key for each in keys])
        fitted = fit(rows[~held], labels[~held], weights[~held])
        probability[held] = fitted.predict_proba(rows[held])[:, 1]
    return probability


def ranking(name: str, examples: Sequence[Example], probability: dict[int, float]) -> None:
    """Print P@1 and recall at 99 % precision, out of fold, foreign posts included."""
    best: dict[str, Example] = {}
    for example in examples:
        if example.post not in best or probability[id(example)] > probability[id(best[example.post])]:
            best[example.post] = example
    own = sum(example.own for example in best.values())
    ordered = sorted(best.values(), key=lambda example: -probability[id(example)])
    right = np.cumsum([example.right for example in ordered])
    precise = right / np.arange(1, len(ordered) + 1) >= _PRECISION
    recall = right[precise].max(initial=0) / max(1, own)
    sys.stdout.write(f"{name}: P@1 {right[-1] / max(1, own):.3f}, recall at 99 % precision {recall:.3f}\n")


def _examples(name: str, benchmark: Benchmark) -> Iterable[Example]:
    matcher = Matcher()
    matcher.load(benchmark.rebuttals)
    for labelled in benchmark.posts:
        for judged in matcher.judge(labelled.post.text):
            yield Example(
                suite=name,
                post=labelled.id,
                features=judged.evidence.features,
                own=bool(labelled.rebuttals),
                right=judged.rebuttal.id in labelled.rebuttals,
                denies=Kind.AGREES in labelled.expected,
                free=not differences(judged) and stance(judged) is Stance.SPREADS,
                fold=fold(labelled),
            )


def _chatter(folder: Path) -> Iterable[Labelled]:
    chance = random.Random(5)
    for file in sorted(folder.glob("*.txt.gz")):
        lines = gzip.decompress(file.read_bytes()).decode().splitlines()
        for number in range(_CHATTER):
            text = " ".join(chance.sample(lines, chance.choice((1, 1, 2, 4))))
            yield Labelled(f"{file.stem}{number}", Post(text), frozenset(), frozenset())


def _arrays(
    examples: Sequence[Example], names: Sequence[str], label: Callable[[Example], bool]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rows = np.array([[float(example.features[name]) for name in names] for example in examples])
    labels = np.array([label(example) for example in examples])
    return rows, labels, np.array([example.weight for example in examples])


def _fit_boosted(names: Sequence[str]) -> Callable[..., Any]:
    def fit(rows: np.ndarray, labels: np.ndarray, _: np.ndarray) -> Any:
        return HistGradientBoostingClassifier(
            max_iter=150,
            learning_rate=0.06,
            max_leaf_nodes=6,
            min_samples_leaf=10,
            l2_regularization=1,
            monotonic_cst=[_DIRECTIONS.get(name, 0) for name in names],
            random_state=0,
        ).fit(rows, labels)

    return fit


def _fit_forest(rows: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> Any:
    """Trees whose thresholds are drawn by chance: on a suite that it never saw, far surer than boosted ones.

    At 1 % false alarms it gives .28 verdicts where boosted trees give .20, and .10 when features may only
    raise or only lower (means of the hand-written suites, each judged by the others).
    """
    return ExtraTreesClassifier(
        100, max_leaf_nodes=200, min_samples_leaf=2, max_features=0.3, random_state=0, n_jobs=2
    ).fit(rows, labels, sample_weight=weights)


@dataclass(frozen=True)
class _Scaled:
    mean: np.ndarray
    spread: np.ndarray
    line: LogisticRegression

    def predict_proba(self, rows: np.ndarray) -> np.ndarray:
        probability: np.ndarray = self.line.predict_proba((rows - self.mean) / self.spread)
        return probability


def _fit_line(rows: np.ndarray, labels: np.ndarray, _: np.ndarray) -> Any:
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    line = LogisticRegression(C=0.1, max_iter=1000).fit((rows - mean) / spread, labels)
    return _Scaled(mean, spread, line)


def _line(fitted: _Scaled, names: Sequence[str]) -> dict[str, Any]:
    weights = fitted.line.coef_[0] / fitted.spread
    level = fitted.line.intercept_[0] - weights @ fitted.mean
    return {
        "level": round(float(level), 5),
        "weights": dict(zip(names, weights.round(5).tolist(), strict=True)),
    }


def _boosted(fitted: Any, names: Sequence[str]) -> dict[str, Any]:
    trees = [_nested(stage[0].nodes, 0) for stage in fitted._predictors]
    level = round(float(fitted._baseline_prediction.ravel()[0]), 5)
    return {"features": list(names), "level": level, "trees": trees}


def _nested(nodes: np.ndarray, at: int) -> Any:
    node = nodes[at]
    if node["is_leaf"]:
        return round(float(node["value"]), 5)
    low, high = _nested(nodes, node["left"]), _nested(nodes, node["right"])
    return [int(node["feature_idx"]), round(float(node["num_threshold"]), 5), low, high]


def _forest(fitted: Any, names: Sequence[str]) -> dict[str, Any]:
    return {"features": list(names), "trees": [_grown(each.tree_, 0) for each in fitted.estimators_]}


def _grown(tree: Any, at: int) -> Any:
    low, high = tree.children_left[at], tree.children_right[at]
    if low == high:
        return round(float(tree.value[at, 0, 1] / tree.value[at, 0].sum()), 3)
    threshold = round(float(tree.threshold[at]), 4)
    return [int(tree.feature[at]), threshold, _grown(tree, low), _grown(tree, high)]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
