"""The tables of the first version: rebuttals, people, dialogs, audit, inbox and outbox."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_knowledge()
    _create_people()
    _create_inbox()
    _create_outbox()


def _create_knowledge() -> None:
    op.create_table(
        "rebuttals",
        sa.Column("id", sa.Text(), nullable=False),
        _text("verdict"),
        _text("status"),
        _json("claims"),
        _json("summary"),
        _text("source_name"),
        _text("source_url"),
        sa.Column("source_date", sa.Text()),
        _json("links"),
        _json("anchors"),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        _time("created_at"),
        _time("updated_at"),
        sa.PrimaryKeyConstraint("id", name="rebuttals_pk"),
    )
    op.create_index("rebuttals_revision", "rebuttals", ["revision"])
    op.create_table(
        "counters",
        _text("name"),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="counters_pk"),
    )


def _create_people() -> None:
    op.create_table(
        "people",
        _text("person"),
        _text("language"),
        _time("chosen_at"),
        sa.PrimaryKeyConstraint("person", name="people_pk"),
    )
    op.create_table(
        "team",
        _text("person"),
        _text("role"),
        _text("label"),
        _text("appointed_by"),
        _time("appointed_at"),
        sa.PrimaryKeyConstraint("person", name="team_pk"),
    )
    op.create_table(
        "dialogs",
        _text("person"),
        _text("flow"),
        _text("step"),
        _json("data"),
        sa.Column("card", sa.BigInteger()),
        sa.Column("version", sa.BigInteger(), nullable=False),
        _time("expires_at"),
        sa.PrimaryKeyConstraint("person", name="dialogs_pk"),
    )
    op.create_table(
        "audit",
        sa.Column("id", NUMBER, nullable=False),
        _time("at"),
        _text("actor"),
        _text("deed"),
        _text("subject"),
        _json("details"),
        sa.PrimaryKeyConstraint("id", name="audit_pk"),
        sqlite_autoincrement=True,
    )


def _create_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        _text("kind"),
        _text("chat_key"),
        sa.Column("payload", sa.Text()),
        _text("state"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text()),
        _time("due_at"),
        sa.Column("error", sa.Text()),
        _time("received_at"),
        sa.Column("finished_at", TIME),
        sa.PrimaryKeyConstraint("bot_id", "update_id", name="inbox_pk"),
    )
    _partial_index("inbox_open", "bot_id", "due_at", "update_id", where="state = 'open'")
    _partial_index("inbox_open_chat", "bot_id", "chat_key", "update_id", where="state = 'open'")
    _partial_index("inbox_dead", "finished_at", where="state = 'dead'")
    _partial_index("inbox_finished", "finished_at", where="finished_at IS NOT NULL")


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        _text("key"),
        sa.Column("chat_id", sa.BigInteger()),
        _text("method"),
        sa.Column("params", sa.JSON()),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("edits", sa.BigInteger()),
        _text("state"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _time("due_at"),
        sa.Column("error", sa.Text()),
        sa.Column("message_id", sa.BigInteger()),
        _time("created_at"),
        sa.Column("finished_at", TIME),
        sa.PrimaryKeyConstraint("id", name="outbox_pk"),
        sa.UniqueConstraint("bot_id", "key", name="outbox_bot_id_key"),
        sqlite_autoincrement=True,
    )
    _partial_index("outbox_open", "bot_id", "priority", "id", where="state = 'open'")
    _partial_index("outbox_open_chat", "bot_id", "chat_id", "id", where="state = 'open'")
    _partial_index("outbox_dead", "finished_at", where="state = 'dead'")
    _partial_index("outbox_finished", "finished_at", where="finished_at IS NOT NULL")


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _time(name: str) -> sa.Column[Any]:
    return sa.Column(name, TIME, nullable=False)


def _partial_index(name: str, *columns: str, where: str) -> None:
    op.create_index(
        name, name.partition("_")[0], columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )
