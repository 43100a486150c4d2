"""/variants: all wordings that a rebuttal is found by and the posts it is not given for; adds and drops."""

import re
from dataclasses import dataclass, replace
from itertools import groupby

from telegram import Message, Update

from handlers.citizen.asking import storable
from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import arguments, message_of, number_of, post_of, pressed, replied_to
from handlers.moderator import effects, learn, negatives, publishing
from handlers.moderator.admission import admit_claim
from handlers.moderator.card import wrong
from handlers.moderator.draft import Draft
from handlers.moderator.naming import named, shown_in
from handlers.moderator.saving import overtaken, save
from handlers.replies import Button, Reply, Rows
from handlers.texts import Html, Texts, lines, one_line
from knowledge.exchange import FieldError, fields
from knowledge.models import Claim, Language, Origin, Rebuttal
from knowledge.text import language_of

PAGE = 6  # wordings of three lines each: one screen of a phone
WORDING = 200
NEGATIVE = "negative"
# `id`, then what to add: "+" a wording, "−" a post that is not this claim. Phones make dashes of minuses.
ASKED = re.compile(
    r"(?P<id>[a-z0-9-]*[a-z0-9])?\s*(?:(?P<sign>[+\-−–—])\s*(?P<words>.*))?", re.DOTALL | re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording; `kind` is that of models.Origin, or NEGATIVE."""

    kind: str
    text: str
    language: Language | None


def variants_of(known: Rebuttal) -> tuple[Variant, ...]:
    """Return every wording: those of moderators by language, learned posts, negatives."""
    claims = [
        Variant(claim.origin, claim.text, claim.language)
        for origin in Origin
        for language in Language
        for claim in known.claims
        if (claim.origin, claim.language) == (origin, language)
    ]
    return (*claims, *(Variant(NEGATIVE, text, language_of(text)) for text in known.negatives))


async def variants(update: Update, context: Context) -> None:
    """`/variants id` lists; `id + words` and `id − words` add, without words what the answered post says."""
    message, t = message_of(update), await context.texts(update)
    asked = ASKED.fullmatch(arguments(message).strip())
    if asked is None:
        raise Refusal("variants.usage")
    bot_id = context.scene.desk.bot_id
    known = await named(context, asked["id"] or shown_in(message, bot_id), "variants.usage")
    # An answer to the bot says which rebuttal is meant, one to anybody else which post.
    post = None if replied_to(message, bot_id) else message.reply_to_message
    if not asked["sign"]:
        await context.say(message, _page(context, known, 0, t))
        return
    note = await _added(update, context, known, asked, post)
    kept, before = await named(context, known.id), variants_of(known)
    new = (place for place, variant in enumerate(variants_of(kept)) if variant not in before)
    await context.say(message, _page(context, kept, next(new, 0) // PAGE, t, note))


async def turn_to(update: Update, context: Context) -> None:
    """Turn to a page, or open the first one below a rebuttal."""
    card, (rebuttal_id, page, _) = pressed(update)
    known, t = await named(context, rebuttal_id), await context.texts(update)
    context.toast(update)
    reply = _page(context, known, number_of(page) or 0, t)
    if card is not None and page:
        await context.turn(card, reply)
    elif card is not None:
        await context.tell(card.chat_id, reply)


async def drop(update: Update, context: Context) -> None:
    """Take a wording out; /undo brings it back."""
    card, (rebuttal_id, version, place) = pressed(update)
    known, t = await named(context, rebuttal_id), await context.texts(update)
    if version != str(known.version):
        raise await overtaken(context, known.id)
    number, found = number_of(place), variants_of(known)
    if number is None or number >= len(found) or not _may_drop(context, known, found[number]):
        raise Refusal("button.unknown")
    asker, gone = await context.asker(update), found[number]
    changed = _without(known, gone)
    moved = await effects.of_rebuttal(context, changed)
    kept = await save(context, changed, by=asker.person, deed="rebuttal.reduced")
    context.toast(update)
    if card is not None:
        note = effects.noted(t("variants.dropped", text=one_line(gone.text, WORDING)), moved, t)
        await context.turn(card, _page(context, kept, number // PAGE, t, note))


def _without(known: Rebuttal, gone: Variant) -> Rebuttal:
    if gone.kind == NEGATIVE:
        return replace(known, negatives=tuple(text for text in known.negatives if text != gone.text))
    dropped = Claim(gone.text, gone.language or Language.RU, Origin(gone.kind))
    return replace(known, claims=tuple(claim for claim in known.claims if claim != dropped))


def _may_drop(context: Context, known: Rebuttal, variant: Variant) -> bool:
    """A rebuttal keeps a wording of its own; where two have to agree, those are changed by /edit."""
    if variant.kind != Origin.CURATED:
        return True
    own = sum(claim.origin is Origin.CURATED for claim in known.claims)
    return own > 1 and not context.scene.desk.two_review


async def _added(
    update: Update, context: Context, known: Rebuttal, asked: re.Match[str], post: Message | None
) -> Html:
    """Add the words that are given, or what the post says; return what to say of it."""
    words = asked["words"].strip() or (post_of(post).text.strip() if post is not None else "")
    if not words:
        raise Refusal("variants.usage")
    if asked["sign"] != "+":
        return await _rejected(update, context, known, words)
    if post is not None and not asked["words"].strip():
        return await learn.taught(update, context, known, post)
    return await _worded(update, context, known, words)


async def _rejected(update: Update, context: Context, known: Rebuttal, text: str) -> Html:
    asker, t = await context.asker(update), await context.texts(update)
    masked = storable(text)
    if masked is None:
        raise Refusal("negative.unmasked")
    await negatives.add(context, known, masked, by=asker.person)
    return t("variants.rejected", id=known.id)


async def _worded(update: Update, context: Context, known: Rebuttal, words: str) -> Html:
    asker, t = await context.asker(update), await context.texts(update)
    try:
        text = fields.new_claim(words)
        admit_claim(context, text, known.id)
    except FieldError as error:
        raise Refusal("add.wrong", why=wrong(error, t)) from None
    language = language_of(text) or asker.reads()
    return await publishing.extend(update, context, Draft(claims=((language.value, text),)), known.id)


def _page(context: Context, known: Rebuttal, page: int, t: Texts, note: str = "") -> Reply:
    found = variants_of(known)
    page = min(page, (len(found) - 1) // PAGE)
    shown = list(enumerate(found))[page * PAGE : (page + 1) * PAGE]
    parts = [
        *((note,) if note else ()),
        t("variants.title", id=known.id, count=len(found)),
        *(
            lines(t(f"variants.{kind}"), *(_line(number, variant, t) for number, variant in group))
            for kind, group in groupby(shown, key=lambda each: each[1].kind)
        ),
        t("variants.how", id=known.id),
    ]
    return Reply(Html("\n\n".join(parts)), _buttons(context, known, shown, page, len(found), t))


def _line(number: int, variant: Variant, t: Texts) -> Html:
    language = variant.language.upper() if variant.language else "—"
    return t("variants.line", number=number + 1, language=language, text=one_line(variant.text, WORDING))


def _buttons(
    context: Context, known: Rebuttal, shown: list[tuple[int, Variant]], page: int, total: int, t: Texts
) -> Rows:
    drops = tuple(
        Button(t("variants.drop", number=number + 1), data=f"v1:drop:{known.id}:{known.version}:{number}")
        for number, variant in shown
        if _may_drop(context, known, variant)
    )
    back = Button(t("variants.back"), data=f"v1:variants:{known.id}:{page - 1}")
    on = Button(t("variants.on"), data=f"v1:variants:{known.id}:{page + 1}")
    turns = (*((back,) if page else ()), *((on,) if (page + 1) * PAGE < total else ()))
    return (
        *((drops[:3],) if drops else ()),
        *((drops[3:],) if drops[3:] else ()),
        *((turns,) if turns else ()),
    )
