"""Bodies that owe an answer to a recommendation are asked again; those that owe one now, in thirty days."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import UtcDateTime

revision = "0029"
down_revision = "0028"

ENDED = (
    "SELECT 1 FROM body_entry WHERE body_entry.proposal_id = proposal.id AND body_entry.withdrawn_at IS NULL"
    " AND body_entry.kind IN ('adopted', 'adopted_in_part', 'declined')"
)


def upgrade() -> None:
    with op.batch_alter_table("proposal") as batch:
        batch.add_column(sa.Column("body_asked_at", UtcDateTime()))
    due = sa.text(f"UPDATE proposal SET body_asked_at = :at WHERE state = 'recommended' AND NOT EXISTS ({ENDED})")
    op.execute(due.bindparams(sa.bindparam("at", datetime.now(UTC) + timedelta(days=30), type_=UtcDateTime())))
