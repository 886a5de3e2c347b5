"""How proposals should be dealt with."""

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import UtcDateTime

revision = "0031"
down_revision = "0029"

WAYS = ("by_consent", "discuss", "in_writing", "amendments_first", "defer")


def upgrade() -> None:
    op.create_table(
        "proposed_procedure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column(
            "way", sa.Enum(*WAYS, name="way", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("shown_on", sa.Date(), nullable=False),
        sa.Column("shown_at", UtcDateTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["work_group.id"], name=op.f("fk_proposed_procedure_group_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_proposed_procedure_person_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_proposed_procedure_proposal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_procedure")),
    )
    op.create_index(op.f("ix_proposed_procedure_group_id"), "proposed_procedure", ["group_id"])
    op.create_index(op.f("ix_proposed_procedure_proposal_id"), "proposed_procedure", ["proposal_id"])
