"""The steps of a meeting: what follows from its date."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import column_property
from sqlmodel import Field, col

from workgroups.core.db import UtcDateTime, Versioned, enum_type
from workgroups.meetings.models import Meeting


class StepKind(StrEnum):
    """Called as the terms of the group call how many days each is away from the meeting."""

    ITEMS_CALLED = "items_called"
    PAPERS_ASKED = "papers_asked"
    AGENDA_CLOSES = "agenda_closes"
    MINUTES_DUE = "minutes_due"


BEFORE = (StepKind.ITEMS_CALLED, StepKind.PAPERS_ASKED, StepKind.AGENDA_CLOSES)
"""The steps that prepare a meeting, in order."""


class MeetingStep(Versioned, table=True):
    """One step of one meeting."""

    __tablename__ = "meeting_step"
    __table_args__ = (UniqueConstraint("meeting_id", "kind"),)

    group_id: int = Field(foreign_key="work_group.id", index=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    kind: StepKind = Field(sa_type=enum_type(StepKind, "kind"))
    due_on: date
    """The day on the group's calendar."""
    due_at: datetime = Field(sa_type=UtcDateTime, index=True)
    """When the clocks show the time of the meeting on that day; minutes have until the day is over."""
    is_moved: bool = False
    """Somebody chose the day: it stays when the meeting moves."""
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reminded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When whoever keeps the records heard that the minutes are late."""


def of_step(kind: StepKind, column: Any) -> Any:
    """What a step says, for conditions on its meeting and as its attribute: it stands in one place."""
    found = select(column).where(col(MeetingStep.meeting_id) == col(Meeting.id), col(MeetingStep.kind) == kind)
    return found.correlate_except(MeetingStep).scalar_subquery()


items_called_at = of_step(StepKind.ITEMS_CALLED, col(MeetingStep.due_at))
agenda_closes_at = of_step(StepKind.AGENDA_CLOSES, col(MeetingStep.due_at))
minutes_due_on = of_step(StepKind.MINUTES_DUE, col(MeetingStep.due_on))
Meeting.agenda_closes_at = column_property(agenda_closes_at)
Meeting.minutes_due_on = column_property(minutes_due_on)
