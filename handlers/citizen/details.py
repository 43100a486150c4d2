"""The details of an answer, in its place: all that is known of one rebuttal, and the way back."""

from collections.abc import Sequence
from dataclasses import replace

from telegram import Message, Update

from handlers import replies
from handlers.citizen import asking, details_card, origins
from handlers.citizen.behind import post_behind
from handlers.citizen.details_card import Background
from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import pressed
from handlers.replies import Button, Placed, Reply, Rows
from handlers.texts import Texts, texts
from knowledge.models import Answer, Kind, Match, Passage, Post, Rebuttal, Status
from knowledge.surge import calm_before

VERSIONS = 50  # that the history is told of; nobody changes one so often
_DATA = "v1:details:"


async def open_(update: Update, context: Context) -> None:
    """Turn the answer into the details of one of its rebuttals, as they are now."""
    card, (mode, rebuttal_id, _) = pressed(update)
    placed = _placed(mode)
    t = texts(placed.language)
    known = (await _published(context, [rebuttal_id])).get(rebuttal_id)
    if known is None or card is None:
        context.toast(update, t("check.gone"), alert=True)
        return
    context.toast(update)
    answer = await _judged(update, context, card)
    match = next((match for match in answer.matches if match.rebuttal.id == known.id), None)
    told = details_card.drawn(known, match, await _background(context, known), t)
    await context.turn(card, Reply(told, _buttons(card, known, placed, t)))


async def back(update: Update, context: Context) -> None:
    """Turn the details back into the answer, as far as its rebuttals are still in service."""
    card, (mode, rebuttal_id, _) = pressed(update)
    placed = _placed(mode)
    t = texts(placed.language)
    listed = _listed(card) if card is not None else []
    found = await _published(context, listed or [rebuttal_id])
    if not found or card is None:
        context.toast(update, t("check.gone"), alert=True)
        return
    context.toast(update)
    again = await context.work.waves.again(list(found), since=calm_before(context.now))
    if placed.kind is Kind.SUGGESTION:
        [known, *_] = found.values()
        await context.turn(card, replies.chosen(known, t, again))
        return
    answer = await _judged(update, context, card)
    met = {match.rebuttal.id: match for match in answer.matches}
    matches = tuple(_match(met.get(known.id), known) for known in found.values())
    shown = Answer(placed.kind, answer.language, matches)
    await context.turn(card, replies.answer(shown, await _post(update, context, card), t, again))


async def choose_anew(update: Update, context: Context) -> None:
    """Take the choice back: ask once more "is it this one?", as the post would be answered now."""
    card, _ = pressed(update)
    asked = card.reply_to_message if card is not None else None
    if card is None or asked is None:
        raise Refusal("details.no_post")
    answer = await _judged(update, context, card)
    t = await context.texts(update, answer.language)
    context.toast(update)
    if answer.kind is Kind.UNKNOWN:  # what was suggested has changed, or is gone
        await context.turn(card, await asking.ask(update, context, asked, t))
        return
    again = await context.work.waves.again(
        [match.rebuttal.id for match in answer.matches], since=calm_before(context.now)
    )
    await context.turn(card, replies.answer(answer, await _post(update, context, card), t, again))


def _placed(mode: str) -> Placed:
    placed = Placed.of(mode)
    if placed is None:
        raise Refusal("button.unknown")
    return placed


async def _published(context: Context, rebuttal_ids: Sequence[str]) -> dict[str, Rebuttal]:
    """Return those of these that posts are answered with, in their order."""
    known = await context.work.rebuttals.some(rebuttal_ids)
    return {
        rebuttal_id: known[rebuttal_id]
        for rebuttal_id in rebuttal_ids
        if rebuttal_id in known and known[rebuttal_id].status is Status.PUBLISHED
    }


async def _background(context: Context, known: Rebuttal) -> Background:
    work = context.work
    again = await work.waves.again([known.id], since=calm_before(context.now))
    return Background(
        versions=await work.versions.until(known.id, known.version, VERSIONS),
        asked=await work.rumours.first_asked(known.id),
        people=dict(context.scene.desk.circulating()).get(known.id, 0),
        again=again.get(known.id) if known.verdict in replies.REFUTED else None,
    )


async def _post(update: Update, context: Context, card: Message) -> Post:
    asked = card.reply_to_message  # gone when the citizen has deleted the post
    return await post_behind(update, context, asked) if asked is not None else Post("")


async def _judged(update: Update, context: Context, card: Message) -> Answer:
    post = await _post(update, context, card)
    answer, asked = context.matcher.check(post), card.reply_to_message
    return answer if asked is None else await origins.settled(context, asked, post, answer)


def _match(found: Match | None, known: Rebuttal) -> Match:
    """Return how the post meets the rebuttal; of a post that is gone, or was read elsewhere, no passage."""
    if found is not None:
        return replace(found, rebuttal=known)
    return Match(known, known.claims[0], Passage(0, 0, ""), 1.0)


def _listed(card: Message) -> list[str]:
    """Return the rebuttals whose details the card offers, in their order."""
    rows = card.reply_markup.inline_keyboard if card.reply_markup is not None else ()
    data = [str(button.callback_data or "") for row in rows for button in row]
    return list(dict.fromkeys(each.split(":")[3] for each in data if each.startswith(_DATA)))


def _buttons(card: Message, known: Rebuttal, placed: Placed, t: Texts) -> Rows:
    """Return the way to the source, to the details of the answer's other rebuttals, and back."""
    listed = _listed(card)
    numbers = tuple(
        replies.details_button(each, placed, t, number, here=each == known.id)
        for number, each in enumerate(listed, 1)
    )
    ways = (replies.way_on(known, t), *((numbers,) if len(listed) > 1 else ()))
    return (*ways, (Button(t("details.back"), data=f"v1:back:{placed}:{known.id}"),))
