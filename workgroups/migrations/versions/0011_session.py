"""A meeting in session: which item it is at, and who writes."""

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import UtcDateTime

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["work_group.id"], name=op.f("fk_turn_group_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_turn_item_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_turn_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn")),
    )
    op.create_index(op.f("ix_turn_group_id"), "turn", ["group_id"])
    op.create_index(op.f("ix_turn_item_id"), "turn", ["item_id"])
    op.create_index(op.f("ix_turn_meeting_id"), "turn", ["meeting_id"])
    op.create_table(
        "pen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["work_group.id"], name=op.f("fk_pen_group_id")),
        sa.ForeignKeyConstraint(["id"], ["meeting.id"], name=op.f("fk_pen_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pen_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pen")),
    )
    op.create_index(op.f("ix_pen_group_id"), "pen", ["group_id"])
