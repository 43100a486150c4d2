"""A chat in the terminal: shows exactly what a person in Telegram would see, and says what is typed."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from bot.sandbox import rendering
from bot.sandbox.chats import Event
from bot.sandbox.entities import utf16_length
from bot.sandbox.lines import ReadLine
from bot.sandbox.messages import TEXT_LENGTH, Message
from bot.sandbox.person import Person
from bot.sandbox.server import Telegram

Write = Callable[[str], object]
Settled = Callable[[], Awaitable[object]]
# Seconds until the prompt comes back without an answer: more than anything that the bot does for one post.
PATIENCE = 10.0
_END_OF_PASTE = "."
_HELP = """\
Type or paste a text to send it; a number presses that button of the last card.
  /as NAME                who is speaking: {names}
  /forward CHANNEL TEXT   the text as a post of that channel; "CHANNEL NAME" in quotes may have spaces
  /paste                  several lines as one message, up to a line with only a dot
  /quit                   leave (or Ctrl-D)
Every other /command goes to the bot.
"""
_FORWARD = re.compile(r"(?:\"(?P<quoted>[^\"]+)\"|(?P<word>\S+))\s*(?P<text>.*)", re.DOTALL)


async def converse(
    telegram: Telegram,
    people: Mapping[str, Person],
    read_line: ReadLine,
    write: Write,
    *,
    tty: bool = False,
    settled: Settled | None = None,
    patience: float = PATIENCE,
) -> None:
    """Talks until the input ends; after each input it waits for the bot's answer, `patience` seconds at most.

    `people` are the speakers by name, the first begins. `settled` returns when the bot has nothing left to do
    for the updates that it confirmed; without it the first visible answer ends the wait. On a `tty` there are
    styles, and the prompt comes again after what arrives meanwhile.
    """
    talk = _Conversation(telegram, people, read_line, write, tty=tty, settled=settled, patience=patience)
    following = asyncio.create_task(talk.follow())
    try:
        await talk.run()
    finally:
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following


class _Conversation:
    def __init__(
        self,
        telegram: Telegram,
        people: Mapping[str, Person],
        read_line: ReadLine,
        write: Write,
        *,
        tty: bool,
        settled: Settled | None,
        patience: float,
    ) -> None:
        self._telegram = telegram
        self._people = people
        self._read_line = read_line
        self._write = write
        self._tty = tty
        self._settled = settled
        self._patience = patience
        self._name = next(iter(people))
        self._shown = dict.fromkeys(people, 0)
        self._cards: dict[str, Message] = {}
        self._asking = False

    @property
    def _person(self) -> Person:
        return self._people[self._name]

    @property
    def _prompt(self) -> str:
        return f"{self._name}> "

    async def run(self) -> None:
        self._say(f"You are the {self._name}. /? lists the sandbox's own commands.")
        while (line := await self._ask(self._prompt)) not in {None, "/quit"}:
            await self._obey(str(line).strip())

    async def follow(self) -> None:
        """Shows what arrives, also while nobody types."""
        while True:
            await self._telegram.wait_for(self._news, within=None)
            at_prompt = self._tty and self._asking
            self._write("\n" if at_prompt else "")
            self._show()
            self._write(self._prompt if at_prompt else "")

    async def _ask(self, prompt: str) -> str | None:
        self._asking = True
        try:
            return await self._read_line(prompt)
        finally:
            self._asking = False

    async def _obey(self, line: str) -> None:
        word, _, rest = (part.strip() for part in line.partition(" "))
        match word:
            case "":
                pass
            case "/?":
                self._write(_HELP.format(names=", ".join(self._people)))
            case "/as":
                self._switch(rest)
            case "/paste":
                await self._send(await self._pasted())
            case "/forward":
                await self._forward(rest)
            case _ if line.isdecimal() and 0 < int(line) <= len(self._buttons):
                await self._press(int(line) - 1)
            case _:
                await self._send(line)

    def _switch(self, name: str) -> None:
        if name in self._people:
            self._name = name
            self._show()
        else:
            self._say(f"Nobody is called {name!r} here; there are {', '.join(self._people)}.")

    async def _pasted(self) -> str:
        lines: list[str] = []
        while (line := await self._ask("")) not in {None, _END_OF_PASTE}:
            lines.append(str(line))
        return "\n".join(lines)

    async def _forward(self, rest: str) -> None:
        named = _FORWARD.fullmatch(rest)
        if named is None:
            self._say("From which channel? /forward CHANNEL TEXT")
            return
        await self._send(named["text"] or await self._pasted(), channel=named["quoted"] or named["word"])

    async def _send(self, text: str, channel: str | None = None) -> None:
        for piece in _pieces(text):
            before = len(self._person.events)
            if channel:
                self._person.forwards(piece, channel=channel)
            else:
                self._person.says(piece)
            await self._answer(before)

    async def _press(self, index: int) -> None:
        button = self._buttons[index]
        if "callback_data" not in button:
            self._say(f"(opens {button.get('url', button)})")
            return
        before = len(self._person.events)
        self._person.taps(self._cards[self._name], index)
        await self._answer(before)

    async def _answer(self, before: int) -> None:
        """Waits for what the bot does about the last input, and shows it."""
        try:
            if self._settled:
                await self._telegram.wait_for(lambda: not self._telegram.pending, self._patience)
                await self._settled()
            else:
                await self._telegram.wait_for(
                    lambda: any(_visible(event) for event in self._person.events[before:]), self._patience
                )
        except TimeoutError:
            self._say(f"(no answer within {self._patience:g} seconds)")
        self._show()

    def _news(self) -> list[Event]:
        return self._person.events[self._shown[self._name] :]

    def _show(self) -> None:
        for event in self._news():
            self._shown[self._name] += 1
            if _visible(event):
                self._write("".join(f"{line}\n" for line in self._lines(event)))

    def _lines(self, event: Event) -> Iterator[str]:
        bot = self._telegram.me["first_name"]
        if event.kind == "toast":
            said = rendering.harmless(event.what["text"])
            yield f"({bot} {'warns' if event.what['show_alert'] else 'notes'}: {said})"
            return
        message = Message(event.what)
        if event.kind == "deleted":
            yield f"({bot} took a message away: {rendering.first_line(message.text)})"
            return
        self._keep_card(message)
        yield f"── {bot} → {self._name}{' (edited)' if event.kind == 'edited' else ''}"
        yield from rendering.lines(message, colour=self._tty)

    @property
    def _buttons(self) -> list[dict[str, Any]]:
        """Of the last card shown to who is speaking."""
        card = self._cards.get(self._name)
        return card.buttons if card else []

    def _keep_card(self, message: Message) -> None:
        card = self._cards.get(self._name)
        if message.buttons or (card and card.id == message.id):
            self._cards[self._name] = message

    def _say(self, text: str) -> None:
        self._write(f"{text}\n")


def _visible(event: Event) -> bool:
    """An empty answer to a press only stops the button's clock."""
    return event.kind != "toast" or bool(event.what["text"])


def _pieces(text: str) -> Iterator[str]:
    """A text that is too long for one message is sent as several, as clients do."""
    rest = text.strip()
    while rest:
        piece = rest[:TEXT_LENGTH]
        while (excess := utf16_length(piece) - TEXT_LENGTH) > 0:
            piece = piece[: -((excess + 1) // 2)]
        rest = rest[len(piece) :].lstrip()
        yield piece
