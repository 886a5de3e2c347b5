"""Each group has a template of standing items, and an item can go into another one."""

import sqlalchemy as sa
from alembic import op

from workgroups.core.db import Document

revision = "0012"
down_revision = "0011"

BEFORE = ("proposed", "accepted", "declined", "withdrawn", "parked", "discussed", "not_reached", "continues", "closed")

STANDING = (
    ("welcome", "Welcome and land acknowledgement", "Mot de bienvenue et reconnaissance du territoire", "information", 5),
    (
        "conflicts", "Conflicts of interest and competition-law reminder",
        "Conflits d’intérêts et rappel du droit de la concurrence", "information", 5,
    ),
    ("agenda", "Adoption of the agenda", "Adoption de l’ordre du jour", "decision", 5),
    ("minutes", "Minutes of the last meeting", "Procès-verbal de la dernière réunion", "decision", 5),
    ("actions", "Actions since the last meeting", "Suivis depuis la dernière réunion", "discussion", 15),
    ("careers", "Alternative careers", "Autres carrières", "discussion", 10),
    ("next_date", "Next date", "Prochaine date", "decision", 5),
)  # fmt: skip


def one_of(*values: str) -> str:
    return ", ".join(f"'{value}'" for value in values)


def kept(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "standing_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("standing", kept("standing", *(row[0] for row in STANDING)), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", Document, nullable=False),
        sa.Column("kind", kept("kind", "information", "discussion", "decision"), nullable=False),
        sa.Column("minutes_long", sa.Integer(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("at_end", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["work_group.id"], name=op.f("fk_standing_item_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_item")),
        sa.UniqueConstraint("group_id", "standing", name=op.f("uq_standing_item_group_id_standing")),
    )
    groups = op.get_bind().execute(sa.text("SELECT id FROM work_group")).scalars().all()
    table = sa.table(
        "standing_item",
        *(sa.column(name) for name in ("version", "group_id", "standing", "position")),
        sa.column("title", Document),
        *(sa.column(name) for name in ("kind", "minutes_long", "is_on", "at_end")),
    )
    rows = [
        {
            "version": 1, "group_id": group, "standing": standing, "position": number * 100, "kind": kind,
            "title": {"en": english, "fr": french}, "minutes_long": minutes, "is_on": True,
            "at_end": standing in {"careers", "next_date"},
        }
        for group in groups
        for number, (standing, english, french, kind, minutes) in enumerate(STANDING, 1)
    ]  # fmt: skip
    if rows:
        op.bulk_insert(table, rows)
    with op.batch_alter_table("agenda_item") as batch:
        batch.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_agenda_item_merged_into_id"), "agenda_item", ["merged_into_id"], ["id"])
        batch.create_index(op.f("ix_agenda_item_merged_into_id"), ["merged_into_id"])
        batch.drop_constraint(op.f("ck_agenda_item_state"), type_="check")
        batch.create_check_constraint(op.f("ck_agenda_item_state"), f"state IN ({one_of(*BEFORE, 'merged')})")
