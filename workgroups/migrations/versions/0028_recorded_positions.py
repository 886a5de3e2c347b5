"""Positions that the secretary records from a letter, and what their seats say of that."""

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import UtcDateTime

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    with op.batch_alter_table("position") as batch:
        batch.add_column(sa.Column("correct_until", UtcDateTime()))
        batch.add_column(sa.Column("agreed_at", UtcDateTime()))
