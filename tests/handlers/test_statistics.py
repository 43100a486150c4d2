"""/stats: a period in anybody's words, a picture in their language, its words, and a table."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image

from bot.application import ShynBa, open_bot
from bot.sandbox import Message, Person, Telegram
from bot.settings import Settings
from handlers.errors import Refusal
from handlers.moderator import sheet
from handlers.moderator.period import parse
from handlers.texts import shortened, texts, unmarked
from knowledge.figures import AskedRumour, Figures, Totals
from knowledge.media import Listing, draw
from knowledge.media.lettering import drawable, fitted
from knowledge.media.sheet import CARD_ROOM, CHANGE, FIGURE_ROOM, HEADING, LABEL, ROOM, SMALLEST, TEXT
from knowledge.media.stack import LEGEND_ROOM
from knowledge.media.stack import SMALLEST as SMALLEST_IN_CHART
from knowledge.models import Kind, Language, RumourState
from knowledge.periods import Period
from tests.conftest import CITIZEN, StartBot
from tests.handlers.rumours import WATER, ask, group

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 13, tzinfo=UTC)


def _last(days: int) -> Period:
    return Period.ending(TODAY, days)


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("", _last(7)),
        ("week", _last(7)),
        ("за последнюю неделю", _last(7)),
        ("соңғы апта", _last(7)),
        ("day", _last(1)),
        ("Сегодня", _last(1)),
        ("бүгін", _last(1)),
        ("вчера", Period(date(2026, 11, 21), date(2026, 11, 21))),
        ("кеше", Period(date(2026, 11, 21), date(2026, 11, 21))),
        ("MONTH", _last(30)),
        ("месяц", _last(30)),
        ("ай", _last(30)),
        ("year", _last(365)),
        ("3", _last(3)),
        ("3 күн", _last(3)),
        ("-3 days", _last(3)),
        ("10 дней", _last(10)),
        ("2 weeks", _last(14)),
        ("366 days", _last(366)),
        ("2026-11-01 2026-11-15", Period(date(2026, 11, 1), date(2026, 11, 15))),
        ("с 01.11.2026 по 15.11.2026", Period(date(2026, 11, 1), date(2026, 11, 15))),
        ("1.11–15.11", Period(date(2026, 11, 1), date(2026, 11, 15))),
        ("01.11-15.11", Period(date(2026, 11, 1), date(2026, 11, 15))),
        ("28.12 – 3.1", Period(date(2025, 12, 28), date(2026, 1, 3))),
        ("15.11", Period(date(2026, 11, 15), date(2026, 11, 15))),
        ("2026-10", Period(date(2026, 10, 1), date(2026, 10, 31))),
        ("10.2026", Period(date(2026, 10, 1), date(2026, 10, 31))),
        ("2026-11", Period(date(2026, 11, 1), TODAY)),
        ("2026-11-20 2026-12-31", Period(date(2026, 11, 20), TODAY)),
    ],
)
def test_a_period_may_be_said_in_many_ways(said: str, period: Period) -> None:
    assert parse(said, TODAY) == period


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("<b>hello", "period.unknown"),
        ("week week", "period.unknown"),
        ("по", "period.unknown"),
        ("0 days", "period.unknown"),
        ("2026-02-30", "period.unknown"),
        ("2026-13", "period.unknown"),
        ("32.01", "period.unknown"),
        ("0000-01-01", "period.unknown"),
        ("2026-11-15 2026-11-01", "period.reversed"),
        ("2026-12-01", "period.future"),
        ("9999-12-31", "period.future"),
        ("367", "period.too_long"),
        ("9" * 4000, "period.too_long"),
        ("2 years", "period.too_long"),
        ("0001-01-01 2026-01-01", "period.too_long"),
    ],
)
def test_what_is_no_period_is_refused_with_examples(said: str, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(said, TODAY)
    assert refused.value.key == key
    for language in Language:
        assert "/stats" in texts(language)(key, **refused.value.values)


def _figures(period: Period, scale: int = 1, rumours: int = 5) -> Figures:
    totals = Totals(dict.fromkeys(Kind, scale), 3 * scale, scale, scale, [timedelta(days=3, hours=23)])
    before = Totals(dict.fromkeys(Kind, 3 * scale), 0, 7 * scale, 2 * scale, [])
    return Figures(
        period=period,
        totals=totals,
        before=before,
        days={period.last: dict.fromkeys(Kind, scale)},
        rumours=[AskedRumour(n, f"слух {n} " * 300, RumourState.OPEN, scale) for n in range(rumours)],
        rebuttals=[],
    )


@pytest.mark.parametrize("language", Language)
def test_every_word_of_the_picture_fits_where_it_stands(language: Language) -> None:
    """Measured with the font: nothing but what people wrote is ever cut."""
    t = texts(language)
    told = sheet.sheet(_figures(_last(366), scale=987_654_321), t, NOW)
    places = [
        *((card.label, CARD_ROOM, LABEL, SMALLEST) for card in told.cards),
        *((card.value, CARD_ROOM, LABEL, SMALLEST) for card in told.cards),
        *((card.change, CARD_ROOM, CHANGE, SMALLEST) for card in told.cards),
        *((series.label, LEGEND_ROOM, LABEL, SMALLEST_IN_CHART) for series in told.chart.series),
        *_of_listings(told.listings),
        *((state, FIGURE_ROOM, TEXT, SMALLEST) for state in _states(language)),
        (told.subtitle, ROOM, TEXT, SMALLEST),
        (told.chart.heading, ROOM, HEADING, SMALLEST_IN_CHART),
        (told.chart.empty, 600, LABEL, SMALLEST_IN_CHART),
        (told.footer, ROOM, CHANGE, SMALLEST),
    ]
    cut = [
        words for words, *place in places if fitted(drawable(words), *place, bold=True)[0] != drawable(words)
    ]
    assert cut == []


def _of_listings(listings: Sequence[Listing]) -> Iterator[tuple[str, int, int, int]]:
    for listing in listings:
        yield listing.heading, ROOM, HEADING, SMALLEST
        yield listing.empty, ROOM, TEXT, SMALLEST
        for row in listing.rows:
            yield row.figure, FIGURE_ROOM, TEXT, SMALLEST


def _states(language: Language) -> Iterator[str]:
    t = texts(language)
    yield from (t(f"stats.state.{state}") for state in RumourState)
    yield from (
        t(f"verdict.word.{verdict}") for verdict in ("false", "misleading", "unproven", "true", "scam")
    )


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("days", [1, 7, 62, 63, 366])
def test_any_period_can_be_drawn_in_every_language(language: Language, days: int) -> None:
    figures = _figures(_last(days))
    told = sheet.sheet(figures, texts(language), NOW)
    assert len(told.chart.bars) <= sheet.BARS
    assert sum(told.chart.sums) == 4
    assert draw(told).startswith(b"\x89PNG")


@pytest.mark.parametrize("language", Language)
def test_the_caption_says_the_figures_in_words_and_fits(language: Language) -> None:
    t = texts(language)
    said = sheet.caption(_figures(_last(366), scale=987_654_321), t)
    assert len(unmarked(said)) <= 1024  # https://core.telegram.org/bots/api#sendphoto
    assert all(unmarked(t(f"stats.kind.{kind}")) in said for kind in Kind)
    assert all(
        t(f"stats.{name}") in said for name in ("checks", "persons", "rate", "told", "published", "wait")
    )


def _content(telegram: Telegram, message: Message, kind: str) -> bytes:
    found = message[kind]
    card = found[-1] if kind == "photo" else found
    return telegram._state.files[card["file_id"]].content


@pytest.mark.parametrize(
    ("language", "asked", "total"),
    [
        ("kk", "Сұраған адамдар: 2", "checks;Тексерулер;;3;"),
        ("ru", "Людей спросило: 2", "checks;Проверки;;3;"),
        ("en", "People who asked: 2", "checks;Checks;;3;"),
    ],
)
async def test_a_moderator_gets_a_picture_its_words_and_a_table(
    moderator: Person, citizen: Person, telegram: Telegram, bot: ShynBa, language: str, asked: str, total: str
) -> None:
    other = telegram.person(4004, "Other", language_code="ru")
    await ask(citizen, "Казахстан готовится к войне с Россией")
    await ask(citizen, WATER)
    await ask(other, WATER)
    await group(bot)
    moderator.says("/language")
    await moderator.presses(await moderator.reads(), ["kk", "ru", "en"].index(language))
    await moderator.reads()
    moderator.says("/stats 1")
    picture, table = await moderator.reads(), await moderator.reads()
    assert asked in picture["caption"]
    assert f"1. {shortened(WATER, sheet.WORDING)} · 2 " in picture["caption"]
    with Image.open(BytesIO(_content(telegram, picture, "photo"))) as image:
        assert image.size[0] == 1280
    rows = _content(telegram, table, "document").decode("utf-8-sig").splitlines()
    assert rows[0] == "figure;name;day;value;before"
    assert rows[1] == total
    assert rows[2].endswith(";;2;")
    assert f"rumour.1;{WATER};;2;" in rows
    assert next(row for row in rows if row.startswith("rebuttal.tdl-war;")).endswith(";;1;")


async def test_a_button_below_the_picture_leads_to_another_period(moderator: Person) -> None:
    moderator.says("/stats 2026-01-05")
    picture, _ = await moderator.reads(), await moderator.reads()
    assert "Statistics: Jan 5, 2026" in picture["caption"]
    assert "Checks: 0\n" in picture["caption"], "nothing is compared with days that the store does not know"
    await moderator.presses(picture, "Month")
    picture, table = await moderator.reads(), await moderator.reads()
    assert " – " in picture["caption"].splitlines()[0].replace("\u2009", " ")
    assert table["document"]["file_name"].endswith(".csv")


async def test_figures_that_were_asked_for_come_after_a_restart(
    telegram: Telegram, settings: Settings, start_bot: StartBot, owner: Person
) -> None:
    async with start_bot():
        owner.starts()
        await owner.reads()
    owner.says("/stats")
    async with open_bot(settings) as bot:  # it handles the command, and ends before it sends anything
        fetching = asyncio.create_task(bot.intake.run())
        await telegram.wait_for(lambda: not telegram.pending)
        fetching.cancel()
        await asyncio.wait([fetching])
        assert await bot.worker.batch() == 1
    assert not owner.unread()
    async with start_bot():
        picture, table = await owner.reads(), await owner.reads()
    assert "Statistics: " in picture["caption"]
    assert table["document"]["file_name"].startswith("stats-")


async def test_a_period_that_nobody_understands_is_refused_in_the_chat(moderator: Person) -> None:
    moderator.says("/stats <i>soon")
    said = await moderator.reads()
    assert "“<i>soon”" in said.text
    assert "/stats 30 days" in said.text


@pytest.mark.usefixtures("bot")
async def test_figures_are_for_moderators_only(telegram: Telegram) -> None:
    citizen = telegram.person(CITIZEN, "Citizen", language_code="ru")
    citizen.says("/stats")
    assert str(CITIZEN) in (await citizen.reads()).text
