"""A meeting while it is in session: which item it is at, and who writes."""

from datetime import datetime

from sqlmodel import Field

from workgroups.core.db import Document, Row, UtcDateTime


class Turn(Row, table=True):
    """The meeting was at an item from one moment to another; the turn that has not ended is the current item's."""

    group_id: int = Field(foreign_key="work_group.id", index=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    item_id: int = Field(foreign_key="agenda_item.id", index=True)
    began_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Pen(Row, table=True):
    """Who writes the minutes of a meeting in session: one person at a time. It shares the number of the meeting."""

    id: int = Field(primary_key=True, foreign_key="meeting.id")
    group_id: int = Field(foreign_key="work_group.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)


class Headcount(Row, table=True):
    """How the quorum stood when something was decided, or when the meeting closed; see `quorum`."""

    group_id: int = Field(foreign_key="work_group.id", index=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    decision_id: int | None = Field(default=None, foreign_key="decision.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    came: int
    held: int
    needed: int
    per_type: int
    missing: list[str] = Field(sa_type=Document)
