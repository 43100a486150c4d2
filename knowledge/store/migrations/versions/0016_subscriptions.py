"""Who gets the digest every day or every week."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person", name="subscriptions_pk"),
    )
    op.create_index("subscriptions_due", "subscriptions", ["frequency", "due_at"])
    op.create_index("subscriptions_chat", "subscriptions", ["chat_id"])
