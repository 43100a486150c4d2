"""A post comes in: the verdict on the claim in it goes out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from telegram import Message, Update

from handlers import replies
from handlers.asked import Asked, asked_in
from handlers.citizen import asking, complaining, looking, noting, origins
from handlers.citizen.behind import post_behind
from handlers.context import Context
from handlers.incoming import message_of, pressed
from handlers.replies import Reply
from handlers.texts import Html, Texts, lines
from knowledge.models import Kind, Language, Match, Post
from knowledge.surge import calm_before
from knowledge.text import key, language_of

# One or two words ("сәлем", "ок, рахмет") claim nothing; saying "not checked yet" to them would be silly.
WORDS_OF_A_CLAIM = 3
# Of posts that came together, those that the bot is surest of are told of.
BEST_FIRST = (Kind.VERDICT, Kind.AGREES, Kind.SUGGESTION, Kind.UNKNOWN)
MOST_MATCHES = max(replies.ROOM)


class Told(NamedTuple):
    """What is answered to posts that came together, and the one that it is about before all others."""

    first: Asked
    reply: Reply
    language: Language
    is_noted: bool = True  # a greeting is no check


async def check(update: Update, context: Context) -> None:
    """Answer a post, or several that came together by one answer."""
    messages = context.messages(update)
    asked = await _asked(context, messages)
    # What settles it needs no picture to be read; else the picture may.
    settled = any(each.answer.kind in origins.SURE for each in asked)
    if not settled and looking.media_in(messages) and await looking.is_noted(update, context, messages):
        return
    told = await told_of(update, context, asked)
    await context.answer(told.first.message, told.reply, about=told.first.about)
    await note(update, context, asked, told)


async def check_again(update: Update, context: Context) -> None:
    """Mend the answer to a post that was edited; what was never answered stays so."""
    message = update.edited_message
    assert message is not None, "the route takes edited messages only"
    if await context.has_answered(message):
        asked = await _asked(context, [message])
        told = await told_of(update, context, asked)
        if await context.answer_anew(message, told.reply, about=told.first.about):
            await note(update, context, asked, told)


async def _asked(context: Context, messages: Sequence[Message]) -> list[Asked]:
    """Return what is asked, with what moderators have said of the very posts that the bot is unsure of."""
    asked = asked_in(messages, context.check, context.scene.desk.bot_id)
    return [await origins.with_moderators(context, each) for each in asked]


async def told_of(update: Update, context: Context, asked: Sequence[Asked]) -> Told:
    """Return what to answer; the moderators are asked about posts that nothing is known of."""
    told, left = _parted(asked)
    first = told[0]
    t = await context.texts(update, first.answer.language)
    if first.answer.kind is Kind.UNKNOWN:
        return await _unknown(update, context, told, t)
    for each in left:
        if each.answer.kind is Kind.UNKNOWN:
            await asking.ask(update, context, each.about, t, each.post)
    matches = _matches(told)
    again = await _spreading(context, [match.rebuttal.id for match in matches])
    reply = replies.answer(replace(first.answer, matches=matches), first.post, t, again)
    return Told(first, _with_left(reply, len(left), t), t.language)


async def note(update: Update, context: Context, asked: Sequence[Asked], told: Told) -> None:
    """Note a check for each of the posts."""
    asker = await context.asker(update)
    for each in asked if told.is_noted else ():
        noting.note_answer(context, asker, each.answer, each.message.chat_id, told.language)


async def _unknown(update: Update, context: Context, asked: Sequence[Asked], t: Texts) -> Told:
    """Say of posts that none is known; of a greeting, that there is nothing to check."""
    first = asked[0]
    if len(asked) == 1 and (nothing := nothing_to_check(first.post, t)):
        return Told(first, Reply(nothing), t.language, is_noted=False)
    offers = [await asking.ask(update, context, each.about, t, each.post) for each in asked]
    if len(offers) == 1:
        return Told(first, offers[0], t.language)
    unknown = replies.unknown(t)
    several = replace(unknown, text=lines(unknown.text, "", t("check.one_by_one")))
    return Told(first, several, t.language)


def _parted(asked: Sequence[Asked]) -> tuple[list[Asked], list[Asked]]:
    """Return the posts that one answer tells of, the surest first, and those that it leaves open."""
    best = sorted(asked, key=lambda each: BEST_FIRST.index(each.answer.kind))
    together = origins.SURE if best[0].answer.kind in origins.SURE else {best[0].answer.kind}
    told = [each for each in best if each.answer.kind in together]
    return told, best[len(told) :]


def _matches(told: Sequence[Asked]) -> tuple[Match, ...]:
    """Return the matches of all of them, each rebuttal once, as many as one answer has room for."""
    matches = {match.rebuttal.id: match for each in reversed(told) for match in reversed(each.answer.matches)}
    return tuple(reversed(matches.values()))[:MOST_MATCHES]


def _with_left(reply: Reply, left: int, t: Texts) -> Reply:
    if not left:
        return reply
    return replace(reply, text=lines(reply.text, "", t.counted("check.left", left), t("check.one_by_one")))


async def _spreading(context: Context, rebuttals: Sequence[str]) -> Mapping[str, str]:
    """Return which of these claims circulate again, and since when each is rebutted."""
    return await context.work.waves.again(rebuttals, since=calm_before(context.now))


def nothing_to_check(post: Post, t: Texts) -> Html | None:
    """Return what to ask for instead, of a post that claims nothing by itself."""
    words = len(key(post.text).split())
    if words >= WORDS_OF_A_CLAIM:
        return None
    return t("check.only_a_link") if post.links else t("check.too_little")


async def decline(update: Update, context: Context) -> None:
    """Say that a contact, a place, a sticker or the like claims nothing."""
    t = await context.texts(update)
    await context.say(message_of(update), Reply(t("check.nothing")))


async def open_candidate(update: Update, context: Context) -> None:
    """Turn "is it this?" into the rebuttal that the citizen chose."""
    card, (rebuttal_id, *_) = pressed(update)
    asked = card.reply_to_message if card is not None else None
    post = await post_behind(update, context, asked) if asked is not None else Post("")
    t = await context.texts(update, language_of(post.text))
    known = await context.work.rebuttals.find(rebuttal_id)
    if known is None or known.status != "published" or card is None:
        context.toast(update, t("check.gone"), alert=True)
        return
    context.toast(update)
    noting.note_shown(context, await context.asker(update), known, card.chat_id, t.language)
    await context.turn(card, replies.chosen(known, t, await _spreading(context, [known.id])))


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
