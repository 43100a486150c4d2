"""Every word the bot says: gettext catalogues kk, ru, en, with the language as an explicit argument."""

import re
from datetime import date, datetime, timedelta
from functools import cache
from gettext import GNUTranslations
from html import escape, unescape
from importlib.resources import files
from io import BytesIO

from babel import Locale
from babel.dates import format_date, format_datetime, format_interval, format_skeleton, format_timedelta
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_compact_decimal, format_decimal, format_percent
from babel.units import format_unit

from knowledge.days import KAZAKHSTAN
from knowledge.models import Language

# Parts that all three languages write in this order; the year tells old deeds from new ones.
_MOMENT_SHAPE = "d MMM y, HH:mm"
_TAG = re.compile(r"<[^>]+>")


class Html(str):
    """Text that is HTML already; everything else that goes into a text is escaped."""

    __slots__ = ()


class Texts:
    """The words in one language: `texts("answer.claim", claim="…")`. A missing key or value is a KeyError."""

    def __init__(self, language: Language, catalogue: GNUTranslations) -> None:
        self.language = language
        self._catalogue = catalogue
        self._locale = Locale(language.value)

    def __call__(self, key: str, **values: object) -> Html:
        return _filled(key, self._catalogue.gettext(key), values)

    def __contains__(self, key: str) -> bool:
        return self._catalogue.gettext(key) != key

    def counted(self, key: str, count: int, **values: object) -> Html:
        """Return the plural form that `count` takes; the form sees it as {count}."""
        text = self._catalogue.ngettext(key, key, count)
        return _filled(key, text, {"count": count, **values})

    def moment(self, at: datetime) -> str:
        """An aware moment as clocks in Kazakhstan show it: "22 Nov 2026, 14:05"."""
        return format_datetime(at.astimezone(KAZAKHSTAN), _MOMENT_SHAPE, locale=self._locale)

    def day(self, known: str) -> str:
        """`2025`, `2025-04` or `2025-04-17` as people write it: "апрель 2025 г."."""
        parts = [int(part) for part in known.split("-")]
        when = date(*[*parts, 1, 1][:3])
        if len(parts) == 1:
            return str(when.year)
        if len(parts) == 2:  # noqa: PLR2004  # year and month
            return format_skeleton("yMMMM", when, locale=self._locale)
        return format_date(when, "long", locale=self._locale)

    def ago(self, passed: timedelta) -> str:
        """How long ago something was: "3 hours ago"."""
        return format_timedelta(-max(passed, _MOMENT), add_direction=True, locale=self._locale)

    def lasting(self, time: timedelta) -> str:
        """A span of time in its largest unit: "2 hours"."""
        return format_timedelta(max(time, _MOMENT), locale=self._locale)

    def exactly(self, time: timedelta) -> str:
        """A span of time in its two largest units, down to the minute: "3 hr 20 min"."""
        minutes = max(1, round(time / timedelta(minutes=1)))
        parts = {"day": minutes // 1440, "hour": minutes // 60 % 24, "minute": minutes % 60}
        told = [
            format_unit(count, f"duration-{unit}", "short", locale=self._locale)
            for unit, count in parts.items()
            if count
        ]
        return " ".join(told[:2])

    def days(self, first: date, last: date) -> str:
        """Days in a row: "Nov 16 – 22, 2026"."""
        if first == last:
            return format_skeleton("yMMMd", first, locale=self._locale)
        return format_interval(first, last, "yMMMd", locale=self._locale)

    def day_of_year(self, day: date) -> str:
        """A day as short as on an axis: "22 Nov"."""
        return format_skeleton("MMMd", day, locale=self._locale)

    def number(self, count: int) -> str:
        """A number with its thousands apart: "12 345"."""
        return format_decimal(count, locale=self._locale)

    def people(self, count: int) -> Html:
        """How many persons: "1,234 people"."""
        return self.counted("stats.people", count, number=self.number(count))

    def rounded(self, count: int) -> str:
        """A number as short as on an axis: from a million on "12.3 mln"."""
        if count < 10**6:
            return self.number(count)
        return format_compact_decimal(count, locale=self._locale, fraction_digits=1)

    def share(self, part: float, *, signed: bool = False) -> str:
        """A share in whole per cent; a change of one with its sign: "+12 %"."""
        shown = format_percent(part, locale=self._locale)
        return f"+{shown}" if signed and part > 0 else shown


_MOMENT = timedelta(seconds=1)  # "0 seconds ago" is nothing that people say


def _filled(key: str, text: str, values: dict[str, object]) -> Html:
    if text == key:
        raise KeyError(key)
    if not values:
        return Html(text)
    return Html(text.format_map({name: _escaped(value) for name, value in values.items()}))


def _escaped(value: object) -> str:
    return value if isinstance(value, Html) else plain(str(value))


def lines(*parts: str) -> Html:
    """Return HTML parts below each other."""
    return Html("\n".join(parts))


def shortened(text: str, limit: int) -> str:
    """Return the text, or its first words with an ellipsis, in at most `limit` characters."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut.rsplit(None, 1)[0] if " " in cut else cut).rstrip(",.;:–— ") + "…"


def one_line(text: str, limit: int) -> str:
    """Return what people sent as one line of at most `limit` characters."""
    return shortened(" ".join(text.split()), limit)


def plain(text: str) -> Html:
    """Return what people wrote as HTML that shows exactly that."""
    return Html(escape(text, quote=False))


def unmarked(text: Html) -> str:
    """Return HTML as the words that it shows: for what Telegram reads no HTML in."""
    return unescape(_TAG.sub("", text))


@cache
def texts(language: Language) -> Texts:
    """Return the words in `language`; the catalogue is read and compiled once."""
    source = files(__name__).joinpath(f"{language}.po")
    with source.open("rb") as file:
        catalogue = read_po(file, locale=language.value)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Texts(language, GNUTranslations(compiled))
