"""What a proposal considered instead, what it would cost whom, and what has to change for it."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    for name in ("alternatives", "burden", "instrument"):
        op.add_column("proposal", sa.Column(name, sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("proposal") as table:
        for name in ("alternatives", "burden", "instrument"):
            table.alter_column(name, server_default=None)
