"""Until when who follows a question is told something, and which rumours moderators were reminded of."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

TIME = sa.DateTime(timezone=True)
# What nobody has promised to those who follow since before: as of now, from today's default.
WITHIN = timedelta(days=14)


def upgrade() -> None:
    op.add_column("inquiries", sa.Column("closes_at", TIME))
    op.add_column("rumours", sa.Column("reminded_at", TIME))
    known = sa.text("closes_at IS NOT NULL")
    op.create_index(
        "inquiries_closing", "inquiries", ["closes_at"], sqlite_where=known, postgresql_where=known
    )
    inquiries = sa.table(
        "inquiries",
        sa.column("id", sa.BigInteger),
        sa.column("chat_id", sa.BigInteger),
        sa.column("asked_at", TIME),
        sa.column("closes_at", TIME),
    )
    followed = sa.select(inquiries.c.id, inquiries.c.asked_at).where(inquiries.c.chat_id.is_not(None))
    for inquiry, asked_at in op.get_bind().execute(followed).all():
        promised = inquiries.update().where(inquiries.c.id == inquiry)
        op.execute(promised.values(closes_at=asked_at + WITHIN))
