"""An answer of a body that was taken back says by whom and why: until now it was whoever had recorded it."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"


def upgrade() -> None:
    with op.batch_alter_table("body_entry") as batch:
        batch.add_column(sa.Column("withdrawn_by_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("withdrawn_reason", sa.String(), nullable=False, server_default=""))
        batch.create_foreign_key(op.f("fk_body_entry_withdrawn_by_id"), "person", ["withdrawn_by_id"], ["id"])
    with op.batch_alter_table("body_entry") as batch:
        batch.alter_column("withdrawn_reason", server_default=None)
    op.execute("UPDATE body_entry SET withdrawn_by_id = recorded_by_id WHERE withdrawn_at IS NOT NULL")
