"""Negatives of a rebuttal: posts that are not its claim, kept as a version of it like any other change."""

from dataclasses import replace

from handlers.context import Context
from handlers.errors import Refusal
from handlers.moderator.saving import save
from knowledge.models import Claim, Origin, Rebuttal
from knowledge.text import canonical, content_words, links_in

MOST = 50  # of one rebuttal; one that is confused more often needs other claims or anchors


def holds(context: Context, known: Rebuttal, text: str) -> bool:
    """Whether moderators have said of this masked post, or a copy of it, that it is not the claim."""
    return any(context.matcher.are_copies(text, negative) for negative in known.negatives)


async def add(context: Context, known: Rebuttal, text: str, *, by: str) -> Rebuttal:
    """Keep a masked post as a negative; learned posts that are copies of it go.

    Refusal, before anything is written, for a copy of a phrasing that moderators wrote themselves: with
    that one the rebuttal would no longer be found for its own claim.
    """
    if holds(context, known, text):
        raise Refusal("negative.known", id=known.id)
    if len(known.negatives) >= MOST:
        raise Refusal("negative.enough", count=MOST)
    kept = tuple(claim for claim in known.claims if not _is_learned_copy(context, claim, text))
    if not kept or any(context.matcher.are_copies(text, claim.text) for claim in kept):
        raise Refusal("negative.is_claim", id=known.id)
    # Where there is little but a link, it is the page that does not speak of this claim.
    alone = set() if content_words(text) else set(map(canonical, links_in(text)))
    links = tuple(link for link in known.links if canonical(link) not in alone)
    changed = replace(known, claims=kept, links=links, negatives=(*known.negatives, text))
    return await save(context, changed, by=by, deed="rebuttal.rejected")


def _is_learned_copy(context: Context, claim: Claim, text: str) -> bool:
    return claim.origin is Origin.LEARNED and context.matcher.are_copies(text, claim.text)
