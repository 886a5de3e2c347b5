"""What was counted before and after: an outcome keeps the figures that were taken into it."""

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import Document

revision = "0038"
down_revision = "0036"


def upgrade() -> None:
    with op.batch_alter_table("outcome") as batch:
        batch.add_column(sa.Column("figures", Document, nullable=False, server_default="[]"))
    with op.batch_alter_table("outcome") as batch:
        batch.alter_column("figures", server_default=None)
