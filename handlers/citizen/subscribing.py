"""/subscribe: a digest every day or every week, in the citizen's language; one press under each ends it."""

from collections.abc import Mapping
from datetime import datetime, time

from telegram import Update

from handlers.context import Context, Desk
from handlers.errors import Refusal
from handlers.incoming import chat_of, message_of, pressed
from handlers.letters import owe
from handlers.public_digest import for_subscriber
from handlers.replies import Button, Reply, Rows, markup
from handlers.texts import Html, Texts, lines, texts
from knowledge.figures import News
from knowledge.periods import Schedule
from knowledge.store import Frequency, Priority, Subscription, Transaction

# In the morning, about the days that are over: rumours travel in the evening.
SCHEDULES: Mapping[Frequency, Schedule] = {
    Frequency.DAILY: Schedule(None, time(9)),
    Frequency.WEEKLY: Schedule(0, time(9)),
}
OFF = "off"
TOP = 5  # rebuttals of each kind
PORTION = 100  # letters in a transaction: some milliseconds, for which posts have to wait


async def subscribe(update: Update, context: Context) -> None:
    """Offer it, and say what is chosen already."""
    asker, t = await context.asker(update), await context.texts(update)
    kept = await context.work.subscriptions.find(asker.person)
    await context.say(message_of(update), _offer(kept.frequency if kept else None, t))


async def choose(update: Update, context: Context) -> None:
    """Keep the choice, and turn the card into what is so now."""
    card, (choice, _, _) = pressed(update)
    chosen = await _choose(update, context, choice)
    t = await context.texts(update)
    context.toast(update, _state(chosen, t))
    if card is not None:
        await context.turn(card, _offer(chosen, t))


async def choose_below(update: Update, context: Context) -> None:
    """Do the same for the button below a digest, which stays as it was sent."""
    card, (choice, was, _) = pressed(update)
    before = _frequency(was)
    chosen = await _choose(update, context, choice)
    t = await context.texts(update)
    context.toast(update, _state(chosen, t), alert=True)
    if card is not None:
        changed = markup(_end(before, t) if chosen else _resume(before, t))
        about = {"chat_id": card.chat_id, "message_id": card.message_id, "reply_markup": changed}
        await context.call("editMessageReplyMarkup", card.chat_id, about)


async def send_digest(
    desk: Desk, transaction: Transaction, frequency: Frequency, news: News, *, to: datetime, now: datetime
) -> int:
    """Owe the digest to a portion of those whose time it is; return how many they were.

    Their next one is due then: who was taken once is not taken again, and the letters are of the same
    transaction. Where there is no news there is no letter.
    """
    taken = await transaction.subscriptions.take(frequency, now=now, to=to, limit=PORTION)
    await transaction.people.meet([wish.person for wish in taken])
    for wish in taken:
        reader = await transaction.people.profile(wish.person)
        t = texts(reader.language or wish.language)
        told = for_subscriber(news, t)
        if told is not None:
            key = f"subscription:{frequency}:{news.period.last}:{wish.person}"
            reply = Reply(told, _end(frequency, t))
            await owe(transaction, desk, wish.chat_id, key, reply, priority=Priority.BROADCAST, now=now)
    return len(taken)


async def _choose(update: Update, context: Context, choice: str) -> Frequency | None:
    asker = await context.asker(update)
    if choice == OFF:
        await context.work.subscriptions.end(asker.person)
        return None
    chosen = _frequency(choice)
    due = SCHEDULES[chosen].after(context.now)
    wish = Subscription(asker.person, chat_of(update), chosen, asker.reads(), due)
    await context.work.subscriptions.keep(wish)
    return chosen


def _frequency(choice: str) -> Frequency:
    """Return what a button names; a Refusal for a forged one."""
    try:
        return Frequency(choice)
    except ValueError:
        raise Refusal("button.unknown") from None


def _offer(chosen: Frequency | None, t: Texts) -> Reply:
    choices = tuple(
        (Button(t(f"subscription.{each}"), data=f"v1:subscribe:{each}"),)
        for each in Frequency
        if each is not chosen
    )
    end = ((Button(t("subscription.stop"), data=f"v1:subscribe:{OFF}"),),) if chosen else ()
    return Reply(lines(t("subscription.offer"), "", _state(chosen, t)), (*choices, *end))


def _state(chosen: Frequency | None, t: Texts) -> Html:
    return t(f"subscription.is.{chosen or OFF}")


def _end(frequency: Frequency, t: Texts) -> Rows:
    return ((Button(t("subscription.stop"), data=f"v1:subscribed:{OFF}:{frequency}"),),)


def _resume(frequency: Frequency, t: Texts) -> Rows:
    return ((Button(t("subscription.resume"), data=f"v1:subscribed:{frequency}:{frequency}"),),)
