"""Broadcasts, what belongs to them, and who wants no corrections."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

TIME = sa.DateTime(timezone=True)
COUNTED = sa.text("broadcast IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "opted_out",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("person", name="opted_out_pk"),
    )
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("rumour", sa.BigInteger()),
        sa.Column("rebuttal", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.BigInteger()),
        sa.Column("language", sa.Text()),
        sa.Column("due_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="broadcasts_pk"),
        sqlite_autoincrement=True,
    )
    for table, columns in {"inquiries": ["broadcast"], "outbox": ["broadcast", "state"]}.items():
        op.add_column(table, sa.Column("broadcast", sa.BigInteger()))
        op.create_index(f"{table}_broadcast", table, columns, sqlite_where=COUNTED, postgresql_where=COUNTED)
    # What was published before this version was answered with when it was asked.
    op.execute(
        "INSERT INTO counters (name, value) SELECT 'rechecked', value FROM counters WHERE name = 'rebuttals'"
    )
