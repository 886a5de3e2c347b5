"""A barrier that an open or adopted proposal answers is in work, as it would be had the proposal been opened today."""

from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.execute(
        "UPDATE barrier SET state = 'in_work' WHERE state = 'confirmed' AND EXISTS ("
        " SELECT 1 FROM link JOIN proposal ON proposal.id = link.from_id"
        " WHERE link.from_kind = 'Proposal' AND link.relation = 'answers'"
        " AND link.to_kind = 'Barrier' AND link.to_id = barrier.id"
        " AND proposal.state NOT IN ('draft', 'not_recommended', 'withdrawn'))"
    )
