"""Conversations with the bot written down as they were: who did what, and what came back."""

import textwrap
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import TypeVar

from bot.sandbox import rendering
from bot.sandbox.chats import Event
from bot.sandbox.groups import Group
from bot.sandbox.messages import Message
from bot.sandbox.person import Person
from bot.sandbox.server import Telegram

WIDTH = 96  # characters of a line: wider ones are scrolled on the web

Settled = Callable[[], Awaitable[None]]
Done = TypeVar("Done")


class Transcript:
    """Markdown: headings and notes, and in between what was said, indented as code.

    `settled` returns when the bot has nothing left to do for the updates that it took in.
    """

    def __init__(self, telegram: Telegram, settled: Settled) -> None:
        self.telegram = telegram
        self.settled = settled
        self.written: defaultdict[int, set[int]] = defaultdict(set)  # by chat, the numbers of its events
        self._parts: list[str] = []
        self._said: list[str] = []

    def __str__(self) -> str:
        return "\n\n".join([*self._parts, *self._block()]) + "\n"

    def heading(self, text: str, level: int = 2) -> None:
        self._parts += [*self._block(), f"{'#' * level} {text}"]

    def note(self, text: str) -> None:
        """A paragraph between the lines that were said."""
        self._parts += [*self._block(), text]

    def said(self, who: str, lines: Iterable[str]) -> None:
        """Lines by somebody, whose name stands before the first."""
        wrapped = [part for line in lines for part in textwrap.wrap(line, WIDTH) or [""]]
        for number, line in enumerate(wrapped):
            self._said.append(f"    {' ' * len(who) if number else who}{line}".rstrip())

    def _block(self) -> Iterator[str]:
        if self._said:
            yield "\n".join(self._said)
            self._said = []


class Actor:
    """Somebody who takes part, by the name that stands before what they do; in a group if one is given."""

    def __init__(self, transcript: Transcript, name: str, person: Person, group: Group | None = None) -> None:
        self.person = person
        self._transcript = transcript
        self._name = name
        self._group = group
        self._chat_id = group.id if group else person.id
        self._events = group.chat.events if group else person.events

    def there(self, group: Group) -> "Actor":
        """The same person in a group."""
        return Actor(self._transcript, self._name, self.person, group)

    async def says(self, text: str, *, answers: int = 1) -> Message:
        """Sends a text and waits for so many answers; returns the sent message."""
        return await self.does(text, lambda: self.person.says(text, chat=self._group), answers)

    async def forwards(self, text: str, channel: str, *, answers: int = 1) -> Message:
        """Forwards a post of a channel."""
        told = f"(forwards from “{channel}”) {text}"
        return await self.does(
            told, lambda: self.person.forwards(text, channel=channel, chat=self._group), answers
        )

    async def replies(self, words: str, text: str, *, answers: int = 1) -> Message:
        """Answers the newest message that holds the words."""
        answered = self._newest(lambda message: words in message.text)
        told = f"(in reply to “{rendering.first_line(answered.text)}”) {text}"
        return await self.does(told, lambda: self.person.replies(answered, text), answers)

    async def edits(self, message: Message, text: str, *, answers: int = 1) -> Message:
        """Changes what was sent."""
        return await self.does(f"(edits) {text}", lambda: self.person.edits(message, text), answers)

    async def presses(self, label: str, *, answers: int = 1) -> None:
        """Presses the newest button that begins with these words."""
        card = self._newest(lambda message: any(each.startswith(label) for each in message.labels))
        button = next(each for each in card.labels if each.startswith(label))
        await self.does(f"(presses [{button}])", lambda: self.person.taps(card, button), answers)

    async def calls_guest(self, words: str, text: str) -> None:
        """Mentions the bot where it is no member, in reply to the newest message that holds the words."""
        assert self._group is not None, "in a private chat nobody is a guest"
        group, about = self._group, self._newest(lambda message: words in message.text)
        told = f"(in reply to “{rendering.first_line(about.text)}”) {text}"
        await self.does(told, lambda: self.person.calls_guest(text, chat=group, about=about), 1)

    async def finds(self, words: str) -> None:
        """Types words after the bot's name and sends the first result."""
        name = self._transcript.telegram.me["username"]
        self._told(f"@{name} {words}")
        found = await self.person.finds(words)
        results = [f"{each['title']}: {each['description']}" for each in found.results]
        self._listed(f"(lists {len(results)})", *results)
        if results:
            self._told("(sends the first)")
            sent = self.person.chooses(found, chat=self._group)
            self._listed(*rendering.lines(sent, colour=False))
            await self._answered(0)

    async def hears(self, messages: int = 1) -> None:
        """Waits for what comes by itself."""
        self._told("(reads)")
        await self._answered(messages)

    async def does(self, told: str, act: Callable[[], Done], answers: int) -> Done:
        """Writes down what is done before it is done, and what the bot says to it."""
        self._told(told)
        done = act()
        await self._answered(answers)
        return done

    async def _answered(self, messages: int) -> None:
        """Write down so many messages, no more: what comes by itself is awaited by itself."""
        telegram = self._transcript.telegram
        await telegram.wait_for(lambda: len(self._news(_is_message)) >= messages)
        await telegram.wait_for(lambda: not telegram.pending)
        await self._transcript.settled()
        # The answer to a press overtakes what it has changed, or is overtaken, as it happens.
        for number in [*self._news(_is_toast), *self._news(_is_message)[:messages]]:
            self._transcript.written[self._chat_id].add(number)
            self._listed(*_lines(self._events[number]))

    def _news(self, fits: Callable[[Event], bool]) -> list[int]:
        """The numbers of the events that are not written down yet."""
        written = self._transcript.written[self._chat_id]
        return [at for at, event in enumerate(self._events) if at not in written and fits(event)]

    def _told(self, told: str) -> None:
        """Write down what this person does."""
        self._transcript.said(f"{self._name}> ", told.split("\n"))

    def _listed(self, *lines: str) -> None:
        """Write down what the bot shows."""
        self._transcript.said(f"  {self._transcript.telegram.me['first_name']}: ", lines)

    def _newest(self, fits: Callable[[Message], bool]) -> Message:
        seen = self.person.sees(self._group)
        return next(message for message in reversed(seen) if fits(message))


def _is_toast(event: Event) -> bool:
    """An empty answer to a press only stops the button's clock."""
    return event.kind == "toast" and bool(event.what["text"])


def _is_message(event: Event) -> bool:
    return event.kind != "toast"


def _lines(event: Event) -> Iterator[str]:
    message = Message(event.what)
    match event.kind:
        case "toast":
            yield f"(shows for a moment) {event.what['text']}"
        case "deleted":
            yield f"(takes a message away) {rendering.first_line(message.text)}"
        case "edited":
            yield "(changes the message)"
            yield from rendering.lines(message, colour=False)
        case _:
            yield from rendering.lines(message, colour=False)
