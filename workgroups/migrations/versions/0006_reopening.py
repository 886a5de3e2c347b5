"""Approved minutes can be reopened by both co-chairs, and corrected by a later decision."""

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import UtcDateTime

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "reopening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("circulation", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["work_group.id"], name=op.f("fk_reopening_group_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_reopening_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reopening_person_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_reopening_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reopening")),
        sa.UniqueConstraint(
            "meeting_id", "circulation", "seat_id", "person_id",
            name=op.f("uq_reopening_meeting_id_circulation_seat_id_person_id"),
        ),
    )  # fmt: skip
    op.create_index(op.f("ix_reopening_group_id"), "reopening", ["group_id"])
    relations = "'concerns', 'answers', 'taken_in', 'follows_from', 'publishes', 'corrects'"
    with op.batch_alter_table("link") as table:
        table.drop_constraint(op.f("ck_link_relation"), type_="check")
        table.create_check_constraint(op.f("ck_link_relation"), f"relation IN ({relations})")
