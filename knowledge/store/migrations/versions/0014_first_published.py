"""When each rebuttal first went into service: the newest are listed by it."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

# The start of a rebuttal's life where its versions do not tell: from before they were kept.
FROM_VERSIONS = """
    UPDATE rebuttals SET published_at = coalesce(
        (SELECT min(at) FROM versions WHERE rebuttal = rebuttals.id AND versions.status = 'published'),
        CASE WHEN status = 'published' THEN created_at END
    )"""


def upgrade() -> None:
    op.add_column("rebuttals", sa.Column("published_at", sa.DateTime(timezone=True)))
    op.execute(FROM_VERSIONS)
    op.create_index(
        "rebuttals_newest",
        "rebuttals",
        [sa.text("published_at DESC"), sa.text("coalesce(source_date, '') DESC"), "id"],
        sqlite_where=sa.text("status = 'published'"),
        postgresql_where=sa.text("status = 'published'"),
    )
