"""A proposed procedure can say until when positions should be called for."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    op.add_column("proposed_procedure", sa.Column("deadline_on", sa.Date(), nullable=True))
