"""Comments on a part of a thing, such as one step that a proposal changes."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0032"


def upgrade() -> None:
    with op.batch_alter_table("comment") as batch:
        batch.add_column(sa.Column("part", sa.String(60), nullable=False, server_default=""))
    with op.batch_alter_table("comment") as batch:
        batch.alter_column("part", server_default=None)
