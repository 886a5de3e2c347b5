"""Versions of the minutes."""

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "minutes_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("restored_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_minutes_version_by_id")),
        sa.ForeignKeyConstraint(["group_id"], ["work_group.id"], name=op.f("fk_minutes_version_group_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_minutes_version_item_id")),
        sa.ForeignKeyConstraint(["restored_id"], ["minutes_version.id"], name=op.f("fk_minutes_version_restored_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_version")),
    )
    op.create_index(op.f("ix_minutes_version_group_id"), "minutes_version", ["group_id"])
    op.create_index(op.f("ix_minutes_version_item_id"), "minutes_version", ["item_id"])
    op.execute(
        "INSERT INTO minutes_version (group_id, item_id, text, by_id, begun_at, at)"
        " SELECT group_id, id, text, by_id, at, at FROM minutes WHERE text != '' AND at IS NOT NULL"
    )
