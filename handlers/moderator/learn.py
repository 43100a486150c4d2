"""/learn: a post that a moderator confirms becomes one more phrasing of the rebuttal's claim."""

from collections.abc import Sequence
from dataclasses import replace

from telegram import Message, Update

from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import arguments, message_of, post_of
from handlers.moderator import effects, negatives
from handlers.moderator.admission import admit_claim, admit_links
from handlers.moderator.card import wrong
from handlers.moderator.naming import named
from handlers.moderator.saving import save
from handlers.replies import Reply
from handlers.texts import Html
from knowledge.exchange import FieldError, fields
from knowledge.models import Claim, Language, Origin, Rebuttal
from knowledge.text import canonical, content_words, key, language_of

LEARNED = 20  # phrasings of one rebuttal; on real posts the second gains little and the tenth nothing


async def learn(update: Update, context: Context) -> None:
    """`/learn id` in reply to a post: the next post like it meets the rebuttal."""
    message = message_of(update)
    rebuttal_id, post = arguments(message).strip().lower(), message.reply_to_message
    if not rebuttal_id or post is None:
        raise Refusal("learn.usage")
    known = await named(context, rebuttal_id)
    await context.say(message, Reply(await taught(update, context, known, post)))


async def taught(update: Update, context: Context, known: Rebuttal, post: Message) -> Html:
    """Keep the post as a phrasing; return what to say of it."""
    asker, t = await context.asker(update), await context.texts(update)
    if not content_words(post_of(post).text) and (links := post_of(post).links):
        return await _taught_links(update, context, known, links)
    phrasing = _phrasing(context, post, known, asker.reads())
    try:
        admit_claim(context, phrasing.text)
    except FieldError as error:
        raise Refusal("add.wrong", why=wrong(error, t)) from None
    if negatives.holds(context, known, phrasing.text):
        raise Refusal("learn.negative", id=known.id)
    learned = replace(known, claims=(*known.claims, phrasing))
    moved = await effects.of_rebuttal(context, learned)
    await save(context, learned, by=asker.person, deed="rebuttal.learned")
    return effects.noted(t("learn.done", id=known.id), moved, t)


async def _taught_links(update: Update, context: Context, known: Rebuttal, links: Sequence[str]) -> Html:
    """Keep what a post without words links to as pages that spread the claim."""
    asker, t = await context.asker(update), await context.texts(update)
    try:
        admit_links(context, links)
        kept = fields.links([*known.links, *filter(None, map(canonical, links))])
    except FieldError as error:
        raise Refusal("add.wrong", why=wrong(error, t)) from None
    if kept == known.links:
        raise Refusal("learn.nothing_new")
    await save(context, replace(known, links=kept), by=asker.person, deed="rebuttal.learned")
    return t("learn.link_done", id=known.id)


def _phrasing(context: Context, post: Message, known: Rebuttal, default: Language) -> Claim:
    text = _relevant(context, post, known)
    folded = key(text)
    if not folded or any(key(claim.text) == folded for claim in known.claims):
        raise Refusal("learn.nothing_new")
    if sum(claim.origin is Origin.LEARNED for claim in known.claims) >= LEARNED:
        raise Refusal("learn.enough", count=LEARNED)
    return Claim(text, language_of(text) or default, Origin.LEARNED)


def _relevant(context: Context, message: Message, known: Rebuttal) -> str:
    """Return the post, or of one too long for a claim the passage that speaks about the rebuttal."""
    post = post_of(message)
    try:
        return fields.new_claim(post.text)
    except FieldError as error:
        if error.code != "long":
            raise Refusal("learn.nothing_new") from None
    for match in context.matcher.check(post).candidates:
        if match.rebuttal.id == known.id:
            return match.passage.text
    raise Refusal("learn.too_long")
