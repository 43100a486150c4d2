"""/mychecks: what a citizen was answered and what holds now, and their questions that are still open."""

from collections.abc import Sequence

from telegram import Update

from handlers import replies
from handlers.citizen import noting
from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import chat_of, message_of, number_of, pressed
from handlers.replies import Button, Reply, Rows
from handlers.texts import Html, Texts, lines, one_line
from knowledge.days import day_of
from knowledge.models import Inquiry, Rebuttal, Status
from knowledge.store import Check, Noted

PAGE = 5  # of either: one screen of a phone, and one row of numbered buttons
CLAIM = 150  # characters
WORDING = 150


async def checks(update: Update, context: Context) -> None:
    """Show the verdicts that the asker was told last."""
    await context.say(message_of(update), await _checks(update, context))


async def turn_checks(update: Update, context: Context) -> None:
    """Turn the card to another page of the verdicts."""
    card, (before, *_) = pressed(update)
    drawn = await _checks(update, context, number_of(before))
    context.toast(update)
    if card is not None:
        await context.turn(card, drawn)


async def turn_questions(update: Update, context: Context) -> None:
    """Turn the card to a page of the questions that nobody has answered."""
    card, (before, *_) = pressed(update)
    drawn = await _questions(update, context, number_of(before))
    context.toast(update)
    if card is not None:
        await context.turn(card, drawn)


async def open_check(update: Update, context: Context) -> None:
    """Send the rebuttal that an answer came from, as it is now."""
    _, (rebuttal_id, *_) = pressed(update)
    t, asker, chat_id = await context.texts(update), await context.asker(update), chat_of(update)
    known = await context.work.rebuttals.find(rebuttal_id)
    if known is None or known.status is not Status.PUBLISHED:
        raise Refusal("check.gone")
    context.toast(update)
    noting.note_read(context, asker, known, chat_id, t.language)
    await context.tell(chat_id, replies.rebuttal(known, t))


async def stop_following(update: Update, context: Context) -> None:
    """Forget the chat of one question, and show the page anew."""
    _, (part, *_) = pressed(update)
    asker, number = await context.asker(update), number_of(part)
    if number is None or not await context.work.inquiries.unfollow(number, asker.person):
        raise Refusal("follow.over")
    context.toast(update, (await context.texts(update))("follow.stopped"))
    card, _ = pressed(update)
    if card is not None:
        await context.turn(card, await _questions(update, context))


async def _checks(update: Update, context: Context, before: int | None = None) -> Reply:
    asker, t = await context.asker(update), await context.texts(update)
    found = await context.work.checks.verdicts_of(asker.person, limit=PAGE + 1, before=before)
    page = found[:PAGE]
    now = {noted.id: await context.work.rebuttals.find(noted.check.rebuttal or "") for noted in page}
    told = [_told(place, noted.check, now[noted.id], t) for place, noted in enumerate(page, 1)]
    opens = tuple(
        Button(t("mychecks.open", number=place), data=f"v1:mycheck:{noted.check.rebuttal}")
        for place, noted in enumerate(page, 1)
        if _is_in_service(now[noted.id])
    )
    questions = (Button(t("mychecks.questions"), data="v1:myquestions:"),)
    text = lines(t("mychecks.title"), "", Html("\n\n").join(told or [t("mychecks.none")]))
    pages = _pages("mychecks", found, before, t)
    return Reply(text, (*((opens,) if opens else ()), *pages, questions))


def _told(place: int, check: Check, known: Rebuttal | None, t: Texts) -> Html:
    """Return one verdict: the claim, what was said and when, and what holds now if that is something else."""
    claim = replies.told_claim(known, t.language, CLAIM) if known else check.rebuttal
    then = t("mychecks.then", day=t.moment(check.at), verdict=t(f"verdict.{check.verdict}"))
    said = [t("mychecks.claim", number=place, claim=claim), then]
    if known is None or not _is_in_service(known):
        said.append(t("mychecks.withdrawn"))
    elif known.verdict is not check.verdict:
        said.append(t("mychecks.now", verdict=t(f"verdict.{known.verdict}")))
    return lines(*said)


def _is_in_service(known: Rebuttal | None) -> bool:
    return known is not None and known.status is Status.PUBLISHED


async def _questions(update: Update, context: Context, before: int | None = None) -> Reply:
    asker, t = await context.asker(update), await context.texts(update)
    found = await context.work.inquiries.open_of(asker.person, limit=PAGE + 1, before=before)
    page = found[:PAGE]
    told = [_asked(place, asked, t) for place, asked in enumerate(page, 1)]
    stops = tuple(
        Button(t("mychecks.stop", number=place), data=f"v1:myfollow:{asked.id}")
        for place, asked in enumerate(page, 1)
        if asked.chat_id is not None
    )
    text = lines(t("mychecks.questions_title"), "", Html("\n\n").join(told or [t("mychecks.no_questions")]))
    pages = _pages("myquestions", found, before, t)
    back = (Button(t("mychecks.back"), data="v1:mychecks:"),)
    return Reply(text, (*((stops,) if stops else ()), *pages, back))


def _asked(place: int, asked: Inquiry, t: Texts) -> Html:
    closes_at = asked.closes_at
    state = t("follow.promised", day=t.day(day_of(closes_at))) if closes_at else t("mychecks.waits")
    text = one_line(asked.text, WORDING)
    return lines(
        t("mychecks.asked", number=place, text=text), t("mychecks.since", day=t.moment(asked.asked_at)), state
    )


def _pages(what: str, found: Sequence[Noted | Inquiry], before: int | None, t: Texts) -> Rows:
    newest = [Button(t("log.newest"), data=f"v1:{what}:")] if before else []
    older = [Button(t("log.older"), data=f"v1:{what}:{found[PAGE - 1].id}")] if len(found) > PAGE else []
    return (tuple(newest + older),) if newest or older else ()
