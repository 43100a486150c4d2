"""The posts that moderators have decided on, as cases that a matcher can be asked again."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.matching import Matcher
from knowledge.models import Kind, Origin, Post, Rebuttal, Status


@dataclass(frozen=True, slots=True)
class Case:
    """A kept post: a learned one `holds`, so its rebuttal is to be given for it, a negative does not."""

    rebuttal: str
    text: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a matcher makes of a case, and which rebuttals it gives for it."""

    case: Case
    kind: Kind
    told: tuple[str, ...]

    @property
    def is_kept(self) -> bool:
        """Whether it is as moderators have decided: a question ("is it this?") gives the rebuttal, too."""
        return (self.case.rebuttal in self.told) is self.case.holds


@dataclass(frozen=True, slots=True)
class Change:
    """A case of which two matchers make different things."""

    before: Outcome
    after: Outcome


def cases(rebuttals: Iterable[Rebuttal]) -> Iterator[Case]:
    """The learned posts and the negatives of rebuttals that are in service."""
    for rebuttal in rebuttals:
        if rebuttal.status is Status.PUBLISHED:
            learned = (claim.text for claim in rebuttal.claims if claim.origin is Origin.LEARNED)
            yield from (Case(rebuttal.id, text, holds=True) for text in learned)
            yield from (Case(rebuttal.id, text, holds=False) for text in rebuttal.negatives)


def outcomes(matcher: Matcher, asked: Iterable[Case]) -> list[Outcome]:
    """Ask a matcher every case; some milliseconds each."""
    return [_outcome(matcher, case) for case in asked]


def changes(before: Sequence[Outcome], after: Sequence[Outcome]) -> list[Change]:
    """The cases that come out otherwise; both are of the same cases in the same order."""
    return [
        Change(was, now)
        for was, now in zip(before, after, strict=True)
        if (was.kind, was.told) != (now.kind, now.told)
    ]


def _outcome(matcher: Matcher, case: Case) -> Outcome:
    answer = matcher.check(Post(case.text))
    return Outcome(case, answer.kind, tuple(match.rebuttal.id for match in answer.matches))
