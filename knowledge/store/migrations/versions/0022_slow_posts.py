"""Posts that take time to read."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

TIME = sa.DateTime(timezone=True)
OPEN, FINISHED = sa.text("state = 'open'"), sa.text("finished_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "slow_posts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.BigInteger()),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(none_as_null=True)),
        sa.Column("text", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text()),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("card", sa.BigInteger()),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("finished_at", TIME),
        sa.PrimaryKeyConstraint("id", name="slow_posts_pk"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "slow_posts_open",
        "slow_posts",
        ["bot_id", "person", "id"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("slow_posts_person", "slow_posts", ["person", "finished_at"])
    op.create_index("slow_posts_message", "slow_posts", ["person", "message_id"])
    op.create_index(
        "slow_posts_finished",
        "slow_posts",
        ["finished_at"],
        sqlite_where=FINISHED,
        postgresql_where=FINISHED,
    )
