"""Forwards of one channel post: what moderators answered to the first, all later ones are told."""

from dataclasses import replace
from datetime import datetime

from telegram import Message

from handlers.asked import Asked
from handlers.citizen.asking import storable
from handlers.context import Context
from handlers.incoming import origin_of
from knowledge.models import Answer, Kind, Match, Origin, Passage, Post, Rebuttal, Stance, Status
from knowledge.text import fingerprint

SURE = {Kind.VERDICT, Kind.AGREES}
VERSIONS = 50  # in which the one is looked for that moderators answered with


async def with_moderators(context: Context, asked: Asked) -> Asked:
    """Return the question with the moderators' answer to this very post, where the bot alone is not sure."""
    return asked._replace(answer=await settled(context, asked.about, asked.post, asked.answer))


async def settled(context: Context, message: Message, post: Post, answer: Answer) -> Answer:
    """Return their answer to the channel post that this forwards, else the one given.

    It must be the same post still (by its text), and the rebuttal must say what it said then.
    """
    origin = origin_of(message)
    if origin is None or answer.kind in SURE:
        return answer
    text = storable(post.text)
    found = await context.work.origins.settled(origin, fingerprint(text)) if text else None
    known = await context.work.rebuttals.find(found.rebuttal) if found is not None else None
    if found is None or known is None or text is None or not await _holds(context, known, text, found.at):
        return answer
    return _theirs(known, post, answer)


async def _holds(context: Context, known: Rebuttal, text: str, then: datetime) -> bool:
    if known.status is not Status.PUBLISHED:
        return False
    if any(context.matcher.are_copies(text, negative) for negative in known.negatives):
        return False
    versions = await context.work.versions.until(known.id, known.version, VERSIONS)
    told = next((each.rebuttal for each in versions if each.at <= then), None)
    return told is not None and told.verdict is known.verdict and _curated(told) <= _curated(known)


def _curated(known: Rebuttal) -> set[str]:
    return {claim.text for claim in known.claims if claim.origin is Origin.CURATED}


def _theirs(known: Rebuttal, post: Post, answer: Answer) -> Answer:
    """Moderators said what the post is about; what it does with the claim, the text says."""
    near = next((match for match in answer.candidates if match.rebuttal.id == known.id), None)
    whole = Match(known, known.claims[0], Passage(0, len(post.text), post.text), 1.0)
    match = replace(near or whole, probability=1.0, differences=(), is_same_post=True)
    kind = Kind.VERDICT if match.stance is Stance.SPREADS else Kind.AGREES
    others = [each for each in answer.candidates if each.rebuttal.id != known.id]
    return Answer(kind, answer.language, (match,), (match, *others))
