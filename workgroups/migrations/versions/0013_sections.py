"""An agenda can have sections."""

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import Document

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", Document, nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["work_group.id"], name=op.f("fk_section_group_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_section_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section")),
    )
    op.create_index(op.f("ix_section_meeting_id"), "section", ["meeting_id"])
