"""How much one person may send, and what becomes of the rest; whose messages moderators have blocked."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from telegram import Chat, Update

from handlers.context import Asker, Context
from handlers.replies import Reply
from handlers.texts import Html, Texts
from knowledge.store import Block, Profile

# Answers leave one a second to a chat (bot/pace.py): who sends more at once than this would read the last one
# over a minute later. It holds two times what Telegram's clients send as one burst of 30 forwards.
BURST = 60
# One more each so often: a person cannot read answers faster for long, and 360 posts an hour is no person.
EVERY = timedelta(seconds=10)
# How long nothing is taken from who sends still more: the first is a breath, the last ends a script's night.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
CALM = timedelta(days=1)  # after this long without a pause the next one is a first one again
REMINDED = timedelta(days=1)  # who is blocked and goes on writing is told so once in this time
MINUTE = timedelta(minutes=1)
# What is stored about them everybody may see and erase, blocked or not.
_OWN = re.compile(r"/(?:mydata|forget|privacy)\b|v1:(?:mydata|toforget|forget|privacy):")


@dataclass(slots=True)
class Allowance:
    """Counts in the memory of one process, as a bucket that runs empty and fills again.

    A restart forgets who had sent how much, and of several processes each counts what it handles; who is
    over it stands in the store, for all of them. `burst` messages may come at once, one more each `every`.
    """

    burst: int = BURST
    every: timedelta = EVERY
    _full_at: dict[str, datetime] = field(default_factory=dict)  # of who has sent lately: {person: moment}
    _swept_at: datetime | None = None

    def spend(self, person: str, messages: int, now: datetime) -> bool:
        """Count what a person sent at once; False when it is more than they may, and is not counted."""
        self._sweep(now)
        full_at = max(now, self._full_at.get(person, now)) + messages * self.every
        if full_at - now > self.burst * self.every:
            return False
        self._full_at[person] = full_at
        return True

    def _sweep(self, now: datetime) -> None:
        """Forget, once a minute, who has sent nothing for so long that it makes no difference."""
        if self._swept_at is None or now - self._swept_at >= MINUTE:
            self._swept_at = now
            self._full_at = {person: full for person, full in self._full_at.items() if full > now}


def counts(update: Update) -> bool:
    """Tell whether an update is one that a person is held to account for: in groups others see to that."""
    chat = update.effective_chat
    return chat is not None and chat.type == Chat.PRIVATE and update.effective_user is not None


def is_held(profile: Profile, now: datetime) -> bool:
    """Tell whether what this person sends is dropped."""
    return any(until is not None and until > now for until in (profile.paused_until, profile.blocked_until))


async def admitted(update: Update, context: Context, *, is_excess: bool) -> bool:
    """Tell whether to handle what a held or excessive person sent; if not, say so when it is news to them."""
    asker = await context.asker(update)
    if asker.is_member:
        return True
    block = await context.work.blocks.of(asker.person, now=context.now)
    pause = await context.work.blocks.paused(asker.person)
    if pause is not None and pause.until > context.now:
        return False
    if is_excess:
        await _pause(update, context, asker, pause.times if pause and context.now - pause.until < CALM else 0)
        return False
    if block is None or _is_about_own_data(update):
        return True
    if block.told_at is None or context.now - block.told_at >= REMINDED:
        await _tell_of(update, context, block)
    return False


async def _pause(update: Update, context: Context, asker: Asker, times: int) -> None:
    """Begin a pause, longer than the last one, and say when it is over."""
    until = _whole_minute(context.now + PAUSES[min(times, len(PAUSES) - 1)])
    await context.work.blocks.pause(asker.person, times + 1, until=until)
    t = await context.texts(update)
    await _say(update, context, t("limits.pause", until=t.moment(until)))


async def _tell_of(update: Update, context: Context, block: Block) -> None:
    if not counts(update):
        return  # in a group it would be told to others
    await context.work.blocks.told(block.id, now=context.now)
    t = await context.texts(update)
    await _say(update, context, notice(block, t))


def notice(block: Block, t: Texts) -> Html:
    """Return what somebody reads who is blocked."""
    return t("block.notice", until=t.moment(block.until), reason=block.reason or t("block.usual"))


async def _say(update: Update, context: Context, text: Html) -> None:
    """Answer a press where it happened, else in the chat."""
    if update.callback_query:
        context.toast(update, text, alert=True)
    elif update.effective_chat is not None:
        await context.tell(update.effective_chat.id, Reply(text))


def _is_about_own_data(update: Update) -> bool:
    message, query = update.message, update.callback_query
    said = query.data if query is not None else message.text if message is not None else None
    return _OWN.match(said or "") is not None


def _whole_minute(moment: datetime) -> datetime:
    """Return the first full minute from then on: clocks that people read show no seconds."""
    floor = moment.replace(second=0, microsecond=0)
    return floor if floor == moment else floor + MINUTE
