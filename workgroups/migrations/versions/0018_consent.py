"""Items that are taken by consent, in which words, and who asked to discuss one."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    with op.batch_alter_table("agenda_item") as table:
        table.add_column(sa.Column("by_consent", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("resolution", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("discussed_for_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_agenda_item_discussed_for_id"), "seat", ["discussed_for_id"], ["id"])
    with op.batch_alter_table("agenda_item") as table:
        table.alter_column("by_consent", server_default=None)
        table.alter_column("resolution", server_default=None)
