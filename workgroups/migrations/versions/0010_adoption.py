"""How long corrections are taken, and who adopts the minutes, are terms of the group."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

WAYS = sa.Enum("by_chairs", "at_meeting", name="adoption", native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    with op.batch_alter_table("terms") as table:
        table.add_column(sa.Column("corrections_taken", sa.Integer(), nullable=False, server_default="14"))
        table.add_column(sa.Column("adoption", WAYS, nullable=False, server_default="by_chairs"))
    with op.batch_alter_table("terms") as table:
        table.alter_column("corrections_taken", server_default=None)
        table.alter_column("adoption", server_default=None)
