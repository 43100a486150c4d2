"""Each of the best candidates judged: its passage, the evidence, and what the model makes of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
    """One rebuttal against the post."""

    rebuttal: Rebuttal
    claim: Claim
    passage: Passage
    evidence: Evidence
    read: Detail

    @cached_property
    def same(self) -> float:
        """Calibrated probability that the passage makes (or denies) this claim."""
        return model().same.probability(self.evidence.features)

    @cached_property
    def strict(self) -> float:
        """How sure it is that this is no neighbour of the claim: another city, drug, sum or direction."""
        return model().strict.probability(self.evidence.features)

    @cached_property
    def denies(self) -> float:
        """How sure it is that the post denies the claim or passes on its rebuttal."""
        return model().denies.probability(self.evidence.features)


Reader = Callable[[str], Detail]


def judge(compared: Comparison, post: Detail, read: Reader, lexicon: Lexicon) -> list[Judged]:
    """The best rebuttals for the post, most probable first; equals as they were ranked."""
    best = compared.best(_CLOSELY)
    passages = [compared.reading.passage(_fit(scored).window) for scored in best]
    judged = [
        _judged(scored, passage, _margin(at, best, passages), post, read, lexicon)
        for at, (scored, passage) in enumerate(zip(best, passages, strict=True))
    ]
    return sorted(judged, key=lambda each: -each.same)


def _judged(
    scored: Scored, passage: Passage, margin: float, post: Detail, read: Reader, lexicon: Lexicon
) -> Judged:
    claim = _fit(scored).document.claim or scored.rebuttal.claims[0]
    stated = read(claim.text)
    evidence = weigh(scored, margin, stated, read(passage.text), post, lexicon)
    return Judged(scored.rebuttal, claim, passage, evidence, stated)


def _fit(scored: Scored) -> Fit:
    fit = scored.claim or scored.summary
    assert fit is not None
    return fit


def _margin(at: int, best: Sequence[Scored], passages: Sequence[Passage]) -> float:
    """How far a candidate is ahead of the best other one for the same words; a post may make several."""
    here = passages[at]
    others = [
        other.score
        for other, there in zip(best, passages, strict=True)
        if other is not best[at] and there.start < here.end and here.start < there.end
    ]
    return best[at].score - max(others) if others else _ALONE
