"""The steps of a meeting: when each is due and when it happened."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

from workgroups.core import clock
from workgroups.core.db import UtcDateTime

revision = "0015"
down_revision = "0014"

STEP = sa.table(
    "meeting_step",
    sa.column("version"), sa.column("group_id"), sa.column("meeting_id"), sa.column("kind"),
    sa.column("due_on", sa.Date), sa.column("due_at", UtcDateTime), sa.column("is_moved", sa.Boolean),
    sa.column("done_at", UtcDateTime), sa.column("reminded_at", UtcDateTime),
)
MEETINGS = sa.text(
    "SELECT meeting.id, meeting.group_id, meeting.starts_at, meeting.day_ends_at, meeting.agenda_closes_at,"
    " meeting.minutes_due_on, meeting.circulated_at, work_group.timezone, terms.items_called, terms.papers_asked"
    " FROM meeting JOIN work_group ON work_group.id = meeting.group_id JOIN terms ON terms.id = meeting.group_id"
).columns(
    starts_at=UtcDateTime, day_ends_at=UtcDateTime, agenda_closes_at=UtcDateTime, minutes_due_on=sa.Date,
    circulated_at=UtcDateTime,
)


def upgrade() -> None:
    op.create_table(
        "meeting_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "items_called", "papers_asked", "agenda_closes", "minutes_due", name="kind", native_enum=False,
                create_constraint=True, length=40,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("is_moved", sa.Boolean(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["work_group.id"], name=op.f("fk_meeting_step_group_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_step_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_step")),
        sa.UniqueConstraint("meeting_id", "kind", name=op.f("uq_meeting_step_meeting_id_kind")),
    )
    op.create_index(op.f("ix_meeting_step_group_id"), "meeting_step", ["group_id"])
    op.create_index(op.f("ix_meeting_step_due_at"), "meeting_step", ["due_at"])
    bind, now = op.get_bind(), datetime.now(UTC)
    steps = [step for meeting in bind.execute(MEETINGS).all() for step in steps_of(meeting, now)]
    if steps:
        bind.execute(STEP.insert(), steps)
    op.drop_column("meeting", "agenda_closes_at")
    op.drop_column("meeting", "minutes_due_on")


def steps_of(meeting: sa.Row[Any], now: datetime) -> Iterator[dict[str, Any]]:
    """What was due before there were steps counts as done: no letter leaves for it."""
    zone = meeting.timezone
    last = clock.today(meeting.starts_at, zone)
    late = clock.moved(meeting.day_ends_at, meeting.minutes_due_on - last, zone)
    due = {
        "items_called": clock.moved(meeting.starts_at, timedelta(days=-meeting.items_called), zone),
        "papers_asked": clock.moved(meeting.starts_at, timedelta(days=-meeting.papers_asked), zone),
        "agenda_closes": meeting.agenda_closes_at,
    }
    row = {"version": 1, "group_id": meeting.group_id, "meeting_id": meeting.id, "is_moved": False}
    for kind, at in due.items():
        done = at if at <= now else None
        yield row | {"kind": kind, "due_on": clock.today(at, zone), "due_at": at, "done_at": done, "reminded_at": None}
    yield row | {
        "kind": "minutes_due", "due_on": meeting.minutes_due_on, "due_at": late, "done_at": meeting.circulated_at,
        "reminded_at": now if late <= now else None,
    }
