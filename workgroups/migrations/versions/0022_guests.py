"""Guests, to whom a link shows one agenda item and its papers."""

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import UtcDateTime

revision = "0022"
down_revision = "0021"

LANGUAGES = sa.Enum("en", "fr", name="language", native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", LANGUAGES, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["work_group.id"], name=op.f("fk_guest_group_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_guest_item_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_guest_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_guest_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest")),
        sa.UniqueConstraint("item_id", "email", name=op.f("uq_guest_item_id_email")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_guest_token_hash")),
    )
    op.create_index(op.f("ix_guest_group_id"), "guest", ["group_id"])
    op.create_index(op.f("ix_guest_meeting_id"), "guest", ["meeting_id"])
