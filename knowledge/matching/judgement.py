"""The best candidates judged: passage, evidence and what the model makes of it, if they are worth reading."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from knowledge.matching.alignment import CloseReading, Detail
from knowledge.matching.comparison import Comparison, Fit, Scored
from knowledge.matching.evidence import Evidence, weigh
from knowledge.matching.model import model
from knowledge.models import Claim, Passage, Rebuttal
from knowledge.text.lexicon import Lexicon

# So many are judged: the right rebuttal is among the first five of the ranking for 97-99 % of real posts.
_JUDGED = 5
_ALONE = 6.0
# With so much of the weight of its words, a post quotes the rebuttal's summary.
_QUOTED = 0.9

Reader = Callable[[str], Detail]


@dataclass(frozen=True)
class Texts:
    """A post, of which passages are read closely when one asks for them; `read` reads a claim."""

    post: CloseReading
    read: Reader
    lexicon: Lexicon


@dataclass(frozen=True)
class Judged:
    """One rebuttal against the post; what takes a close look is found when first asked for.

    `margins` are how far its score is ahead of the best other one, and of the best for the same words.
    """

    scored: Scored
    passage: Passage
    margins: tuple[float, float]
    texts: Texts

    @property
    def rebuttal(self) -> Rebuttal:
        return self.scored.rebuttal

    @property
    def claim(self) -> Claim:
        return _fit(self.scored).document.claim or self.rebuttal.claims[0]

    @cached_property
    def hopeless(self) -> bool:
        """Whether the ranking alone says that a close look would find nothing."""
        return model().glance.is_hopeless(self.scored.score, self.margins) and not self.quotes

    @property
    def quotes(self) -> bool:
        """Whether the post holds the rebuttal's own summary."""
        return self.scored.summary_held >= _QUOTED

    @cached_property
    def read(self) -> Detail:
        """The claim, read closely."""
        return self.texts.read(self.claim.text)

    @cached_property
    def evidence(self) -> Evidence:
        """What a close look at claim and passage finds, hopeless or not."""
        passage = self.texts.post.within(self.passage.start, self.passage.end)
        return weigh(self.scored, self.margins, self.read, passage, self.texts.post, self.texts.lexicon)

    @cached_property
    def same(self) -> float:
        """Calibrated probability that the passage makes (or denies) this claim."""
        if self.hopeless:
            return model().glance.same
        return model().same.probability(self.evidence.features)

    @cached_property
    def strict(self) -> float:
        """How sure it is that this is no neighbour of the claim: another city, drug, sum or direction."""
        return model().strict.probability(self.evidence.features)

    @cached_property
    def denies(self) -> float:
        """How sure it is that the post denies the claim or passes on its rebuttal."""
        return model().denies.probability(self.evidence.features)


def apart(judged: Judged) -> Judged:
    """The same candidate, held only against those for the same words: a post may make several claims."""
    _, near = judged.margins
    return judged if judged.margins == (near, near) else replace(judged, margins=(near, near))


def judge(compared: Comparison, texts: Texts) -> list[Judged]:
    """The best rebuttals for the post, as they were ranked."""
    best = compared.best(_JUDGED)
    passages = [compared.reading.passage(_fit(scored).window) for scored in best]
    return [
        Judged(scored, passage, _margins(at, best, passages), texts)
        for at, (scored, passage) in enumerate(zip(best, passages, strict=True))
    ]


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
