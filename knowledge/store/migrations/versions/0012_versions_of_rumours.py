"""What waits for approval knows the rumour that it was written for."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("versions", sa.Column("rumour", sa.BigInteger()))
