"""When a group closed, and which group goes on with what it kept."""

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import UtcDateTime

revision = "0023"
down_revision = "0022"

CLOSED = """
UPDATE work_group SET closed_at = coalesce((
    SELECT min(at) FROM event WHERE fact = 'GroupChanged' AND kind = 'Group' AND about = work_group.id
    AND CAST(payload AS TEXT) LIKE '%"closed"%' AND id > coalesce((
        SELECT max(earlier.id) FROM event AS earlier
        WHERE earlier.fact = 'GroupChanged' AND earlier.kind = 'Group' AND earlier.about = work_group.id
        AND CAST(earlier.payload AS TEXT) NOT LIKE '%"closed"%'
    ), 0)
), CURRENT_TIMESTAMP) WHERE state = 'closed'
"""
"""The first time that its settings were saved as closed after they had last said something else."""


def upgrade() -> None:
    with op.batch_alter_table("work_group") as batch:
        batch.add_column(sa.Column("closed_at", UtcDateTime(), nullable=True))
        batch.add_column(sa.Column("successor_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_work_group_successor_id"), "work_group", ["successor_id"], ["id"])
    op.execute(CLOSED)
