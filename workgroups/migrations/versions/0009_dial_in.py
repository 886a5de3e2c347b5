"""How a group is usually joined by telephone."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    with op.batch_alter_table("terms") as table:
        table.add_column(sa.Column("dial_in", sa.String(length=200), nullable=False, server_default=""))
    with op.batch_alter_table("terms") as table:
        table.alter_column("dial_in", server_default=None)
