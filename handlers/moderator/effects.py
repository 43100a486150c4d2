"""What a change does to posts that moderators have decided on: they are asked again before it is in force."""

import asyncio
from collections.abc import Iterable, Sequence

from handlers.context import Context
from handlers.texts import Html, Texts, lines, one_line
from knowledge.cases import Case, Change, Outcome, cases, changes, outcomes
from knowledge.matching import Matcher, lexicon_with
from knowledge.models import Post, Rebuttal, Status
from knowledge.store import Synonym
from knowledge.text import key

# A change moves the posts of its own rebuttal and of its neighbours. So many are asked twice, at some
# milliseconds each, while other updates wait.
ASKED = 30
NEIGHBOURS = 5
SHOWN = 3
POST = 120
ROOT = 5  # letters of a word that its endings leave alone, mostly


async def of_rebuttal(context: Context, changed: Rebuttal) -> list[Change]:
    """What putting a changed rebuttal into service does; call it before the commit."""
    matcher = context.matcher
    before = await context.work.rebuttals.find(changed.id)
    new = [claim for claim in changed.claims if before is None or claim not in before.claims]
    near = {known.id: known for claim in new for known, _ in matcher.similar(claim.text, NEIGHBOURS)}
    near[changed.id] = changed
    own = set(cases([before])) if before is not None else set()
    asked = [case for case in cases(near.values()) if case.rebuttal != changed.id or case in own][:ASKED]
    was = outcomes(matcher, asked)
    with matcher.trying(changed):
        now = outcomes(matcher, asked)
    return changes(was, now)


async def of_synonym(
    context: Context, before: Sequence[Synonym], after: Sequence[Synonym], words: Iterable[str]
) -> list[Change]:
    """What another lexicon does to posts and claims that hold one of the words."""
    published = {known.id: known for known in await context.work.rebuttals.all(Status.PUBLISHED)}
    roots = [f" {part[:ROOT]}" for word in words for part in key(word).split()]
    asked = [case for case in cases(published.values()) if _holds(case, published, roots)][:ASKED]
    if not asked:
        return []
    near = {case.rebuttal for case in asked} | {
        match.rebuttal.id for case in asked for match in context.matcher.check(Post(case.text)).candidates
    }
    concerned = [published[rebuttal_id] for rebuttal_id in sorted(near & published.keys())]
    # Another lexicon makes another matcher; in a thread, as the whole of it is made after the commit.
    was, now = await asyncio.gather(
        *(asyncio.to_thread(_asked, concerned, asked, pairs) for pairs in (before, after))
    )
    return changes(was, now)


def _asked(rebuttals: Sequence[Rebuttal], asked: Sequence[Case], pairs: Sequence[Synonym]) -> list[Outcome]:
    matcher = Matcher(lexicon_with((pair.word, pair.meaning) for pair in pairs))
    matcher.load(rebuttals)
    return outcomes(matcher, asked)


def _holds(case: Case, published: dict[str, Rebuttal], roots: Sequence[str]) -> bool:
    claims = (claim.text for claim in published[case.rebuttal].claims)
    return any(root in f" {key(text)}" for text in (case.text, *claims) for root in roots)


def noted(said: Html, found: Sequence[Change], t: Texts) -> Html:
    """Return what is said of a change, and below it which kept posts it moves, if any."""
    if not found:
        return said
    told = [
        t(
            "effect.line",
            post=one_line(change.before.case.text, POST),
            before=_said(change.before, t),
            after=_said(change.after, t),
        )
        for change in found[:SHOWN]
    ]
    more = [t.counted("effect.more", len(found) - SHOWN)] if len(found) > SHOWN else []
    return lines(said, "", t.counted("effect.title", len(found)), *told, *more)


def _said(outcome: Outcome, t: Texts) -> str:
    kind = t(f"effect.{outcome.kind}")
    return f"{kind} ({', '.join(outcome.told)})" if outcome.told else str(kind)
