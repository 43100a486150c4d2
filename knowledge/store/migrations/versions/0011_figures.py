"""When the digest is due, and what tells how long an answer took."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

WAS_TOLD = sa.text("rebuttal IS NOT NULL AND settled_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "digests",
        sa.Column("schedule", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("schedule", name="digests_pk"),
    )
    op.create_index(
        "inquiries_told",
        "inquiries",
        ["rumour_id", "rebuttal", "asked_at", "settled_at"],
        sqlite_where=WAS_TOLD,
        postgresql_where=WAS_TOLD,
    )
