"""The one construct that SQLAlchemy spells per database: an insert that may meet a row which is there."""

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

# Both kinds of insert have the same `on_conflict_…` methods; the type of one stands for either.
Insert = postgresql.Insert


def insert(dialect: str, table: Table) -> Insert:
    """An insert into `table` with `on_conflict_do_update` and `on_conflict_do_nothing`, for this dialect."""
    if dialect == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)  # type: ignore[return-value]  # see Insert
