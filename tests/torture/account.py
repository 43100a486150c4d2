"""What a torture showed: what was owed, what came, and what of it no kill explains."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

from bot.telegram_api import IN_FLIGHT
from tests.torture.crowd import Heard, Said

# A process that dies may leave unmarked what it has under way and what was answered while the mark of
# others was being committed. What it had under way may still arrive when it is dead already.
UNMARKED = 2 * IN_FLIGHT


@dataclass(frozen=True, slots=True)
class Death:
    """A process was killed: why, and after how many messages of the bot."""

    why: str
    heard: int


@dataclass(frozen=True, slots=True)
class Account:
    """Counts that have to be 0, except `doubled`: answers sent twice, the first time just before a death.

    That cannot be helped: the Bot API has no key by which Telegram would know the second one.
    """

    lost: int
    effects_missing: int
    effects_doubled: int
    out_of_order: int
    unexplained: int
    left_over: int
    doubled: int

    @property
    def is_clean(self) -> bool:
        """Whether all that is promised was held."""
        return not any(getattr(self, field.name) for field in fields(self) if field.name != "doubled")


def account(
    said: Sequence[Said],
    heard: Sequence[Heard],
    effects: Collection[str],
    deaths: Sequence[Death],
    left_over: int,
) -> Account:
    """Compare what was said with what was heard and done; `left_over` rows of the store are not finished."""
    wanted = {message.label for message in said if message.label}
    counted = Counter(effects)
    places: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, answer in enumerate(heard):
        if answer.answers is not None:
            places[answer.chat, answer.answers].append(place)
    repeated = [place for several in places.values() for place in several[:-1]]
    return Account(
        lost=sum((message.chat, message.message_id) not in places for message in said),
        effects_missing=len(wanted - counted.keys()),
        effects_doubled=sum(times - 1 for times in counted.values()),
        out_of_order=_out_of_order(places),
        unexplained=sum(not _died_around(place, deaths) for place in repeated),
        left_over=left_over,
        doubled=len(repeated),
    )


def _out_of_order(places: dict[tuple[int, int], list[int]]) -> int:
    """How many first answers came to their chat after the answer to a later message."""
    of_chat: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (chat, message_id), several in places.items():
        of_chat[chat].append((several[0], message_id))
    wrong = 0
    for answers in of_chat.values():
        asked = [message_id for _, message_id in sorted(answers)]
        wrong += sum(earlier > later for earlier, later in pairwise(asked))
    return wrong


def _died_around(place: int, deaths: Sequence[Death]) -> bool:
    """Whether a process died before it could mark this answer as sent."""
    return any(death.heard - UNMARKED <= place < death.heard + IN_FLIGHT for death in deaths)
