"""Alarms: owners hear of what was given up, at most twice an hour, and moderators of rumours that surge."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from handlers.context import Desk
from handlers.letters import owe, texts_for
from handlers.replies import Button, Reply, told_claim
from handlers.texts import Html, one_line
from knowledge.days import day_of
from knowledge.store import Aging, Letter, Priority, Surge, Transaction, Work
from knowledge.surge import rebutted_long_ago

# The first alarm of an hour goes at once, and one more at the end of the hour stands for all the others.
HOUR = timedelta(hours=1)
WORDING = 300  # characters of a rumour: enough to know what it is about
REMINDED = 150  # where several are listed


async def update_parked(desk: Desk, transaction: Transaction, work: Work, *, now: datetime) -> None:
    """Tell the owners that an update could not be handled; kind and number say nothing of a citizen."""
    await _tell_owners(desk, transaction, "alarm.update", now=now, number=work.update_id, kind=work.kind)


async def letter_given_up(desk: Desk, transaction: Transaction, letter: Letter, *, now: datetime) -> None:
    """Tell the owners that an answer could not be sent; an alarm that cannot be sent raises no other."""
    if letter.priority != Priority.ALARM:
        await _tell_owners(desk, transaction, "alarm.letter", now=now, number=letter.id)


async def rumour_surges(desk: Desk, transaction: Transaction, surge: Surge, *, now: datetime) -> None:
    """Tell the moderators' chat, or else each owner, that a rumour spreads fast."""
    rumour = surge.rumour
    leading = (await transaction.inquiries.leading([rumour.id])).get(rumour.id)
    wording = one_line(leading.text, WORDING) if leading else ""
    for chat_id in desk.moderators_chats:
        t = await texts_for(transaction, desk, chat_id)
        counted = [t.counted("rumour.askers", surge.askers)]
        if surge.new_channels:
            counted.append(t.counted("surge.channels", surge.new_channels))
        said = t("surge.alarm", id=rumour.id, figures=Html(" · ".join(counted)), wording=wording)
        reply = Reply(said, ((Button(t("rumour.open"), data=f"v1:opened:{rumour.id}"),),))
        key = f"surge:{rumour.id}:{chat_id}:{int(now.timestamp())}"
        await owe(transaction, desk, chat_id, key, reply, priority=Priority.ALARM, now=now)


async def rumours_wait(
    desk: Desk, transaction: Transaction, waiting: Sequence[Aging], *, now: datetime
) -> None:
    """Remind the moderators' chat, or else each owner, of rumours that people were promised word of."""
    leading = await transaction.inquiries.leading([each.rumour.id for each in waiting])
    for chat_id in desk.moderators_chats:
        t = await texts_for(transaction, desk, chat_id)
        told = [
            t(
                "reminder.line",
                id=each.rumour.id,
                figures=t.counted("rumour.followers", each.followers),
                day=t.day(day_of(each.closes_at)),
                wording=one_line(leading[each.rumour.id].text, REMINDED) if each.rumour.id in leading else "",
            )
            for each in waiting
        ]
        buttons = tuple(
            (Button(t("rumour.number", id=each.rumour.id), data=f"v1:opened:{each.rumour.id}"),)
            for each in waiting
        )
        reply = Reply(Html("\n\n".join([t("reminder.title"), *told])), buttons)
        key = f"reminder:{chat_id}:{int(now.timestamp())}"
        await owe(transaction, desk, chat_id, key, reply, priority=Priority.ALARM, now=now)


async def claim_surges(
    desk: Desk, transaction: Transaction, rebuttal_id: str, askers: int, *, now: datetime
) -> bool:
    """Note a wave; tell the moderators, and return True, if the claim was rebutted long before."""
    known = await transaction.rebuttals.find(rebuttal_id)
    published = await transaction.versions.first_published(rebuttal_id)
    rebutted = rebutted_long_ago(known.source.date, published, now) if known and published else None
    await transaction.waves.begin(rebuttal_id, rebutted=rebutted, now=now)
    if known is None or rebutted is None:
        return False
    for chat_id in desk.moderators_chats:
        t = await texts_for(transaction, desk, chat_id)
        said = t(
            "circulation.alarm",
            id=known.id,
            claim=told_claim(known, t.language, WORDING),
            figures=t.counted("rumour.askers", askers),
            date=t.day(rebutted),
        )
        reply = Reply(said, ((Button(t("rumour.open"), data=f"v1:show:{known.id}"),),))
        key = f"again:{known.id}:{chat_id}:{int(now.timestamp())}"
        await owe(transaction, desk, chat_id, key, reply, priority=Priority.ALARM, now=now)
    return True


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
        letter, reply = f"alarm:{owner}:{place}", Reply(text)
        await owe(transaction, desk, owner, letter, reply, priority=Priority.ALARM, now=now, due_at=due_at)


def _start(hour: int) -> datetime:
    return datetime.fromtimestamp(hour * HOUR.total_seconds(), UTC)
