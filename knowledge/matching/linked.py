"""What a known page among a post's links means for the answer: firm where the post is little but the link."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from knowledge.matching.alignment import Detail
from knowledge.matching.decision import CANDIDATES, LEAST_WORDS, MATCHES
from knowledge.matching.known_links import Known
from knowledge.matching.stance import rebuts
from knowledge.models import Answer, Kind, Match, Origin, Passage, Post, Rebuttal, Stance, Verdict

Find = Callable[[str], Rebuttal | None]


def with_links(answer: Answer, known: Iterable[Known], post: Post, read: Detail, find: Find) -> Answer:
    """The answer to a post of which the text alone was answered, given which of its links are `known`.

    A page shows that a claim is there, whatever is written around the link. So a post with words of its own
    is asked about, unless these words are near the same claim; of a link alone the page decides.
    """
    has_words = len(read.words) >= LEAST_WORDS
    found = [
        _match(each, rebuttal, post)
        for each in known
        for rebuttal in map(find, each.rebuttals)
        if rebuttal is not None and _counts(each, rebuttal, has_words=has_words)
    ]
    if not found:
        return answer
    sources = [match for match in found if match.stance is Stance.QUOTES]
    if answer.kind in {Kind.VERDICT, Kind.AGREES}:
        return _of_its_source(answer, sources)
    if has_words:
        return _beside_words(answer, found)
    if sources:
        return _told(Kind.AGREES, sources, answer)
    denies = rebuts(read.words, ())
    return _told(Kind.AGREES if denies else Kind.VERDICT, _taken(found, denies=denies), answer)


def _counts(known: Known, rebuttal: Rebuttal, *, has_words: bool) -> bool:
    """A first page holds much else, and stands below every post of some channels; a scam's is the scam."""
    if not known.is_whole_site:
        return True
    return not known.is_source and (not has_words or rebuttal.verdict is Verdict.SCAM)


def _of_its_source(answer: Answer, sources: Sequence[Match]) -> Answer:
    """Who links to the official word on the very claim passes it on: that is not held against them."""
    linked = {match.rebuttal.id for match in sources}
    quoted = [replace(match, stance=Stance.QUOTES) for match in answer.matches if match.rebuttal.id in linked]
    return replace(answer, kind=Kind.AGREES, matches=tuple(quoted)) if quoted else answer


def _beside_words(answer: Answer, found: Sequence[Match]) -> Answer:
    near = {
        match.rebuttal.id
        for match in answer.matches
        if match.stance is Stance.SPREADS and not match.differences
    }
    both = [match for match in found if match.rebuttal.id in near and match.stance is Stance.SPREADS]
    if both:
        return _told(Kind.VERDICT, both, answer)
    return _told(Kind.SUGGESTION, [*found, *answer.matches], answer)


def _taken(found: Sequence[Match], *, denies: bool) -> list[Match]:
    return [replace(match, stance=Stance.DENIES) for match in found] if denies else list(found)


def _told(kind: Kind, matches: Iterable[Match], answer: Answer) -> Answer:
    first: dict[str, Match] = {}
    for match in matches:
        first.setdefault(match.rebuttal.id, match)
    told = tuple(first.values())[:MATCHES]
    others = [match for match in answer.candidates if match.rebuttal.id not in first]
    return Answer(kind, answer.language, told, (*told, *others)[:CANDIDATES])


def _match(known: Known, rebuttal: Rebuttal, post: Post) -> Match:
    """The claim is the one that moderators wrote, since nobody has read the page."""
    curated = [claim for claim in rebuttal.claims if claim.origin is Origin.CURATED]
    start = max(0, post.text.find(known.link))
    end = start + len(known.link) if known.link in post.text else start
    return Match(
        rebuttal,
        (curated or list(rebuttal.claims))[0],
        Passage(start, end, post.text[start:end]),
        1.0,
        Stance.QUOTES if known.is_source else Stance.SPREADS,
        link=known.link,
    )
