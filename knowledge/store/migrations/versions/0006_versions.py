"""Every state of a rebuttal is kept, beginning with what each one says now; one may have a last day."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

PENDING = sa.text("status IN ('draft', 'waiting')")
ENDING = sa.text("until IS NOT NULL")
JSON = sa.JSON(none_as_null=True)
TIME = sa.DateTime(timezone=True)
AT_ONCE = 500

TEXTS = ("id", "verdict", "status", "source_name", "source_url", "source_date")
LISTS = ("claims", "summary", "links", "anchors")
REBUTTALS = sa.table(
    "rebuttals",
    *(sa.column(name, sa.Text()) for name in TEXTS),
    *(sa.column(name, JSON) for name in LISTS),
    sa.column("updated_at", TIME),
    sa.column("version", sa.BigInteger()),
)


def upgrade() -> None:
    op.add_column("rebuttals", sa.Column("until", sa.Text()))
    op.add_column("rebuttals", sa.Column("version", sa.BigInteger(), server_default="0", nullable=False))
    op.create_index("rebuttals_until", "rebuttals", ["until"], sqlite_where=ENDING, postgresql_where=ENDING)
    versions = op.create_table(
        "versions",
        sa.Column("rebuttal", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("snapshot", JSON, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("rebuttal", "number", name="versions_pk"),
    )
    op.create_index("versions_pending", "versions", ["at"], sqlite_where=PENDING, postgresql_where=PENDING)
    found = op.get_bind().execute(sa.select(REBUTTALS)).mappings().all()
    for start in range(0, len(found), AT_ONCE):
        op.bulk_insert(versions, [_first(row) for row in found[start : start + AT_ONCE]])
    op.execute(REBUTTALS.update().values(version=1))


def _first(row: sa.RowMapping) -> dict[str, Any]:
    said = {name: row[name] for name in (*TEXTS, *LISTS) if name != "id"}
    at: datetime = row["updated_at"]
    return {
        "rebuttal": row["id"],
        "number": 1,
        "status": row["status"],
        "snapshot": said | {"until": None},
        "actor": "program",
        "deed": "rebuttal.kept",
        "remark": "",
        "at": at if at.tzinfo else at.replace(tzinfo=UTC),
    }
