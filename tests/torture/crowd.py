"""People who talk to the bot faster than it answers, and what it owes them."""

import random
from dataclasses import dataclass

from bot.sandbox import Message, Person, Telegram

POSTS = (
    "Казахстан готовится к войне с Россией, уже роют окопы под Уральском!",
    "Говорят, что с первого числа отменят все льготы на проезд для школьников",
    "Қазақстан Ресеймен соғысқа дайындалып жатыр, бәріне таратыңыздар",
    "Shops in Almaty are said to sell salt by coupons from Monday on",
    "Вода из-под крана в Шымкенте отравлена, пейте только кипячёную",
)
# One in so many says something whose effect can be counted: an owner appoints a moderator under a label
# that is used once.
COMMANDS = 10
APPOINTED = range(700_001, 700_021)
OWNERS = range(3_001, 3_011)
CITIZEN = 10_001


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the crowd and, if it is a command, the label that is its effect."""

    chat: int
    message_id: int
    label: str | None


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of the bot: ids grow over all private chats, so they tell what came first."""

    chat: int
    message_id: int
    answers: int | None


class Crowd:
    """Owners and citizens, each in a chat of their own; `said` is what they wrote, oldest first."""

    def __init__(self, telegram: Telegram, citizens: int, chance: random.Random) -> None:
        self._chance = chance
        self._citizens = [telegram.person(CITIZEN + n, language_code="ru") for n in range(citizens)]
        self._owners = [telegram.person(owner, "Owner", language_code="en") for owner in OWNERS]
        self.said: list[Said] = []
        self._heard: list[Heard] = []
        self._read = dict.fromkeys((person.id for person in self._everybody), 0)
        self._answered: set[tuple[int, int]] = set()

    @property
    def _everybody(self) -> list[Person]:
        return [*self._citizens, *self._owners]

    def says_something(self) -> None:
        """One of them writes to the bot."""
        number = len(self.said)
        if number % COMMANDS == 0:
            label = f"effect-{number}"
            appointed = self._chance.choice(APPOINTED)
            self._say(self._chance.choice(self._owners), f"/moderators {appointed} {label}", label)
        else:
            self._say(self._chance.choice(self._citizens), self._chance.choice(POSTS), None)

    def _say(self, person: Person, text: str, label: str | None) -> None:
        self.said.append(Said(person.id, person.says(text).id, label))

    def waiting(self) -> int:
        """How many messages have no answer yet."""
        self._listen()
        return len(self.said) - len(self._answered)

    def heard(self) -> list[Heard]:
        """Every message of the bot, oldest first."""
        self._listen()
        return sorted(self._heard, key=lambda heard: heard.message_id)

    def _listen(self) -> None:
        for person in self._everybody:
            for event in person.events[self._read[person.id] :]:
                if event.kind == "sent":
                    message = Message(event.what)
                    self._heard.append(Heard(person.id, message.id, message.reply_to))
                    if message.reply_to is not None:  # an alarm answers nobody
                        self._answered.add((person.id, message.reply_to))
            self._read[person.id] = len(person.events)
