"""A proposal can need the answers of several bodies: the one it named is the first of them."""

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import UtcDateTime

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    op.create_table(
        "responsible_body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_responsible_body_proposal_id")),
        sa.ForeignKeyConstraint(["group_id"], ["work_group.id"], name=op.f("fk_responsible_body_group_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_responsible_body_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responsible_body")),
        sa.UniqueConstraint(
            "proposal_id", "organisation_id", name=op.f("uq_responsible_body_proposal_id_organisation_id")
        ),
    )
    op.create_index(op.f("ix_responsible_body_group_id"), "responsible_body", ["group_id"])
    op.execute(
        "INSERT INTO responsible_body (proposal_id, group_id, organisation_id, asked_at)"
        " SELECT id, group_id, body_id, body_asked_at FROM proposal WHERE body_id IS NOT NULL ORDER BY id"
    )
    with op.batch_alter_table("proposal") as batch:
        batch.drop_constraint(op.f("fk_proposal_body_id"), type_="foreignkey")
        batch.drop_column("body_id")
        batch.drop_column("body_asked_at")
