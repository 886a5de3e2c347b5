"""How circulated minutes are adopted stands with the meeting; approvals that no longer counted say so."""

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import UtcDateTime

revision = "0016"
down_revision = "0015"

WAYS = sa.Enum("by_chairs", "at_meeting", name="adoption", native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    with op.batch_alter_table("meeting") as table:
        table.add_column(sa.Column("adoption", WAYS, nullable=True))
    with op.batch_alter_table("minutes_approval") as table:
        table.add_column(sa.Column("lapsed_at", UtcDateTime(), nullable=True))
    op.execute(
        "UPDATE meeting SET adoption = (SELECT terms.adoption FROM terms WHERE terms.id = meeting.group_id)"
        " WHERE state IN ('minutes_circulated', 'minutes_approved')"
    )
