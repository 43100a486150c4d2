"""The moderators' queue: inquiries, the rumours that they are grouped into, and what keeps two apart."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
UNSETTLED = "settled_at IS NULL"


def upgrade() -> None:
    _create_inquiries()
    _create_rumours()
    op.create_table(
        "partings",
        sa.Column("one", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("other", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name="partings_pk"),
    )
    op.create_index("partings_other", "partings", ["other"])


def _create_inquiries() -> None:
    op.create_table(
        "inquiries",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("rumour_id", sa.BigInteger()),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.BigInteger()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("language", sa.Text()),
        sa.Column("channel", sa.Text()),
        sa.Column("rebuttal", sa.Text()),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("settled_at", TIME),
        sa.PrimaryKeyConstraint("id", name="inquiries_pk"),
        sqlite_autoincrement=True,
    )
    _partial_index("inquiries_ungrouped", "inquiries", "id", where="rumour_id IS NULL")
    _partial_index("inquiries_owed", "inquiries", "id", where=f"rebuttal IS NOT NULL AND {UNSETTLED}")
    _partial_index("inquiries_waiting", "inquiries", "id", where=f"rebuttal IS NULL AND {UNSETTLED}")
    op.create_index("inquiries_fingerprint", "inquiries", ["fingerprint", "person"])
    op.create_index("inquiries_person", "inquiries", ["person"])
    op.create_index("inquiries_rumour", "inquiries", ["rumour_id", "id"])
    op.create_index("inquiries_asked", "inquiries", ["asked_at"])


def _create_rumours() -> None:
    op.create_table(
        "rumours",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("taken_by", sa.Text()),
        sa.Column("taken_until", TIME),
        sa.Column("reason", sa.Text()),
        sa.Column("rebuttal", sa.Text()),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("posts", "askers", "channels", "waiting")
        ),
        sa.Column("heat", sa.Float(53), nullable=False),
        sa.Column("first_at", TIME, nullable=False),
        sa.Column("last_at", TIME, nullable=False),
        sa.Column("closed_at", TIME),
        sa.Column("alarmed_at", TIME),
        sa.PrimaryKeyConstraint("id", name="rumours_pk"),
        sqlite_autoincrement=True,
    )
    _partial_index("rumours_open", "rumours", sa.text("heat DESC"), "id", where="state = 'open'")


def _partial_index(name: str, table: str, *columns: Any, where: str) -> None:
    op.create_index(name, table, list(columns), sqlite_where=sa.text(where), postgresql_where=sa.text(where))
