"""The quorum of a group, and how it stood at each decision and at the end."""

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import Document, UtcDateTime

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    with op.batch_alter_table("terms") as table:
        table.add_column(sa.Column("quorum_seats", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("quorum_per_type", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("terms") as table:
        table.alter_column("quorum_seats", server_default=None)
        table.alter_column("quorum_per_type", server_default=None)
    op.create_table(
        "headcount",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("came", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("per_type", sa.Integer(), nullable=False),
        sa.Column("missing", Document, nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_headcount_decision_id")),
        sa.ForeignKeyConstraint(["group_id"], ["work_group.id"], name=op.f("fk_headcount_group_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_headcount_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_headcount")),
    )
    op.create_index(op.f("ix_headcount_decision_id"), "headcount", ["decision_id"])
    op.create_index(op.f("ix_headcount_group_id"), "headcount", ["group_id"])
    op.create_index(op.f("ix_headcount_meeting_id"), "headcount", ["meeting_id"])
