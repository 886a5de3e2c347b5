"""Initiatives of a group, and how each came to its state."""

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import Document, UtcDateTime

revision = "0035"
down_revision = "0034"

KINDS = sa.Enum("incubated", "advised", name="kind", native_enum=False, create_constraint=True, length=40)
STATES = sa.Enum(
    "idea", "proposed", "funded", "running", "completed", "dropped",
    name="state", native_enum=False, create_constraint=True, length=40,
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "initiative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("title", Document, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("kind", KINDS, nullable=False),
        sa.Column("partners", sa.String(), nullable=False),
        sa.Column("funding", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("state", STATES, nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["work_group.id"], name=op.f("fk_initiative_group_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_initiative_person_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_initiative_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative")),
    )
    op.create_index(op.f("ix_initiative_group_id"), "initiative", ["group_id"])
    op.create_table(
        "initiative_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("state", STATES, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiative.id"], name=op.f("fk_initiative_change_initiative_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_initiative_change_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_change")),
    )
    op.create_index(op.f("ix_initiative_change_initiative_id"), "initiative_change", ["initiative_id"])
