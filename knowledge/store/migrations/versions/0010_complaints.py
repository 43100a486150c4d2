"""Complaints about answers, and the posts that a rebuttal is never given for."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

JSON = sa.JSON(none_as_null=True)
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("rebuttals", sa.Column("negatives", JSON, server_default="[]", nullable=False))
    op.create_table(
        "complaints",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rebuttal", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("probability", sa.Float(53), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("cards", JSON, nullable=False),
        sa.Column("decided_by", sa.Text()),
        sa.Column("first_at", TIME, nullable=False),
        sa.Column("last_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="complaints_pk"),
        sqlite_autoincrement=True,
    )
    op.create_index("complaints_rebuttal", "complaints", ["rebuttal", "id"])
    op.create_index("complaints_last", "complaints", ["last_at"])
    op.create_table(
        "complainants",
        sa.Column("complaint", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.BigInteger()),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("complaint", "person", name="complainants_pk"),
    )
    op.create_index("complainants_person", "complainants", ["person", "at"])
