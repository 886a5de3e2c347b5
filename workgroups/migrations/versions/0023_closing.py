"""When a group closed, and which group goes on with what it kept."""

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import UtcDateTime

revision = "0023"
down_revision = "0022"

CLOSED = """
UPDATE work_group SET closed_at = (
    SELECT max(at) FROM event WHERE fact = 'GroupChanged' AND kind = 'Group' AND about = work_group.id
) WHERE state = 'closed'
"""


def upgrade() -> None:
    with op.batch_alter_table("work_group") as batch:
        batch.add_column(sa.Column("closed_at", UtcDateTime(), nullable=True))
        batch.add_column(sa.Column("successor_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_work_group_successor_id"), "work_group", ["successor_id"], ["id"])
    op.execute(CLOSED)
