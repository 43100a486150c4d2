"""Files that letters bring: the letter's row says which, and each is made at the moment it is sent.

So the outbox keeps a few words instead of megabytes, and a letter that waited brings what is true now.
"""

import asyncio
import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime
from typing import Any

from telegram import InputFile

from bot.clock import Clock
from bot.drawing import drawn
from handlers.citizen import sharing
from handlers.moderator import sheet
from handlers.texts import texts
from knowledge.cases import cases
from knowledge.exchange import SUFFIXES, Format, dump_cases, dump_rows, write
from knowledge.media import LOOK
from knowledge.models import Inquiry, Language, Rumour, Status
from knowledge.periods import Period
from knowledge.store import CardKey, Place, Store

# Bot API, sendDocument: "Bots can currently send files of any type of up to 50 MB in size".
LARGEST = 49 * 2**20
PAGE = 500  # rumours read at a time
QUEUE_COLUMNS = ("rumour", "text", "posts", "askers", "channels", "waiting", "first", "last")

Reader = Callable[[], AbstractAsyncContextManager[Store]]


class Attachments:
    """`made` turns a letter's `attached` ({parameter: what}) into files.

    `reader` opens the store beside those who write: figures take seconds to count, for which no post may
    wait.
    """

    def __init__(self, bot_id: int, store: Store, clock: Clock, reader: Reader) -> None:
        self._bot_id = bot_id
        self._store = store
        self._clock = clock
        self._reader = reader

    async def made(self, params: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the parameters with files in them. Raises StoreError."""
        wanted = params.get("attached")
        if not wanted:
            return params
        made = {name: value for name, value in params.items() if name != "attached"}
        for name, what in wanted.items():
            if isinstance(what, str):
                made[name] = await self._file(what)
            elif "person" in what:
                made[name] = await self._own_data(**what)
            elif "card" in what:
                made[name] = await self._card(**what["card"])
            else:
                made |= await self._figures(name, **what)
        return made

    async def _file(self, what: str) -> InputFile:
        today = f"{self._clock():%Y-%m-%d}"
        match what:
            case "queue":
                lines, name = await self._queue(), f"queue-{today}.csv"
            case "cases":
                lines, name = await self._cases(), f"cases-{today}.jsonl"
            case _:
                kind = Format(what)
                lines, name = await self._rebuttals(kind), f"rebuttals-{today}{SUFFIXES[kind]}"
        return await asyncio.to_thread(_input_file, lines, name)

    async def _own_data(self, person: str, chat_id: int) -> InputFile:
        """All that is stored about a person, for themselves."""
        async with self._store.begin() as transaction:
            stored = await transaction.persons.shown(person, chat_id)
        content = json.dumps(stored, ensure_ascii=False, indent=1, default=datetime.isoformat)
        return await asyncio.to_thread(_input_file, [content], f"mydata-{self._clock():%Y-%m-%d}.json")

    async def _cases(self) -> Iterator[str]:
        async with self._store.begin() as transaction:
            return dump_cases(cases(await transaction.rebuttals.all(Status.PUBLISHED)))

    async def _rebuttals(self, kind: Format) -> Iterator[str]:
        async with self._store.begin() as transaction:
            return write(await transaction.rebuttals.all(), kind)

    async def _queue(self) -> Iterator[str]:
        """Open rumours by urgency, each with its most frequent wording, which is masked in the store."""
        rows: list[list[str]] = []
        place: Place | None = None
        async with self._store.begin() as transaction:
            while page := await transaction.rumours.page(limit=PAGE, after=place):
                for rumour in page:
                    wordings = await transaction.inquiries.phrasings(rumour.id, limit=1)
                    rows.append(_row(rumour, wordings[0].inquiry if wordings else None))
                place = Place(page[-1].heat, page[-1].id)
        return dump_rows(QUEUE_COLUMNS, rows)

    async def _card(
        self, rebuttal: str, version: int, language: str, bot: str, *, anew: bool = False
    ) -> str | InputFile:
        """The verdict card: by the name that Telegram gave it, unless it has to be drawn."""
        key = CardKey(rebuttal, version, Language(language), LOOK)
        async with self._store.begin() as transaction:
            if not anew and (kept := await transaction.cards.find(self._bot_id, [key])):
                return kept[key]
            shown = await transaction.versions.find(rebuttal, version)
        assert shown is not None, "versions are kept for ever"
        png = await drawn(sharing.picture(shown.rebuttal, texts(key.language), bot))
        return InputFile(png, filename=f"{rebuttal}.png")

    async def _figures(self, name: str, first: str, last: str, language: str) -> Mapping[str, Any]:
        """The figures of these days: as a `document`, or as a `photo` with its caption."""
        period, now = Period(date.fromisoformat(first), date.fromisoformat(last)), self._clock()
        async with self._reader() as store, store.begin() as transaction:
            figures = await transaction.statistics.figures(period, now=now, top=sheet.LISTED)
        t = texts(Language(language))
        if name == "document":
            rows = sheet.table(figures, t)
            file = await asyncio.to_thread(
                _input_file, dump_rows(sheet.COLUMNS, rows), f"stats-{first}-{last}.csv"
            )
            return {name: file}
        png = await drawn(sheet.sheet(figures, t, now))
        return {name: InputFile(png, filename="stats.png"), "caption": sheet.caption(figures, t)}


def card_in(params: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return what a letter's row says of the card that it brings, None for any other letter."""
    card: Mapping[str, Any] | None = params.get("attached", {}).get("photo", {}).get("card")
    return card


def card_key(params: Mapping[str, Any]) -> CardKey | None:
    """Return which card that is."""
    card = card_in(params)
    if card is None:
        return None
    return CardKey(card["rebuttal"], card["version"], Language(card["language"]), LOOK)


def drawn_anew(params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the same letter with its card drawn, whether or not Telegram was given one before."""
    return {**params, "attached": {"photo": {"card": {**(card_in(params) or {}), "anew": True}}}}


def _row(rumour: Rumour, leading: Inquiry | None) -> list[str]:
    counts = (rumour.posts, rumour.askers, rumour.channels, rumour.waiting)
    times = (f"{moment:%Y-%m-%d %H:%M}" for moment in (rumour.first_at, rumour.last_at))
    return [str(rumour.id), leading.text if leading else "", *map(str, counts), *times]


def _input_file(lines: Iterable[str], name: str) -> InputFile:
    content = "".join(lines).encode()
    if len(content) > LARGEST:
        content, name = gzip.compress(content), f"{name}.gz"
    return InputFile(content, filename=name)
