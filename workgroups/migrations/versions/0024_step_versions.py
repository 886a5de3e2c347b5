"""Versions of steps: who changed what, and by which proposal."""

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import Document, UtcDateTime

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_table(
        "step_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pathway_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("step_key", sa.String(length=60), nullable=False),
        sa.Column("content", Document, nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["work_group.id"], name=op.f("fk_step_version_group_id")),
        sa.ForeignKeyConstraint(["pathway_id"], ["pathway.id"], name=op.f("fk_step_version_pathway_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_step_version_person_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_step_version_proposal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_version")),
    )
    op.create_index(op.f("ix_step_version_group_id"), "step_version", ["group_id"])
    op.create_index("ix_step_version_step", "step_version", ["pathway_id", "step_key"])
    op.execute(
        "INSERT INTO step_version (pathway_id, group_id, step_key, content, at)"
        " SELECT pathway_id, group_id, key, content, CURRENT_TIMESTAMP FROM pathway_step ORDER BY id"
    )
