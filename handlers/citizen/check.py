"""A post comes in: the verdict on the claim in it goes out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from telegram import Message, Update

from handlers import replies
from handlers.citizen import asking, complaining, noting
from handlers.context import Context
from handlers.incoming import message_of, post_of, pressed
from handlers.replies import Reply
from handlers.texts import Html, Texts
from knowledge.models import Kind, Post
from knowledge.surge import calm_before
from knowledge.text import key

# One or two words ("сәлем", "ок, рахмет") claim nothing; saying "not checked yet" to them would be silly.
WORDS_OF_A_CLAIM = 3


async def check(update: Update, context: Context) -> None:
    """Answer a post."""
    message = message_of(update)
    post = post_of(message)
    answer = context.check(post)
    t = await context.texts(update, answer.language)
    if answer.kind is Kind.UNKNOWN and (nothing := _nothing_to_check(post, t)):
        await context.say(message, Reply(nothing))
        return
    noting.note_answer(context, await context.asker(update), answer, message.chat_id, t.language)
    if answer.kind is Kind.UNKNOWN:
        await context.say(message, await asking.ask(update, context, message, t))
    else:
        again = await _spreading(context, [match.rebuttal.id for match in answer.matches])
        await context.say(message, replies.answer(answer, post, t, again))


async def _spreading(context: Context, rebuttals: Sequence[str]) -> Mapping[str, str]:
    """Return which of these claims circulate again, and since when each is rebutted."""
    return await context.work.waves.again(rebuttals, since=calm_before(context.now))


def _nothing_to_check(post: Post, t: Texts) -> Html | None:
    words = len(key(post.text).split())
    if words >= WORDS_OF_A_CLAIM:
        return None
    return t("check.only_a_link") if post.links else t("check.too_little")


async def cannot_read(update: Update, context: Context) -> None:
    """Say that a picture, a voice message or a file is not read; of an album only the caption counts."""
    message: Message = message_of(update)
    if message.media_group_id is None:
        t = await context.texts(update)
        await context.say(message, Reply(t("check.cannot_read")))


async def open_candidate(update: Update, context: Context) -> None:
    """Turn "is it this?" into the rebuttal that the citizen chose."""
    card, (rebuttal_id, *_) = pressed(update)
    t = await context.texts(update)
    known = await context.work.rebuttals.find(rebuttal_id)
    if known is None or known.status != "published" or card is None:
        context.toast(update, t("check.gone"), alert=True)
        return
    context.toast(update)
    noting.note_shown(context, await context.asker(update), known, card.chat_id, t.language)
    told = replies.rebuttal(known, t, await _spreading(context, [known.id]))
    await context.turn(card, replace(told, buttons=(*told.buttons, (replies.wrong_button(known, t),))))


async def open_none(update: Update, context: Context) -> None:
    """Turn "is it this?" into "not checked yet", which is a question to the moderators then."""
    card, _ = pressed(update)
    t = await context.texts(update)
    context.toast(update)
    if card is None:
        return
    asked = card.reply_to_message  # gone when the citizen has deleted the post
    if asked is None:
        await context.turn(card, replies.unknown(t))
        return
    await complaining.decline(update, context, asked)
    await context.turn(card, await asking.ask(update, context, asked, t))
