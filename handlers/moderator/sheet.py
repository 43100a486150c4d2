"""Figures -> what people see of them: a sheet to draw, its caption in words, and a table. Pure."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from handlers import replies
from handlers.texts import Html, Texts, lines, plain, shortened
from knowledge.figures import AskedRebuttal, AskedRumour, Figures, Totals
from knowledge.media import Card, Chart, Listing, Row, Series, Sheet, ticks
from knowledge.models import Kind
from knowledge.periods import Period

SHOWN = 5  # rumours and rebuttals in a picture
LISTED = 50  # in a table
NAMED = 3  # in a caption, which Telegram ends at 1,024 characters
WORDING = 90  # characters of each there
BARS = 62  # beyond two months a bar is a week: narrower ones show no pattern
# From the bottom of the stack up: what was answered, then what was not.
STACK = (Kind.VERDICT, Kind.AGREES, Kind.SUGGESTION, Kind.UNKNOWN)
MINUTE = timedelta(minutes=1)
COLUMNS = ("figure", "name", "day", "value", "before")


def sheet(figures: Figures, t: Texts, now: datetime) -> Sheet:
    """Return all that the picture says."""
    days, before = (_days(each, t) for each in (figures.period, figures.period.before()))
    is_first = figures.before is None
    return Sheet(
        title=t("stats.title"),
        subtitle=t("stats.first", days=days) if is_first else t("stats.compared", days=days, before=before),
        cards=[Card(*told) for told in _told(figures, t)],
        chart=_chart(figures, t),
        listings=(
            Listing(
                t("stats.rumours"),
                [_rumour(each, t) for each in figures.rumours[:SHOWN]],
                t("stats.no_rumours"),
            ),
            Listing(
                t("stats.rebuttals"),
                [_rebuttal(each, t) for each in figures.rebuttals[:SHOWN]],
                t("stats.no_rebuttals"),
            ),
        ),
        footer=t("stats.footer", at=t.moment(now)),
    )


def caption(figures: Figures, t: Texts) -> Html:
    """Return the picture in words, for those who cannot see it and for the list of chats."""
    told = [
        t("stats.line", label=label, value=value, change=change)
        if change
        else t("stats.figure", label=label, value=value)
        for label, value, change in _told(figures, t)
    ]
    kinds = [
        t("stats.kind", label=t(f"stats.kind.{kind}"), number=t.number(figures.totals.kinds.get(kind, 0)))
        for kind in STACK
    ]
    asked = [
        plain(f"{place}. {shortened(' '.join(each.text.split()), WORDING)} · {t.people(each.askers)}")
        for place, each in enumerate(figures.rumours[:NAMED], 1)
    ]
    return lines(
        t("stats.caption", days=_days(figures.period, t)),
        *told,
        "",
        Html("; ".join(kinds)),
        *(("", t("stats.asked"), *asked) if asked else ()),
    )


def table(figures: Figures, t: Texts) -> Iterator[Sequence[str]]:
    """Return the rows of the same as a table, one for each number, to sum up and to filter."""
    before = figures.before
    for figure, read in _READ:
        was = None if before is None else read(before)
        yield figure, t(f"stats.{figure}"), "", _cell(read(figures.totals)), _cell(was)
    for kind in STACK:
        was = None if before is None else before.kinds.get(kind, 0)
        count = figures.totals.kinds.get(kind, 0)
        yield f"kind.{kind}", t(f"stats.kind.{kind}"), "", _cell(count), _cell(was)
    for day in figures.period:
        for kind in STACK:
            count = figures.days.get(day, {}).get(kind, 0)
            yield f"kind.{kind}", t(f"stats.kind.{kind}"), day.isoformat(), _cell(count), ""
    for rumour in figures.rumours:
        yield f"rumour.{rumour.id}", " ".join(rumour.text.split()), "", _cell(rumour.askers), ""
    for told in figures.rebuttals:
        claim = replies.told_claim(told.rebuttal, t.language)
        yield f"rebuttal.{told.rebuttal.id}", claim, "", _cell(told.askers), ""


# Whole numbers only: what marks a fraction, and what makes a date of it, depends on the region of Excel.
_READ: Sequence[tuple[str, Callable[[Totals], int | None]]] = (
    ("checks", lambda totals: totals.checks),
    ("persons", lambda totals: totals.persons),
    ("percent", lambda totals: None if totals.rate is None else round(100 * totals.rate)),
    ("told", lambda totals: totals.told),
    ("published", lambda totals: totals.published),
    ("minutes", lambda totals: None if totals.wait is None else round(totals.wait / MINUTE)),
    ("rebutted", lambda totals: len(totals.waits)),
)


def _cell(value: int | None) -> str:
    return "" if value is None else str(value)


def _days(period: Period, t: Texts) -> str:
    return t.days(period.first, period.last)


def _told(figures: Figures, t: Texts) -> Iterator[tuple[str, str, str]]:
    """Each figure: its name, its value, and how it has changed ("" when that is not known)."""
    now, before = figures.totals, figures.before
    for name in ("checks", "persons"):
        yield t(f"stats.{name}"), t.number(getattr(now, name)), _changed(name, now, before, t)
    rate = _or_none(now.rate, t.share)
    yield t("stats.rate"), rate, _was(before, lambda was: _or_none(was.rate, t.share), t)
    for name in ("told", "published"):
        yield t(f"stats.{name}"), t.number(getattr(now, name)), _changed(name, now, before, t)
    wait = _or_none(now.wait, t.exactly)
    yield t("stats.wait"), wait, _was(before, lambda was: _or_none(was.wait, t.exactly), t)


def _or_none(value: Any, told: Callable[[Any], str]) -> str:
    return "–" if value is None else told(value)


def _changed(name: str, now: Totals, before: Totals | None, t: Texts) -> str:
    """By how much, of what; from nothing no share can be told."""
    if before is None or not getattr(before, name) or getattr(before, name) == getattr(now, name):
        return _was(before, lambda was: t.number(getattr(was, name)), t)
    was = getattr(before, name)
    share = t.share((getattr(now, name) - was) / was, signed=True)
    return t("stats.changed", share=share, before=t.number(was))


def _was(before: Totals | None, told: Callable[[Totals], str], t: Texts) -> str:
    return "" if before is None else t("stats.was", before=told(before))


def _chart(figures: Figures, t: Texts) -> Chart:
    days = tuple(figures.period)
    step = 1 if len(days) <= BARS else 7
    bars = [days[at : at + step] for at in range(0, len(days), step)]
    sums = [sum(_sum(figures, bar, kind) for kind in STACK) for bar in bars]
    return Chart(
        heading=t("stats.by_day") if step == 1 else t("stats.by_week"),
        bars=[t.day_of_year(bar[0]) for bar in bars],
        series=[
            Series(
                t(f"stats.kind.{kind}"),
                t.number(figures.totals.kinds.get(kind, 0)),
                [_sum(figures, bar, kind) for bar in bars],
            )
            for kind in STACK
        ],
        tops=[t.rounded(height) for height in sums],
        axis=[(height, t.rounded(height)) for height in ticks(max(sums))],
        empty=t("stats.no_checks"),
    )


def _sum(figures: Figures, days: Sequence[date], kind: Kind) -> int:
    return sum(figures.days.get(day, {}).get(kind, 0) for day in days)


def _rumour(asked: AskedRumour, t: Texts) -> Row:
    return Row(asked.text, t.people(asked.askers), t(f"stats.state.{asked.state}"))


def _rebuttal(told: AskedRebuttal, t: Texts) -> Row:
    claim = replies.told_claim(told.rebuttal, t.language)
    return Row(claim, t.people(told.askers), t(f"verdict.word.{told.rebuttal.verdict}"))
