"""Pictures and videos that belong to rebuttals, and the fingerprints by which copies of them are known."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    op.add_column("rebuttals", sa.Column("media", JSON, server_default="[]", nullable=False))
    op.create_table(
        "known_media",
        sa.Column("unique_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("fingerprints", sa.LargeBinary()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("unique_id", name="known_media_pk"),
    )
    op.create_index("known_media_revision", "known_media", ["revision"])
    waiting = sa.text("fingerprints IS NULL")
    op.create_index(
        "known_media_due", "known_media", ["due_at"], sqlite_where=waiting, postgresql_where=waiting
    )
