"""The digest: what moderators and the public channel read about a week or a day; /digest shows it before."""

from datetime import datetime, time
from typing import TypedDict

from telegram import Update

from handlers import replies
from handlers.context import Context, Desk
from handlers.incoming import message_of
from handlers.letters import owe, texts_for
from handlers.moderator.statistics import picture
from handlers.public_digest import CLAIM, counted, for_channel, section
from handlers.replies import Reply
from handlers.texts import Html, Texts, lines, one_line
from knowledge.figures import AskedRebuttal, AskedRumour, News
from knowledge.periods import Schedule
from knowledge.store import Priority, Transaction

TOP = 5  # of each kind
WEEKLY = Schedule(0, time())  # what a digest is about where none is scheduled


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
        counted(news, t),
        *section(waiting, [_rumour(each, t) for each in news.rumours]),
        *section(t("digest.published"), [_rebuttal(each, t) for each in news.published]),
        *section(t("digest.told"), [_rebuttal(each, t) for each in news.told]),
    )


def _rumour(asked: AskedRumour, t: Texts) -> Html:
    wording = one_line(asked.text, CLAIM)
    return t("digest.rumour", id=asked.id, wording=wording, people=t.people(asked.askers))


def _rebuttal(read: AskedRebuttal, t: Texts) -> Html:
    known = read.rebuttal
    return t(
        "digest.rebuttal",
        id=known.id,
        verdict=t(f"verdict.{known.verdict}"),
        claim=replies.told_claim(known, t.language, CLAIM),
        people=t.people(read.askers),
    )


class _When(TypedDict):
    """What the letters of a digest have in common."""

    priority: Priority
    now: datetime
