"""Seats that propose something together with the one that drafted it."""

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import UtcDateTime

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.create_table(
        "co_author",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_co_author_by_id")),
        sa.ForeignKeyConstraint(["group_id"], ["work_group.id"], name=op.f("fk_co_author_group_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_co_author_proposal_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_co_author_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_co_author")),
        sa.UniqueConstraint("proposal_id", "seat_id", name=op.f("uq_co_author_proposal_id_seat_id")),
    )
    op.create_index(op.f("ix_co_author_group_id"), "co_author", ["group_id"])
    op.create_index(op.f("ix_co_author_seat_id"), "co_author", ["seat_id"])
