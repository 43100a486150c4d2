"""A person's own checks are found: for them to read, and to erase."""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_index("checks_person", "checks", ["person", "id"])
