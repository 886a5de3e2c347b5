"""A section can begin with a standing item of the template."""

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import Document

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    with op.batch_alter_table("standing_item") as batch:
        batch.add_column(sa.Column("section", Document, nullable=False, server_default="{}"))
    with op.batch_alter_table("standing_item") as batch:
        batch.alter_column("section", server_default=None)
