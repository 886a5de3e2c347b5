"""Both co-chairs take approved minutes back, until the next meeting is in session."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from workgroups.core.db import Row, UtcDateTime


class Reopening(Row, table=True):
    """One co-chair seat wants the minutes of one circulation to be a draft again, for a reason."""

    __table_args__ = (UniqueConstraint("meeting_id", "circulation", "seat_id", "person_id"),)

    group_id: int = Field(foreign_key="work_group.id", index=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    circulation: int
    seat_id: int = Field(foreign_key="seat.id")
    person_id: int = Field(foreign_key="person.id")
    reason: str
    at: datetime = Field(sa_type=UtcDateTime)
