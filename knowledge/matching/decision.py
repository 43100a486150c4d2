"""What the bot answers: a verdict only where the model is sure and no guard objects."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.matching.alignment import Detail
from knowledge.matching.anchors import uncovered
from knowledge.matching.guards import differences
from knowledge.matching.judgement import Judged, Ranked, apart
from knowledge.models import Answer, Kind, Language, Match, Stance
from knowledge.text.lexicon import Lexicon

# Probability that a passage makes the claim: .2 and more finds 93 % of the right ones, 83 % of those are
# right (out of fold, docs/matching.md).
_SUGGESTION = 0.2
_VERDICT = 0.5
# What near neighbours of a claim rarely reach. Each hand-written suite judged by a fit on the others: .8
# lets pass 1.0 % of foreign posts, .75 1.6 % and .7 2.7 %, for .28, .35 and .41 of verdicts (means of ten).
_STRICT = 0.8
# To agree names a source, too. Judged so, at .6 6 of 1,450 foreign posts are agreed with and 105 of 302 that
# deny, at .4 13 and 136.
_STRICT_TO_AGREE = 0.6
# Where the post may deny the claim. At .5 five of six that reach it deny (out of fold); at .4 it was two in
# three, and twice as many posts that spread a claim were told that they agree with its source.
_DENIES = 0.5
# A passage with so much of the claim's weight and a negation that the claim has not says the contrary;
# one with so much of the summary's quotes it.
_WHOLE = 0.9
# A word in every seventh text, or a heavier one of which the passage has the root.
_LIGHT = 2.0
# Fewer words are conversation ("казахстан", "банк закрыт"): at most a question back.
LEAST_WORDS = 4
CANDIDATES = 5
MATCHES = 3


def answer(
    judged: Sequence[Judged],
    further: Sequence[Ranked],
    post: Detail,
    language: Language | None,
    lexicon: Lexicon,
) -> Answer:
    """Decide on candidates that are judged, most probable first; `language` is the post's.

    The `further` ones rank too low to be judged: they are no more than listed, with probability 0.
    """
    matches = [matched(each, post, lexicon) for each in judged]
    others = [Match(each.rebuttal, each.claim, each.passage, probability=0) for each in further]
    candidates = (*matches, *others)[:CANDIDATES]
    told = _told(judged, matches, post, lexicon) if len(post.words) >= LEAST_WORDS else ()
    if told:
        return Answer(_kind(told[0]), language, told, candidates)
    if candidates and candidates[0].probability >= _SUGGESTION:
        near = [match for match in candidates[:MATCHES] if match.probability >= _SUGGESTION]
        return Answer(Kind.SUGGESTION, language, tuple(near), candidates)
    return Answer(Kind.UNKNOWN, language, (), candidates)


def _told(
    judged: Sequence[Judged], matches: Sequence[Match], post: Detail, lexicon: Lexicon
) -> tuple[Match, ...]:
    """The sure match, and those of the same kind that are sure for other parts of the post; three at most."""
    told: list[Match] = []
    for each, match in zip(judged, matches, strict=True):
        if not told:
            told += [match] if _is_sure(match, each) else []
        elif len(told) < MATCHES and _is_elsewhere(match, told):
            further = apart(each)
            match_there = matched(further, post, lexicon)
            same_kind = _kind(match_there) is _kind(told[0])
            told += [match_there] if same_kind and _is_sure(match_there, further) else []
    return tuple(told)


def _is_elsewhere(match: Match, told: Sequence[Match]) -> bool:
    start, end = match.passage.start, match.passage.end
    return all(end <= other.passage.start or start >= other.passage.end for other in told)


def matched(judged: Judged, post: Detail, lexicon: Lexicon) -> Match:
    """What is told of a candidate."""
    taken = stance(judged)
    missing = uncovered(judged.rebuttal.anchors, post, lexicon)
    return Match(
        judged.rebuttal,
        judged.claim,
        judged.passage,
        judged.same,
        taken,
        differences(judged, missing) if taken is Stance.SPREADS else (),
    )


def stance(judged: Judged) -> Stance:
    """Whether the post spreads the claim, denies it or quotes its rebuttal."""
    if _quotes(judged):
        return Stance.QUOTES
    if judged.denies < _DENIES and judged.evidence.features["negated share"] < _WHOLE:
        return Stance.SPREADS
    return Stance.QUOTES if judged.evidence.features["summary nearer"] > 0 else Stance.DENIES


def _is_sure(match: Match, judged: Judged) -> bool:
    elsewhere = judged.evidence.features["place differs"]
    if _quotes(judged):
        return not elsewhere
    if judged.same < _VERDICT:
        return False
    if match.stance is not Stance.SPREADS:
        return judged.strict >= _STRICT_TO_AGREE and not elsewhere
    return not match.differences and (judged.strict >= _STRICT or _says_it_all(judged.evidence.features))


def _quotes(judged: Judged) -> bool:
    """Whether the post holds the rebuttal's own summary."""
    return judged.evidence.features["summary held"] >= _WHOLE


def _says_it_all(features: Mapping[str, float]) -> bool:
    """Whether the passage has every word of the claim that weighs, and states no number of its own."""
    return features["heaviest word missing"] < _LIGHT and not features["quantities added"]


def _kind(match: Match) -> Kind:
    return Kind.VERDICT if match.stance is Stance.SPREADS else Kind.AGREES


@dataclass(frozen=True, slots=True)
class Hurdle:
    """A rule that a candidate does not pass: the value it has, and the one that the rule asks for.

    `what` is `suggestion` or `verdict` (its probability, to be asked about and to be told), `strict` (how
    sure it is that this is no neighbour of the claim), `words` (of the post), or `place`: places that differ
    where the post denies the claim; where it spreads it, those are among `match.differences`.
    """

    what: str
    found: float
    wanted: float


def hurdles(match: Match, judged: Judged, post: Detail) -> Iterator[Hurdle]:
    """What beside `match.differences` keeps a candidate from being told, as `answer` decides it."""
    if len(post.words) < LEAST_WORDS:
        yield Hurdle("words", len(post.words), LEAST_WORDS)
    if match.stance is not Stance.SPREADS and judged.evidence.features["place differs"]:
        yield Hurdle("place", 1, 0)
    if _quotes(judged):
        return
    if judged.same < _VERDICT:
        what, wanted = ("suggestion", _SUGGESTION) if judged.same < _SUGGESTION else ("verdict", _VERDICT)
        yield Hurdle(what, judged.same, wanted)
        return
    if match.stance is not Stance.SPREADS:
        if judged.strict < _STRICT_TO_AGREE:
            yield Hurdle("strict", judged.strict, _STRICT_TO_AGREE)
    elif judged.strict < _STRICT and not _says_it_all(judged.evidence.features):
        yield Hurdle("strict", judged.strict, _STRICT)
