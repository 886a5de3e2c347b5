"""A version of a step knows the number of the step, which is its own again when it comes back."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    with op.batch_alter_table("pathway_version") as table:
        table.add_column(sa.Column("step_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE pathway_version SET step_id = (SELECT id FROM pathway_step WHERE"
        " pathway_step.pathway_id = pathway_version.pathway_id AND pathway_step.key = pathway_version.step_key)"
    )
