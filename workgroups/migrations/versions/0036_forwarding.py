"""Proposals that a group has forwarded to another, as that one reads them."""

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import Document, UtcDateTime

revision = "0036"
down_revision = "0035"

STATES = sa.Enum(
    "waiting", "adapted", "set_aside", name="state", native_enum=False, create_constraint=True, length=40
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "forwarding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("title", Document, nullable=False),
        sa.Column("source", Document, nullable=False),
        sa.Column("snapshot", Document, nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("state", STATES, nullable=False),
        sa.Column("adapted_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_forwarding_proposal_id")),
        sa.ForeignKeyConstraint(["group_id"], ["work_group.id"], name=op.f("fk_forwarding_group_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_forwarding_by_id")),
        sa.ForeignKeyConstraint(["adapted_id"], ["proposal.id"], name=op.f("fk_forwarding_adapted_id")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_forwarding_answered_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forwarding")),
        sa.UniqueConstraint("proposal_id", "group_id", name=op.f("uq_forwarding_proposal_id_group_id")),
    )
    op.create_index(op.f("ix_forwarding_group_id"), "forwarding", ["group_id"])
    op.create_index(op.f("ix_forwarding_adapted_id"), "forwarding", ["adapted_id"])
