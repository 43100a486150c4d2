"""The digest: what moderators and the public channel read about a week or a day; /digest shows it before."""

from collections.abc import Sequence
from datetime import datetime, time
from html import escape
from typing import TypedDict

from telegram import Update

from handlers import replies
from handlers.context import Context, Desk
from handlers.incoming import message_of
from handlers.letters import owe, texts_for
from handlers.moderator.sheet import people
from handlers.moderator.statistics import picture
from handlers.replies import Reply
from handlers.texts import Html, Texts, lines, one_line, plain, shortened, texts
from knowledge.figures import AskedRebuttal, AskedRumour, News
from knowledge.models import Language, Rebuttal
from knowledge.periods import Schedule
from knowledge.store import Priority, Transaction

TOP = 5  # of each kind
CHECKED = 3  # of what was checked most, in the channel: two languages have to fit into 4,096 characters
CLAIM, SOURCE = 130, 50  # characters of each
WEEKLY = Schedule(0, time())  # what a digest is about where none is scheduled
CHANNEL_LANGUAGES = (Language.KK, Language.RU)


async def preview(update: Update, context: Context) -> None:
    """Show what the next digest would say now, to moderators and in the channel."""
    message, desk, t = message_of(update), context.scene.desk, await context.texts(update)
    period = (desk.digest or WEEKLY).period(context.now)
    news = await context.work.statistics.news(period, now=context.now, top=TOP)
    when = (
        t("digest.off")
        if desk.digest is None
        else t("digest.next", at=t.moment(desk.digest.after(context.now)))
    )
    await context.say(message, Reply(lines(for_moderators(news, t), "", when)))
    if desk.digest_channel is not None:
        public = for_channel(news)
        shown = t("digest.nothing_public") if public is None else lines(t("digest.public"), "", public)
        await context.tell(message.chat_id, Reply(shown))


async def owe_digest(desk: Desk, transaction: Transaction, news: News, *, now: datetime) -> None:
    """Owe the digest to the moderators, with the picture of the figures, and its public part to the channel.

    The keys of the letters hold the period, so none goes twice.
    """
    about = f"digest:{news.period.first}:{news.period.last}"
    broadcast: _When = {"priority": Priority.BROADCAST, "now": now}
    for chat_id in desk.moderators_chats:
        t, key = await texts_for(transaction, desk, chat_id), f"{about}:{chat_id}"
        await owe(transaction, desk, chat_id, key, Reply(for_moderators(news, t)), **broadcast)
        drawn = picture(chat_id, news.period, t)
        await transaction.outbox.add(f"{key}:picture", desk.bot_id, chat_id, "sendPhoto", drawn, **broadcast)
    public = for_channel(news)
    if desk.digest_channel is not None and public is not None:
        key = f"{about}:{desk.digest_channel}:public"
        await owe(transaction, desk, desk.digest_channel, key, Reply(public), **broadcast)


def for_moderators(news: News, t: Texts) -> Html:
    """Return what waits for an answer, what was published, and what people were told of."""
    waiting = t.counted("digest.waiting", news.waiting, number=t.number(news.waiting))
    return lines(
        t("digest.title", days=t.days(news.period.first, news.period.last)),
        _counted(news, t),
        *_section(waiting, [_rumour(each, t) for each in news.rumours]),
        *_section(t("digest.published"), [_rebuttal(each, t) for each in news.published]),
        *_section(t("digest.told"), [_rebuttal(each, t) for each in news.told]),
    )


def for_channel(news: News) -> Html | None:
    """Return what everybody may read, in Kazakh and in Russian; None when there is nothing to tell.

    Only rebuttals that are published: what citizens sent is never shown here.
    """
    if not news.published and not news.told:
        return None
    kazakh, russian = (_public(news, texts(language)) for language in CHANNEL_LANGUAGES)
    return lines(kazakh, "", "———", "", russian)


def _public(news: News, t: Texts) -> Html:
    new = {each.rebuttal.id for each in news.published}
    others = [each for each in news.told if each.rebuttal.id not in new]
    return lines(
        t("digest.public_title", days=t.days(news.period.first, news.period.last)),
        _counted(news, t),
        *_section(t("digest.published"), [_sourced(each.rebuttal, t) for each in news.published]),
        *_section(t("digest.told"), [_sourced(each.rebuttal, t) for each in others[:CHECKED]]),
        "",
        t("digest.invitation"),
    )


def _counted(news: News, t: Texts) -> Html:
    return t("digest.checks", checks=t.number(news.checks), people=people(news.persons, t))


def _section(heading: Html, told: Sequence[Html]) -> tuple[Html, ...]:
    """Return a heading and what is below it; nothing where there is nothing."""
    return (Html(""), heading, *told) if told else ()


def _rumour(asked: AskedRumour, t: Texts) -> Html:
    wording = one_line(asked.text, CLAIM)
    return t("digest.rumour", id=asked.id, wording=wording, people=people(asked.askers, t))


def _rebuttal(read: AskedRebuttal, t: Texts) -> Html:
    known = read.rebuttal
    return t(
        "digest.rebuttal",
        id=known.id,
        verdict=t(f"verdict.{known.verdict}"),
        claim=replies.told_claim(known, t.language, CLAIM),
        people=people(read.askers, t),
    )


def _sourced(known: Rebuttal, t: Texts) -> Html:
    """Return a rebuttal with a link to who said so officially."""
    return t(
        "digest.sourced",
        verdict=t(f"verdict.{known.verdict}"),
        claim=replies.told_claim(known, t.language, CLAIM),
        source=_linked(shortened(known.source.name, SOURCE), known.source.url),
    )


def _linked(words: str, url: str) -> Html:
    return Html(f'<a href="{escape(url)}">{plain(words)}</a>')


class _When(TypedDict):
    """What the letters of a digest have in common."""

    priority: Priority
    now: datetime
