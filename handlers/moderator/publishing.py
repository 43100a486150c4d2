"""What becomes of a finished card: published, sent for approval, kept as a draft, or added elsewhere."""

from dataclasses import replace

from telegram import Update

from handlers.context import Context
from handlers.corrections import affected, notice
from handlers.errors import Refusal
from handlers.moderator import answering, effects, review
from handlers.moderator.admission import admit_last_day
from handlers.moderator.card import wrong
from handlers.moderator.draft import Draft
from handlers.moderator.naming import named, newest
from handlers.moderator.saving import may_publish, overtaken, propose, refuse_while_waiting, save
from handlers.texts import Html, Texts, lines
from knowledge.exchange import FieldError
from knowledge.models import Claim, Language, Rebuttal, Status
from knowledge.text import key


async def publish(update: Update, context: Context, draft: Draft) -> Html:
    """Publish it, or where two have to agree send it to the others; return what to tell the author."""
    asker, t = await context.asker(update), await context.texts(update)
    try:
        admit_last_day(draft.until, context.now)
    except FieldError as error:
        raise Refusal("add.wrong", why=wrong(error, t)) from None
    said = await _rebuttal(context, draft)
    if context.scene.desk.two_review:
        return await _submitted(context, said, asker.person, t, rumour=draft.rumour or None)
    before = await context.work.rebuttals.find(said.id)
    corrects = before is not None and before.status is Status.PUBLISHED
    deed = "rebuttal.corrected" if corrects else "rebuttal.published"
    published = replace(said, status=Status.PUBLISHED)
    moved = await effects.of_rebuttal(context, published)
    kept = await save(context, published, by=asker.person, deed=deed, settles=True)
    title = t("add.corrected" if corrects else "add.published", id=kept.id)
    done = lines(title, *notice(kept, await affected(context.work, kept), t))
    done = effects.noted(done, moved, t)
    if not draft.rumour:
        return done
    return lines(done, "", await answering.answered(update, context, draft.rumour, kept))


async def keep(update: Update, context: Context, draft: Draft) -> Html:
    """Keep it where every moderator can go on with it."""
    asker, t = await context.asker(update), await context.texts(update)
    said = replace(await _rebuttal(context, draft), status=Status.DRAFT)
    rumour = draft.rumour or None
    kept = await propose(context, said, by=asker.person, deed="rebuttal.drafted", rumour=rumour)
    if not may_publish(asker):
        await review.announce(context, kept, by=asker.person)
    return t("add.kept" if may_publish(asker) else "add.drafted", id=kept.id)


async def extend(update: Update, context: Context, draft: Draft, rebuttal_id: str) -> Html:
    """Add the phrasings to a rebuttal that says the same already."""
    asker, t = await context.asker(update), await context.texts(update)
    known = await named(context, rebuttal_id)
    held = {key(claim.text) for claim in known.claims}
    new = tuple(Claim(text, Language(language)) for language, text in draft.claims if key(text) not in held)
    if known.status is not Status.PUBLISHED:
        raise Refusal("retire.already", id=known.id)
    if not new:
        raise Refusal("add.nothing_to_extend", id=known.id)
    await refuse_while_waiting(context, known.id)
    longer = replace(known, claims=(*known.claims, *new))
    if context.scene.desk.two_review:
        return await _submitted(context, longer, asker.person, t)
    moved = await effects.of_rebuttal(context, longer)
    await save(context, longer, by=asker.person, deed="rebuttal.extended")
    return effects.noted(t.counted("add.extended", len(new), id=known.id), moved, t)


async def _submitted(
    context: Context, said: Rebuttal, by: str, t: Texts, *, rumour: int | None = None
) -> Html:
    waiting = replace(said, status=Status.WAITING)
    kept = await propose(context, waiting, by=by, deed="rebuttal.proposed", rumour=rumour)
    await review.announce(context, kept, by=by)
    return t("add.submitted", id=kept.id)


async def _rebuttal(context: Context, draft: Draft) -> Rebuttal:
    """Return the rebuttal that the draft makes; of a correction, in the state that it began with."""
    if not draft.corrects:
        return draft.rebuttal(await _free_id(context, draft))
    known = await newest(context, draft.corrects)
    if known.version != draft.version:
        raise await overtaken(context, known.id)
    return draft.corrected(known)


async def _free_id(context: Context, draft: Draft) -> str:
    slug, number = draft.slug(), 1
    taken = slug
    while await context.work.rebuttals.find(taken):
        number += 1
        taken = f"{slug}-{number}"
    return taken
