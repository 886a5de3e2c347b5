"""How a group meets has a row of its own, which keeps what the group had decided."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MOVED = "cadence_months, meets_on, meets_at, meets_for, place, video_url"


def upgrade() -> None:
    op.create_table(
        "terms",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cadence_months", sa.Integer(), nullable=False),
        sa.Column("meets_on", sa.Integer(), nullable=False),
        sa.Column("meets_at", sa.Time(), nullable=False),
        sa.Column("meets_for", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("video_url", sa.String(length=2000), nullable=False),
        sa.Column("items_called", sa.Integer(), nullable=False),
        sa.Column("papers_asked", sa.Integer(), nullable=False),
        sa.Column("agenda_closes", sa.Integer(), nullable=False),
        sa.Column("minutes_due", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["work_group.id"], name=op.f("fk_terms_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
    )
    op.execute(
        f"INSERT INTO terms (id, version, {MOVED}, items_called, papers_asked, agenda_closes, minutes_due) "
        f"SELECT id, 1, {MOVED}, 28, 10, 7, 10 FROM work_group"
    )
    for column in MOVED.split(", "):
        op.drop_column("work_group", column)
