"""When claims that are rebutted already spread again."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "waves",
        sa.Column("rebuttal", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rebutted", sa.Text()),
        sa.PrimaryKeyConstraint("rebuttal", name="waves_pk"),
    )
