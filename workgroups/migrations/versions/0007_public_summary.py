"""What the public reads of a meeting, item by item and decision by decision."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import Document, UtcDateTime

revision = "0007"
down_revision = "0006"

SUMMARY = sa.table(
    "public_summary",
    *(sa.column(name, sa.Integer()) for name in ("version", "group_id", "item_id", "decision_id")),
    sa.column("public", sa.Boolean()),
    sa.column("text", Document),
)
NOTHING = sa.literal({}, Document)


def upgrade() -> None:
    op.create_table(
        "public_summary",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("text", Document, nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_public_summary_decision_id")),
        sa.ForeignKeyConstraint(["group_id"], ["work_group.id"], name=op.f("fk_public_summary_group_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_public_summary_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_summary")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_public_summary_decision_id")),
    )
    op.create_index(op.f("ix_public_summary_group_id"), "public_summary", ["group_id"])
    op.create_index(op.f("ix_public_summary_item_id"), "public_summary", ["item_id"])
    item = sa.table("agenda_item", *(sa.column(name) for name in ("id", "group_id", "standing", "kind")),
        sa.column("in_camera", sa.Boolean()))
    usual = sa.and_(item.c.standing.is_(None), item.c.kind != "information", sa.not_(item.c.in_camera))
    begin(sa.select(sa.literal(1), item.c.group_id, item.c.id, sa.cast(sa.null(), sa.Integer()), usual, NOTHING).order_by(item.c.id))
    decision = sa.table("decision", *(sa.column(name) for name in ("id", "group_id", "item_id")))
    columns = (decision.c.group_id, decision.c.item_id, decision.c.id)
    begin(sa.select(sa.literal(1), *columns, sa.false(), NOTHING).order_by(decision.c.id))


def begin(rows: sa.Select[tuple[Any, ...]]) -> None:
    """A row for each item and each decision that there is."""
    op.execute(SUMMARY.insert().from_select(list(SUMMARY.c.keys()), rows))
