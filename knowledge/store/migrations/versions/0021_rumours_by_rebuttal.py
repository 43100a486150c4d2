"""Which rumours a rebuttal has answered: its details tell since when people asked."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    answered = sa.text("rebuttal IS NOT NULL")
    op.create_index(
        "rumours_rebuttal",
        "rumours",
        ["rebuttal", "first_at"],
        sqlite_where=answered,
        postgresql_where=answered,
    )
