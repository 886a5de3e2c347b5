"""Seats that have not been heard are reminded; of calls that are open, when their deadline passes."""

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import UtcDateTime

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    with op.batch_alter_table("proposal") as batch:
        batch.add_column(sa.Column("remind_at", UtcDateTime(), nullable=True))
    op.execute("UPDATE proposal SET remind_at = deadline_at WHERE state = 'positions_called'")
