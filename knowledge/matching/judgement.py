"""Each of the best candidates judged: its passage, the evidence, and what the model makes of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from knowledge.matching.alignment import Detail
from knowledge.matching.comparison import Comparison, Fit, Scored
from knowledge.matching.evidence import Evidence, weigh
from knowledge.matching.model import model
from knowledge.models import Claim, Passage, Rebuttal
from knowledge.text.lexicon import Lexicon

# So many are looked at closely: the right rebuttal is among the first five of the ranking for 97-99 % of
# real posts.
_CLOSELY = 5
# Nor is one looked at that is so far behind a better one for the same words. Of 3,874 answers to posts of
# tests/suite/dev, tests/suite/train and provereno none hangs on such a one; with 2, two would be others.
_IN_REACH = 3.0
_ALONE = 6.0


@dataclass(frozen=True, slots=True)
class Ranked:
    """One rebuttal, its claim that fits the post best, and the passage where it does."""

    rebuttal: Rebuttal
    claim: Claim
    passage: Passage


@dataclass(frozen=True)
class Judged(Ranked):
    """One rebuttal against the post.

    `same` is the calibrated probability that the passage makes (or denies) this claim.
    """

    evidence: Evidence
    read: Detail
    same: float

    @cached_property
    def strict(self) -> float:
        """How sure it is that this is no neighbour of the claim: another city, drug, sum or direction."""
        return model().strict.probability(self.evidence.features)

    @cached_property
    def denies(self) -> float:
        """How sure it is that the post denies the claim or passes on its rebuttal."""
        return model().denies.probability(self.evidence.features)


Reader = Callable[[str], Detail]


def apart(judged: Judged) -> Judged:
    """The same candidate, held only against those for the same words: a post may make several claims."""
    features = judged.evidence.features
    alone = {**features, "margin": features["margin for the same words"]}
    [same] = model().same.probabilities([alone])
    return replace(judged, evidence=replace(judged.evidence, features=alone), same=same)


def judge(
    compared: Comparison, post: Detail, read: Reader, lexicon: Lexicon, reach: float = _IN_REACH
) -> tuple[list[Judged], list[Ranked]]:
    """The best rebuttals for the post, as they were ranked: those within `reach` judged, then the others."""
    best = compared.best(_CLOSELY)
    ranked = [_ranked(scored, compared) for scored in best]
    passages = [each.passage for each in ranked]
    near = [at for at in range(len(best)) if _is_in_reach(at, best, passages, reach)]
    within = {passages[at]: post.within(passages[at].start, passages[at].end) for at in near}
    stated = [read(ranked[at].claim.text) for at in near]
    evidence = [
        weigh(best[at], _margins(at, best, passages), claim, within[passages[at]], post, lexicon)
        for at, claim in zip(near, stated, strict=True)
    ]
    same = model().same.probabilities([each.features for each in evidence])
    judged = [
        Judged(ranked[at].rebuttal, ranked[at].claim, ranked[at].passage, found, claim, probability)
        for at, found, claim, probability in zip(near, evidence, stated, same, strict=True)
    ]
    return judged, [each for at, each in enumerate(ranked) if at not in near]


def _ranked(scored: Scored, compared: Comparison) -> Ranked:
    fit = _fit(scored)
    claim = fit.document.claim or scored.rebuttal.claims[0]
    return Ranked(scored.rebuttal, claim, compared.reading.passage(fit.window))


def _is_in_reach(at: int, best: Sequence[Scored], passages: Sequence[Passage], reach: float) -> bool:
    return all(
        better.score - best[at].score < reach or not _overlap(passages[at], there)
        for better, there in zip(best[:at], passages[:at], strict=True)
    )


def _overlap(one: Passage, other: Passage) -> bool:
    return one.start < other.end and other.start < one.end


def _fit(scored: Scored) -> Fit:
    fit = scored.claim or scored.summary
    assert fit is not None
    return fit


def _margins(at: int, best: Sequence[Scored], passages: Sequence[Passage]) -> tuple[float, float]:
    """How far a candidate is ahead of the best other one, and of the best for the same words.

    They differ in a post that makes several claims.
    """
    here = passages[at]
    others = [
        (other.score, there) for other, there in zip(best, passages, strict=True) if other is not best[at]
    ]
    near = [score for score, there in others if _overlap(here, there)]
    ahead = [
        max(scores, default=best[at].score - _ALONE) for scores in ([score for score, _ in others], near)
    ]
    return best[at].score - ahead[0], best[at].score - ahead[1]
