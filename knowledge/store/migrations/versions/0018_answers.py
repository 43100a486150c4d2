"""What an answer said, so that the edit of a post is answered only where that changes."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("said", sa.Text()))
