"""Which channel posts were asked about: what moderators answered holds for every forward of the same post."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "origins",
        sa.Column("channel", sa.BigInteger, nullable=False),
        sa.Column("message", sa.BigInteger, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("inquiry", sa.BigInteger, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "message", name="origins_pk"),
    )
    op.create_index("origins_inquiry", "origins", ["inquiry"])
    op.create_index("origins_asked", "origins", ["asked_at"])
