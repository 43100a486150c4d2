"""What is spelt per database: an insert that may meet a row which is there, and the day of a moment."""

from datetime import datetime

from sqlalchemy import ColumnElement, Table, func
from sqlalchemy.dialects import postgresql, sqlite

from knowledge.days import KAZAKHSTAN

# Both kinds of insert have the same `on_conflict_…` methods; the type of one stands for either.
Insert = postgresql.Insert


def insert(dialect: str, table: Table) -> Insert:
    """An insert into `table` with `on_conflict_do_update` and `on_conflict_do_nothing`, for this dialect."""
    if dialect == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)  # type: ignore[return-value]  # see Insert


def local_day(dialect: str, moment: ColumnElement[datetime]) -> ColumnElement[str]:
    """The day in Kazakhstan, `YYYY-MM-DD`, of a `schema.Timestamp`."""
    ahead = KAZAKHSTAN.utcoffset(None)
    if dialect == "postgresql":
        return func.to_char(func.timezone("UTC", moment) + ahead, "YYYY-MM-DD")
    # Without its fraction: SQLite would round the last moment of a day up to the next one.
    return func.date(
        func.substr(moment, 1, len("YYYY-MM-DD HH:MM:SS")), f"{ahead.total_seconds():+.0f} seconds"
    )
