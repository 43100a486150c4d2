"""The outbox counts sendings of unknown outcome, and finds a chat's next letter by priority."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("ambiguous", sa.Integer(), server_default="0", nullable=False))
    op.drop_index("outbox_open_chat", "outbox")
    op.create_index(
        "outbox_open_chat",
        "outbox",
        ["bot_id", "chat_id", "priority", "id"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
