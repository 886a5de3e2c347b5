"""Replies to invitations, personal links, dial-in, public meetings."""

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import UtcDateTime

revision = "0008"
down_revision = "0007"

ANSWERS = ("accepted", "alternate", "tentative", "declined")


def upgrade() -> None:
    with op.batch_alter_table("meeting") as table:
        table.add_column(sa.Column("dial_in", sa.String(length=200), nullable=False, server_default=""))
        table.add_column(sa.Column("is_public", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("meeting") as table:
        table.alter_column("dial_in", server_default=None)
        table.alter_column("is_public", server_default=None)
    op.create_table(
        "reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(*ANSWERS, name="answer", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("alternate_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["alternate_id"], ["person.id"], name=op.f("fk_reply_alternate_id")),
        sa.ForeignKeyConstraint(["group_id"], ["work_group.id"], name=op.f("fk_reply_group_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_reply_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reply_person_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_reply_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
        sa.UniqueConstraint("meeting_id", "seat_id", name=op.f("uq_reply_meeting_id_seat_id")),
    )
    op.create_index(op.f("ix_reply_group_id"), "reply", ["group_id"])
    op.create_index(op.f("ix_reply_seat_id"), "reply", ["seat_id"])
    op.create_table(
        "personal_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=80), nullable=False),
        sa.Column("about", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_personal_link_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_personal_link_token_hash")),
    )
    op.create_index(op.f("ix_personal_link_expires_at"), "personal_link", ["expires_at"])
    op.create_index(op.f("ix_personal_link_person_id"), "personal_link", ["person_id"])
