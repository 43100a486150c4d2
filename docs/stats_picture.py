"""Draws docs/images/stats.png: the picture of /stats, of a week that was made up."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from handlers.moderator.sheet import sheet
from handlers.texts import texts
from knowledge.exchange import parse
from knowledge.figures import AskedRebuttal, AskedRumour, Figures, Totals
from knowledge.media import draw
from knowledge.models import Kind, Language, RumourState
from knowledge.periods import Period
from knowledge.starter import lines

OUTPUT = Path(__file__).parent / "images" / "stats.png"
NOW = datetime(2026, 11, 22, 13, tzinfo=UTC)
HOUR = timedelta(hours=1)
KINDS = (Kind.VERDICT, Kind.AGREES, Kind.SUGGESTION, Kind.UNKNOWN)
# Of each day: verdicts, posts that agree with the source, suggestions, and what nobody had checked.
DAYS = (
    (61, 4, 9, 30),
    (74, 6, 11, 41),
    (52, 3, 8, 66),
    (58, 5, 12, 92),
    (97, 9, 14, 51),
    (120, 14, 10, 33),
    (63, 8, 6, 19),
)
WATER = "Ертең Алматыда су болмайды екен, үш күнге су жинап қойыңыздар! Бәріне таратыңыздар"
CASH = "С 1 декабря снимать наличные можно будет только по записи, сестра работает в банке"
SCHOOLS = "Мектептер жаңа жылға дейін қашықтан оқуға көшеді"
RUMOURS = (
    (WATER, RumourState.ANSWERED, 84),
    (CASH, RumourState.OPEN, 47),
    (SCHOOLS, RumourState.OPEN, 12),
)
READERS = (212, 97, 31)


def main() -> None:
    """Draw it in English, with what people write in their languages."""
    t = texts(Language.EN)
    OUTPUT.write_bytes(draw(sheet(_figures(), t, NOW)))


def _figures() -> Figures:
    period = Period.ending(date(2026, 11, 22), len(DAYS))
    days = {day: dict(zip(KINDS, counts, strict=True)) for day, counts in zip(period, DAYS, strict=True)}
    sums = dict(zip(KINDS, map(sum, zip(*DAYS, strict=True)), strict=True))
    return Figures(
        period=period,
        totals=Totals(sums, 811, 39, 3, [2 * HOUR, 3 * HOUR + HOUR / 3, 26 * HOUR]),
        before=Totals({Kind.VERDICT: 402, Kind.UNKNOWN: 398}, 655, 12, 3, [5 * HOUR, 31 * HOUR]),
        days=days,
        rumours=[AskedRumour(place, *rumour) for place, rumour in enumerate(RUMOURS, 1)],
        rebuttals=[AskedRebuttal(*each) for each in zip(parse(lines()), READERS, strict=False)],
    )


if __name__ == "__main__":
    main()
