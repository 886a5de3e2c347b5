"""What a pathway says of itself is kept as versions too, in one table with those of its steps."""

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import Document, UtcDateTime

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    op.create_table(
        "pathway_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pathway_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("step_key", sa.String(length=60), nullable=False),
        sa.Column("content", Document, nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["work_group.id"], name=op.f("fk_pathway_version_group_id")),
        sa.ForeignKeyConstraint(["pathway_id"], ["pathway.id"], name=op.f("fk_pathway_version_pathway_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pathway_version_person_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_pathway_version_proposal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pathway_version")),
    )
    op.execute(
        "INSERT INTO pathway_version (id, pathway_id, group_id, step_key, content, person_id, proposal_id, at)"
        " SELECT id, pathway_id, group_id, step_key, content, person_id, proposal_id, at FROM step_version ORDER BY id"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT setval(pg_get_serial_sequence('pathway_version', 'id'), max(id)) FROM pathway_version")
    op.execute(
        "INSERT INTO pathway_version (pathway_id, group_id, step_key, content, at)"
        " SELECT id, group_id, '', head, CURRENT_TIMESTAMP FROM pathway ORDER BY id"
    )
    op.create_index(op.f("ix_pathway_version_group_id"), "pathway_version", ["group_id"])
    op.create_index("ix_pathway_version_step", "pathway_version", ["pathway_id", "step_key"])
    op.drop_table("step_version")
