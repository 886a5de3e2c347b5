"""A proposal that was adopted in parts, which make up the whole, was adopted."""

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import Document

revision = "0044"
down_revision = "0043"

PROPOSAL = sa.table("proposal", sa.column("id"), sa.column("operations", Document), sa.column("adopted_whole"))
ENTRY = sa.table(
    "body_entry",
    sa.column("proposal_id"),
    sa.column("kind"),
    sa.column("operations", Document),
    sa.column("confirmed_at"),
)


def upgrade() -> None:
    with op.batch_alter_table("proposal") as batch:
        batch.add_column(sa.Column("adopted_whole", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("proposal") as batch:
        batch.alter_column("adopted_whole", server_default=None)
    connection = op.get_bind()
    adopted: dict[int, list[list[int] | None]] = {}
    confirmed = sa.select(ENTRY.c.proposal_id, ENTRY.c.operations).where(
        ENTRY.c.kind.in_(("adopted", "adopted_in_part")), ENTRY.c.confirmed_at.is_not(None)
    )
    for proposal, places in connection.execute(confirmed):
        adopted.setdefault(proposal, []).append(places)
    for proposal, operations in connection.execute(sa.select(PROPOSAL.c.id, PROPOSAL.c.operations)).all():
        every = {*range(len(operations))}
        parts = adopted.get(proposal, [])
        if parts and every == {place for part in parts for place in (every if part is None else part)}:
            whole = sa.update(PROPOSAL).where(PROPOSAL.c.id == proposal).values(adopted_whole=True)
            connection.execute(whole)
