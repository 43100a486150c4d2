"""Owners are told that something was given up: soon, but not for every piece of a great failure."""

from datetime import UTC, datetime, timedelta

from handlers.context import Desk
from handlers.replies import Reply, content
from handlers.texts import Texts, texts
from knowledge.models import Language
from knowledge.store import Letter, Priority, Transaction, Work

# The first alarm of an hour goes at once, and one more at the end of the hour stands for all the others.
HOUR = timedelta(hours=1)


async def update_parked(desk: Desk, transaction: Transaction, work: Work, *, now: datetime) -> None:
    """Tell the owners that an update could not be handled; kind and number say nothing of a citizen."""
    await _tell_owners(desk, transaction, "alarm.update", now=now, number=work.update_id, kind=work.kind)


async def letter_given_up(desk: Desk, transaction: Transaction, letter: Letter, *, now: datetime) -> None:
    """Tell the owners that an answer could not be sent; an alarm that cannot be sent raises no other."""
    if letter.priority != Priority.ALARM:
        await _tell_owners(desk, transaction, "alarm.letter", now=now, number=letter.id)


async def _tell_owners(
    desk: Desk, transaction: Transaction, key: str, *, now: datetime, **values: object
) -> None:
    """The keys of the letters hold the hour, so replicas that fail together alarm once."""
    hour = int(now.timestamp() // HOUR.total_seconds())
    for owner in sorted(desk.owners):
        t = await texts_for(transaction, desk, owner)
        if await transaction.outbox.has(desk.bot_id, f"alarm:{owner}:{hour}"):
            place, due_at, text = hour + 1, _start(hour + 1), t("alarm.more")
        else:
            place, due_at, text = hour, now, t(key, **values)
        await transaction.outbox.add(
            f"alarm:{owner}:{place}",
            desk.bot_id,
            owner,
            "sendMessage",
            {"chat_id": owner, **content(Reply(text))},
            priority=Priority.ALARM,
            now=now,
            due_at=due_at,
        )


async def texts_for(transaction: Transaction, desk: Desk, chat_id: int) -> Texts:
    """Return the words in the language that the owner of a private chat has chosen, else in Russian."""
    return texts(await transaction.people.language(desk.pseudonym(chat_id)) or Language.RU)


def _start(hour: int) -> datetime:
    return datetime.fromtimestamp(hour * HOUR.total_seconds(), UTC)
