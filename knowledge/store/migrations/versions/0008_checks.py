"""What citizens were told."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

HAS_CHAT = sa.text("chat_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "checks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("rebuttal", sa.Text()),
        sa.Column("verdict", sa.Text()),
        sa.Column("version", sa.BigInteger()),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="checks_pk"),
        sqlite_autoincrement=True,
    )
    op.create_index("checks_at", "checks", ["at"])
    for name, columns in {"checks_chats": ["at"], "checks_readers": ["rebuttal", "person", "id"]}.items():
        op.create_index(name, "checks", columns, sqlite_where=HAS_CHAT, postgresql_where=HAS_CHAT)
