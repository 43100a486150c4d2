"""How fast Telegram may be written to: which chats and which broadcasts must wait, and until when. Pure.

Sendings are counted from the moment at which they were over. The server counted them earlier than that, so
however long a request takes on its way, its own count never exceeds the one here.
"""

from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

# A pause for one chat concerns that chat. So many chats at once, none of which was written to too fast, mean
# that the bot as a whole is too fast; Telegram's answer looks the same in both cases.
CHATS_OF_A_FLOOD = 3

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Limits:
    """What Telegram allows: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this.

    A chat takes a message every `chat_interval`, and `chat_burst` of them at once after a silence ("short
    bursts that go over this limit"). Groups take `group` in any `group_window`; broadcasts are `broadcast`
    in any `broadcast_window` over all chats. Answers have no limit over all chats but what 429 says.
    """

    chat_interval: timedelta = timedelta(seconds=1)
    chat_burst: int = 3
    group: int = 20
    group_window: timedelta = timedelta(minutes=1)
    broadcast: int = 30
    broadcast_window: timedelta = timedelta(seconds=1)


TELEGRAM = Limits()
# For a Telegram of one's own, such as the sandbox's.
UNLIMITED = Limits(chat_interval=timedelta(0), group=1_000_000, broadcast=1_000_000)


class Window:
    """At most `limit` sendings that are under way or were over less than `length` ago."""

    def __init__(self, limit: int, length: timedelta) -> None:
        self._limit = limit
        self._length = length
        self._under_way = 0
        self._over: deque[datetime] = deque(maxlen=limit)

    def start(self) -> None:
        self._under_way += 1

    def end(self, now: datetime) -> None:
        self._under_way -= 1
        self._over.append(now)

    def room(self, now: datetime) -> int:
        """How many may start now."""
        while self._over and self._over[0] + self._length <= now:
            self._over.popleft()
        return max(0, self._limit - self._under_way - len(self._over))

    def opens_at(self, now: datetime) -> datetime | None:
        """When there will be room again; None when there is, or when what is under way has to end first."""
        return None if self.room(now) or not self._over else self._over[0] + self._length

    def is_empty(self, now: datetime) -> bool:
        return self.room(now) == self._limit


class Pace:
    """What was sent when; knows nothing of what is waiting to be sent. A chat has one sending at a time."""

    def __init__(self, limits: Limits = TELEGRAM) -> None:
        self._limits = limits
        # A token bucket each, as the moment at which it will be full again (the "generic cell rate
        # algorithm"): full buckets need no entry.
        self._full_at: dict[int, datetime] = {}
        self._groups: dict[int, Window] = {}
        self._broadcasts = Window(limits.broadcast, limits.broadcast_window)
        self._paused: dict[int, datetime] = {}
        self._all_paused = LONG_AGO
        self._broadcasts_paused = LONG_AGO

    def start(self, chat: int, *, broadcast: bool) -> None:
        """A sending to the chat begins."""
        if chat < 0:  # ids of groups are negative: https://core.telegram.org/api/bots/ids
            window = Window(self._limits.group, self._limits.group_window)
            self._groups.setdefault(chat, window).start()
        if broadcast:
            self._broadcasts.start()

    def end(self, chat: int, now: datetime, *, broadcast: bool) -> None:
        """The sending to the chat is over, however it went."""
        self._full_at[chat] = max(now, self._full_at.get(chat, now)) + self._limits.chat_interval
        if chat in self._groups:
            self._groups[chat].end(now)
        if broadcast:
            self._broadcasts.end(now)

    def pause(self, chat: int, until: datetime, now: datetime, *, broadcast: bool) -> None:
        """Telegram asked to wait: the chat does, broadcasts if it was one, all if several chats have to."""
        self._paused[chat] = max(until, self._paused.get(chat, until))
        if broadcast:
            self._broadcasts_paused = max(until, self._broadcasts_paused)
        self._forget(now)
        if len(self._paused) >= CHATS_OF_A_FLOOD:
            self._all_paused = max(until, self._all_paused)

    def waiting(self, now: datetime) -> dict[int, datetime]:
        """The chats that must wait, and until when."""
        self._forget(now)
        burst = (self._limits.chat_burst - 1) * self._limits.chat_interval
        opens = {chat: full - burst for chat, full in self._full_at.items()}
        for chat, window in self._groups.items():
            opens[chat] = max(window.opens_at(now) or LONG_AGO, opens.get(chat, LONG_AGO))
        for chat, until in self._paused.items():
            opens[chat] = max(until, opens.get(chat, LONG_AGO))
        return {chat: moment for chat, moment in opens.items() if moment > now}

    def all_wait_until(self, now: datetime) -> datetime | None:
        """Until when nothing may be sent at all; None when it may."""
        return self._all_paused if self._all_paused > now else None

    def broadcasts(self, now: datetime) -> int:
        """How many broadcasts may start now."""
        return 0 if self._broadcasts_paused > now else self._broadcasts.room(now)

    def opens_at(self, now: datetime) -> datetime | None:
        """The next moment at which something that has to wait may go; None when nothing has to."""
        if (all_wait := self.all_wait_until(now)) is not None:
            return all_wait
        moments = self.waiting(now).values()
        lane = max(self._broadcasts_paused, self._broadcasts.opens_at(now) or LONG_AGO)
        return min([*moments, lane] if lane > now else moments, default=None)

    def _forget(self, now: datetime) -> None:
        """Let go of what no longer limits anything, so that memory does not grow with the number of chats."""
        self._full_at = {chat: full for chat, full in self._full_at.items() if full > now}
        self._paused = {chat: until for chat, until in self._paused.items() if until > now}
        self._groups = {chat: window for chat, window in self._groups.items() if not window.is_empty(now)}
