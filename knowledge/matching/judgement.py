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
_ALONE = 6.0


@dataclass(frozen=True)
class Judged:
    """One rebuttal against the post.

    `same` is the calibrated probability that the passage makes (or denies) this claim.
    """

    rebuttal: Rebuttal
    claim: Claim
    passage: Passage
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


def judge(compared: Comparison, post: Detail, read: Reader, lexicon: Lexicon) -> list[Judged]:
    """The best rebuttals for the post, as they were ranked."""
    best = compared.best(_CLOSELY)
    passages = [compared.reading.passage(_fit(scored).window) for scored in best]
    within = {passage: post.within(passage.start, passage.end) for passage in passages}
    claims = [_fit(scored).document.claim or scored.rebuttal.claims[0] for scored in best]
    stated = [read(claim.text) for claim in claims]
    evidence = [
        weigh(scored, _margins(at, best, passages), claim, within[passage], post, lexicon)
        for at, (scored, claim, passage) in enumerate(zip(best, stated, passages, strict=True))
    ]
    same = model().same.probabilities([each.features for each in evidence])
    rebuttals = [scored.rebuttal for scored in best]
    return list(map(Judged, rebuttals, claims, passages, evidence, stated, same))


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
    near = [score for score, there in others if there.start < here.end and here.start < there.end]
    ahead = [
        max(scores, default=best[at].score - _ALONE) for scores in ([score for score, _ in others], near)
    ]
    return best[at].score - ahead[0], best[at].score - ahead[1]
