"""Why the bot answers a post as it does: each candidate with what spoke for it and what kept it back."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from knowledge.matching.alignment import Detail
from knowledge.matching.anchors import anchors, uncovered
from knowledge.matching.decision import Hurdle, hurdles, matched
from knowledge.matching.judgement import Judged
from knowledge.models import Answer, Match
from knowledge.text.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Explained:
    """One candidate: its anchors that the post has and lacks, and the rules that keep it from being told.

    `match.differences` are what guards object to. `is_negative`: moderators have said that it is not this.
    """

    match: Match
    held: tuple[str, ...]
    missing: tuple[str, ...]
    hurdles: tuple[Hurdle, ...]
    is_negative: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer to a post, and its candidates, the likeliest first; negatives are not among the answer's."""

    answer: Answer
    candidates: tuple[Explained, ...]


def explained(
    answer: Answer, judged: Iterable[Judged], negatives: Collection[str], post: Detail, lexicon: Lexicon
) -> Explanation:
    """Explain an answer by what was judged for it; `negatives` are the rebuttals that were left out."""
    found = [_explained(each, each.rebuttal.id in negatives, post, lexicon) for each in judged]
    return Explanation(answer, tuple(sorted(found, key=lambda each: -each.match.probability)))


def _explained(judged: Judged, is_negative: bool, post: Detail, lexicon: Lexicon) -> Explained:
    match = matched(judged, post, lexicon)
    # Where moderators gave no anchors, those of the wording that matched: another language has other words.
    wanted = anchors(replace(judged.rebuttal, claims=(judged.claim,)), lexicon)
    missing = uncovered(wanted, post, lexicon)
    held = tuple(anchor for anchor in wanted if anchor not in missing)
    return Explained(match, held, missing, tuple(hurdles(match, judged, post)), is_negative)
